/** What laws of the gamma and beta families share. */
import type { Tensor } from "../../../core/tensor.ts";
import { abs, add, div, mul, neg, reciprocal, square, sub } from "../../../ops/arithmetic.ts";
import { greater, less, logicalAnd, where } from "../../../ops/compare.ts";
import { log, log1p } from "../../../ops/exponential.ts";
import { xlog1py, xlogy } from "../../../ops/logarithmic.ts";
import { minimum } from "../../../ops/maximum.ts";
import { HALF_LOG_TAU } from "../../../ops/scalar/constants.ts";
import { digamma, digammaDrop, lbeta, lgamma } from "../../../ops/special/gamma.ts";
import { betainc, betaincc } from "../../../ops/special/incompleteBeta.ts";
import { polynomial } from "./smooth.ts";

/** Bernoulli numbers B₂, B₄, …, B₁₆. */
const BERNOULLI: readonly number[] = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];
const OF_LGAMMA: readonly number[] = /*@__PURE__*/ BERNOULLI.map((b, n) => b / ((2 * n + 2) * (2 * n + 1)));
const OF_DIGAMMA: readonly number[] = /*@__PURE__*/ BERNOULLI.map((b, n) => b / (2 * n + 2));
const LARGE = 16;

/**
 * log Γ(a) - (a - 1) ψ(a) without their leading terms (a - 1/2) log a - a + log(2π)/2 - (a - 1) (log a - 1/(2a)).
 * @source DLMF 5.11.1, 5.11.2
 */
function remainder(a: Tensor): Tensor {
  const x = reciprocal(square(a));
  const digammas = div(polynomial(OF_DIGAMMA, x), square(a));
  return add(div(polynomial(OF_LGAMMA, x), a), mul(sub(a, 1), digammas));
}

/** The entropy of the gamma law with rate 1: a + log Γ(a) + (1 - a) ψ(a). */
export function gammaEntropy(a: Tensor): Tensor {
  const large = add(mul(0.5, log(a)), add(sub(HALF_LOG_TAU + 0.5, div(0.5, a)), remainder(a)));
  const direct = add(a, add(lgamma(a), mul(sub(1, a), digamma(a))));
  return where(greater(a, LARGE), large, direct);
}

/** The entropy of the beta law: log B(a, b) - (a - 1) ψ(a) - (b - 1) ψ(b) + (a + b - 2) ψ(a + b). */
export function betaEntropy(a: Tensor, b: Tensor): Tensor {
  const direct = sub(sub(lbeta(a, b), mul(sub(a, 1), digammaDrop(a, b))), mul(sub(b, 1), digammaDrop(b, a)));
  const s = add(a, b);
  // The same formula for a + b has one ψ(a + b) more.
  const tail = polynomial(OF_DIGAMMA, reciprocal(square(s)));
  const both = sub(add(remainder(a), remainder(b)), sub(remainder(s), div(tail, square(s))));
  const logs = sub(mul(0.5, add(log(a), sub(log(b), log(s)))), log(s));
  const parts = add(sub(HALF_LOG_TAU + 0.5, add(div(0.5, a), div(0.5, b))), reciprocal(s));
  return where(greater(minimum(a, b), LARGE), add(logs, add(parts, both)), direct);
}

/** log Γ(a) without (a - 1/2) log a - a + log(2π)/2. */
const correction = (a: Tensor): Tensor => div(polynomial(OF_LGAMMA, reciprocal(square(a))), a);

/** log(1 + u) - u; log(1 + u) is the quotient of x and m where u = (x - m)/m is not small. */
const beyondLinear = (u: Tensor, x: Tensor, m: Tensor): Tensor =>
  sub(where(less(abs(u), 0.5), log1p(u), sub(log(x), log(m))), u);

/**
 * log(x^(a-1) e^-x/Γ(a)); for large a by Stirling's series about the mean, where large terms do not cancel.
 * @source Loader, Fast and accurate computation of binomial probabilities, 2000
 */
export function logGammaDensity(a: Tensor, x: Tensor): Tensor {
  const direct = sub(sub(xlogy(sub(a, 1), x), x), lgamma(a));
  const around = mul(a, beyondLinear(div(sub(x, a), a), x, a));
  const large = sub(add(sub(mul(0.5, log(a)), HALF_LOG_TAU), around), add(correction(a), log(x)));
  const found = where(logicalAnd(greater(a, LARGE), greater(x, 0)), large, direct);
  return where(less(x, Infinity), found, -Infinity);
}

/** log(x^(a-1) (1 - x)^(b-1)/B(a, b)), likewise. */
export function logBetaDensity(a: Tensor, b: Tensor, x: Tensor): Tensor {
  const direct = sub(add(xlogy(sub(a, 1), x), xlog1py(sub(b, 1), neg(x))), lbeta(a, b));
  const [s, y] = [add(a, b), sub(1, x)];
  // (x - a/s)/(a/s) and (y - b/s)/(b/s): a and b times them are ±the same, and cancel.
  const away = sub(mul(b, x), mul(a, y));
  const around = add(
    mul(a, beyondLinear(div(away, a), x, div(a, s))),
    mul(b, beyondLinear(neg(div(away, b)), y, div(b, s))),
  );
  const front = sub(mul(0.5, add(log(a), sub(log(b), log(s)))), HALF_LOG_TAU);
  const large = sub(
    add(front, around),
    add(sub(add(correction(a), correction(b)), correction(s)), add(log(x), log1p(neg(x)))),
  );
  const isLarge = logicalAnd(greater(minimum(a, b), LARGE), logicalAnd(greater(x, 0), less(x, 1)));
  return where(isLarge, large, direct);
}

/**
 * P(Y/(1 - Y) <= odds) for Y of the beta law: precise for small odds; with a and b exchanged, that of 1/odds is the rest. The
 * function that is not chosen is asked for 0, which costs nothing.
 */
export function betaBelowOdds(a: Tensor, b: Tensor, odds: Tensor): Tensor {
  const isSmall = less(odds, 1);
  const below = betainc(a, b, where(isSmall, div(odds, add(1, odds)), 0));
  return where(isSmall, below, betaincc(b, a, where(isSmall, 0, reciprocal(add(1, odds)))));
}
