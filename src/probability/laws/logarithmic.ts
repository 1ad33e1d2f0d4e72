/** The logarithmic law. */
import { cast } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { sum } from "../../ops/reduce.ts";
import { logseries } from "../../random/counts.ts";
import { openInterval, positiveInteger } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { last } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { polynomial } from "./pieces/smooth.ts";
import { sumBetween } from "./pieces/summed.ts";

/** Nodes u of (0, 1) with weights, by the double exponential rule: log u, 1 - u and the weights. */
const nodes: { readonly logs: Float64Array; readonly rests: Float64Array; readonly weights: Float64Array } =
  /*@__PURE__*/ (() => {
    const [count, last] = [400, 4.5];
    const t = Float64Array.from({ length: count + 1 }, (_, i) => -last + (2 * last * i) / count);
    const s = t.map((v) => Math.PI * Math.sinh(v));
    const weights = t.map((v, i) => (Math.PI * Math.cosh(v) * (2 * last)) / count / (2 + 2 * Math.cosh(s[i])));
    return { logs: s.map((v) => -Math.log1p(Math.exp(-v))), rests: s.map((v) => 1 / (1 + Math.exp(v))), weights };
  })();

const row = (values: Float64Array): Tensor => makeTensor(values, "float64", "Logarithmic");

/** Σ p^j/j over j > k: p^(k+1) ∫ u^k/(1 - p u) du over 0 … 1. */
function tail(p: Tensor, k: Tensor): Tensor {
  // 1 - p u = (1 - p) + p (1 - u), without cancellation
  const below = add(last(sub(1, p)), mul(last(p), row(nodes.rests)));
  const terms = mul(div(exp(mul(last(k), row(nodes.logs))), below), row(nodes.weights));
  return mul(exp(mul(add(k, 1), log(p))), sum(terms, -1));
}

/** -log(1 - p) - p, without cancellation for small p. */
const beyond = (p: Tensor, norm: Tensor): Tensor =>
  where(less(p, 0.3), mul(square(p), polynomial(SERIES, p)), sub(norm, p));

/** 1/2, 1/3, …: enough for 0.3 to the last digit. */
const SERIES: readonly number[] = /*@__PURE__*/ Array.from({ length: 34 }, (_, j) => 1 / (j + 2));

const logProb = ({ probs, norm }: Values<"probs" | "norm">, x: Tensor): Tensor =>
  sub(mul(x, log(probs)), add(log(x), log(norm)));

/**
 * The logarithmic distribution: whole numbers with the probabilities of the series of the logarithm, such as numbers of individuals
 * of a species.
 * @param probs - the factor p by which probabilities fall, between 0 and 1, any shape
 * @returns a distribution of 1, 2, 3, …
 * @throws TensorError "value" when probs is not between 0 and 1
 * @example Logarithmic(0.5).prob([1, 2]) // => Tensor [0.72134752, 0.18033688]
 * @math P(X = k) = \frac{-1}{\ln(1 - p)} \frac{p^k}{k}
 * @source Johnson, Kemp & Kotz, Univariate discrete distributions, 7
 * @peers scipy.stats.logser
 * @see Zipf, random.logseries
 * @keywords log-series distribution, species abundance
 */
export const Logarithmic: Law<[probs: TensorLike], "probs"> = /*@__PURE__*/ law({
  name: "Logarithmic",
  kind: "discrete",
  parameters: { probs: { constraint: /*@__PURE__*/ openInterval(0, 1) } },
  derived: { norm: ({ probs }) => neg(log1p(neg(probs))) },
  support: positiveInteger,
  logProb,
  cdf: (p, x) => sumBetween((k) => logProb(p, k), add(mul(x, 0), 1), x),
  sf: ({ probs, norm }, x) => cast(div(tail(probs, x), norm), drawnAs(probs).dtype),
  sample: ({ probs }, key, shape) => logseries(key, probs, shape, drawnAs(probs)),
  mean: ({ probs, norm }) => div(probs, mul(norm, sub(1, probs))),
  variance: ({ probs, norm }) => div(mul(probs, beyond(probs, norm)), square(mul(norm, sub(1, probs)))),
  mode: () => 1,
  source: "Johnson, Kemp & Kotz, Univariate discrete distributions, 7",
});
