/** The continuous Bernoulli law. */
import { scalar, type Tensor, type TensorLike } from "../../core/tensor.ts";
import { logit, sigmoid } from "../../ops/activation.ts";
import { abs, add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, where } from "../../ops/compare.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { sinh, tanh } from "../../ops/hyperbolic.ts";
import { pow } from "../../ops/power.ts";
import { zeta } from "../../ops/scalar/gamma.ts";
import { openInterval, real, unitInterval } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { expm1Ratio, log1pRatio, polynomial } from "./pieces/smooth.ts";

/** (sinh(x)/x - 1)/x² in powers of x². */
const SINH: readonly number[] = /*@__PURE__*/ (() => {
  const terms = [1 / 6];
  for (let n = 2; n <= 10; n++) terms.push(terms[n - 2] / (2 * n * (2 * n + 1)));
  return terms;
})();
/** Langevin's function (coth x - 1/x)/x in powers of x²: 2^(2n) B₂ₙ/(2n)! = 2 (-1)^(n+1) ζ(2n)/π^(2n), n = 1, 2, … */
const LANGEVIN: readonly number[] = /*@__PURE__*/ Array.from(
  { length: 26 },
  (_, i) => ((i % 2 === 0 ? 2 : -2) * zeta(2 * i + 2, 1)) / Math.PI ** (2 * i + 2),
);
/** Its derivatives, for odd orders over 1, for even ones over x. */
const SLOPE: readonly number[] = /*@__PURE__*/ LANGEVIN.map((c, i) => (2 * i + 1) * c);
const BEND: readonly number[] = /*@__PURE__*/ SLOPE.map((c, i) => 2 * i * c).slice(1);
const THIRD: readonly number[] = /*@__PURE__*/ BEND.map((c, i) => (2 * i + 1) * c);

/**
 * The continuous Bernoulli distribution: a density on [0, 1] that is proportional to λ^x (1 - λ)^(1 - x); for pixels.
 * @param probs - λ strictly between 0 and 1, any shape; not the mean
 * @param logits - its log odds, in place of probs
 * @returns a distribution of numbers from 0 to 1; `{ logits }` may be given instead
 * @throws TensorError "value" when probs is not between 0 and 1, or both or none of probs and logits are given
 * @example ContinuousBernoulli(0.5).cdf([0.25, 0.5]) // => Tensor [0.25, 0.5]
 * @math p(x) = C(\lambda)\, \lambda^x (1 - \lambda)^{1 - x},\quad C(\lambda) = \frac{2\tanh^{-1}(1 - 2\lambda)}{1 - 2\lambda}
 * @source Loaiza-Ganem & Cunningham, The continuous Bernoulli, NeurIPS 2019
 * @peers torch.distributions.ContinuousBernoulli, tfp.distributions.ContinuousBernoulli
 * @see Bernoulli, Beta
 * @keywords variational autoencoder, images, truncated exponential
 */
export const ContinuousBernoulli: Law<[probs: TensorLike], "probs" | "logits"> = /*@__PURE__*/ law({
  name: "ContinuousBernoulli",
  kind: "continuous",
  parameters: {
    probs: { constraint: /*@__PURE__*/ openInterval(0, 1), from: ({ logits }) => sigmoid(logits) },
    logits: { constraint: real, instead: "probs", from: ({ probs }) => logit(probs) },
  },
  // The density is η e^(η x)/(e^η - 1) = e^(η (x - 1/2)) (η/2)/sinh(η/2).
  derived: { half: ({ logits }) => mul(0.5, logits) },
  support: unitInterval,
  logProb: ({ logits, half }, x) => sub(mul(logits, sub(x, 0.5)), logSinhRatio(half)),
  cdf: ({ half }, x) => below(half, x),
  sf: ({ half }, x) => below(neg(half), sub(1, x)),
  icdf: ({ logits }, q) => quantile(logits, q),
  isf: ({ logits }, q) => {
    const fromEnd = quantile(neg(logits), q);
    return where(less(fromEnd, 0.5), sub(1, fromEnd), quantile(logits, sub(1, q)));
  },
  mean: ({ half }) => add(0.5, mul(0.5, langevin(half, 0))),
  variance: ({ half }) => mul(0.25, langevin(half, 1)),
  mode: ({ logits }) => where(less(logits, 0), scalar(0, logits.dtype), where(greater(logits, 0), 1, 0.5)),
  skewness: ({ half }) => div(langevin(half, 2), pow(langevin(half, 1), 1.5)),
  kurtosis: ({ half }) => div(langevin(half, 3), square(langevin(half, 1))),
  entropy: ({ half }) => sub(logSinhRatio(half), mul(half, langevin(half, 0))),
  source: "Loaiza-Ganem & Cunningham 2019",
});

/** log(sinh(h)/h) */
function logSinhRatio(h: Tensor): Tensor {
  const size = abs(h);
  const large = add(size, log(div(neg(expm1(mul(-2, size))), mul(2, size))));
  return where(less(size, 1), log1p(mul(square(h), polynomial(SINH, square(h)))), large);
}

/** (e^(2hx) - 1)/(e^(2h) - 1), for small h as x e^(h (x - 1)) sinh(h x)/(h x) h/sinh(h), which is smooth. */
function below(h: Tensor, x: Tensor): Tensor {
  const smooth = mul(x, exp(add(mul(h, sub(x, 1)), sub(logSinhRatio(mul(h, x)), logSinhRatio(h)))));
  const down = mul(-2, abs(h));
  const ratio = div(expm1(mul(down, x)), expm1(down));
  return where(less(abs(h), 1), smooth, where(less(h, 0), ratio, mul(exp(mul(down, sub(1, x))), ratio)));
}

/** log(1 + q (e^η - 1))/η; for large η from the other end. */
function quantile(logits: Tensor, q: Tensor): Tensor {
  const growth = mul(q, expm1(logits));
  const direct = mul(q, mul(expm1Ratio(logits), log1pRatio(growth)));
  const far = add(1, div(log(add(q, mul(sub(1, q), exp(neg(logits))))), logits));
  return where(less(logits, 30), direct, far);
}

/** L(h) = coth h - 1/h, the slope of log(sinh(h)/h), or a derivative of it. */
function langevin(h: Tensor, order: 0 | 1 | 2 | 3): Tensor {
  const x = square(h);
  const series = [LANGEVIN, SLOPE, BEND, THIRD][order];
  const near = polynomial(series, x);
  const [c, s] = [div(1, tanh(h)), reciprocal(square(sinh(h)))];
  const r = reciprocal(h);
  const far = [
    (): Tensor => sub(c, r),
    (): Tensor => sub(square(r), s),
    (): Tensor => sub(mul(2, mul(c, s)), mul(2, mul(square(r), r))),
    (): Tensor => sub(mul(6, square(square(r))), mul(s, add(4, mul(6, s)))),
  ][order]();
  return where(less(abs(h), 1.5), order % 2 === 0 ? mul(h, near) : near, far);
}
