/** What laws of the gamma and beta families share. */
import { type Binary, elementwise, type Range, type Ternary } from "../../../core/elementwise.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "../../../ops/arithmetic.ts";
import { greater, less, where } from "../../../ops/compare.ts";
import { log, log1p } from "../../../ops/exponential.ts";
import * as gammas from "../../../ops/scalar/densities.ts";
import { xlog1py as xlog1pyOf, xlogy as xlogyOf } from "../../../ops/scalar/elementary.ts";
import type { Pair } from "../../../ops/scalar/extended.ts";
import { lbeta as lbetaOf, lgamma as lgammaOf } from "../../../ops/scalar/gamma.ts";
import { digamma, digammaDrop, lbeta, lgamma } from "../../../ops/special/gamma.ts";
import { betainc, betaincc } from "../../../ops/special/incompleteBeta.ts";
import { minimum } from "../../../ops/maximum.ts";
import { polynomial } from "./smooth.ts";

const HALF_LOG_TAU = 0.9189385332046727; // log(2π)/2

/** Bernoulli numbers B₂, B₄, …, B₁₆. */
const BERNOULLI: readonly number[] = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];
const OF_LGAMMA: readonly number[] = /*@__PURE__*/ BERNOULLI.map((b, n) => b / ((2 * n + 2) * (2 * n + 1)));
const OF_DIGAMMA: readonly number[] = /*@__PURE__*/ BERNOULLI.map((b, n) => b / (2 * n + 2));
const LARGE = 16;
const SHAPE: Range = [0.3, 50];

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

/** log(x^(a-1) e^-x/Γ(a)), without cancellation of its terms. */
export const logGammaDensity: Binary = /*@__PURE__*/ elementwise({
  name: "logGammaDensity",
  domain: { a: SHAPE, x: [0.05, 80] },
  ulp: { f32: 1, f64: 8 },
  eval: (a, x) => {
    if (x > 0 && x < Infinity && a > 1e-200 && a < 1e290) return first(gammas.logDensity(a, x), Math.log(x));
    return xlogyOf(a - 1, x) - x - lgammaOf(a);
  },
  partials: { a: ({ a, x }) => sub(log(x), digamma(a)), x: ({ a, x }) => div(sub(sub(a, 1), x), x) },
  source: "DLMF 8.2.1",
});

/** log(x^(a-1) (1 - x)^(b-1)/B(a, b)), likewise. */
export const logBetaDensity: Ternary = /*@__PURE__*/ elementwise({
  name: "logBetaDensity",
  domain: { a: SHAPE, b: SHAPE, x: [0.03, 0.97] },
  ulp: { f32: 1, f64: 8 },
  eval: (a, b, x) => {
    if (x > 0 && x < 1 && Math.min(a, b) > 1e-280 && Math.max(a, b) < 1e290)
      return first(gammas.logBetaDensity(a, b, x), Math.log(x) + Math.log1p(-x));
    return xlogyOf(a - 1, x) + xlog1pyOf(b - 1, -x) - lbetaOf(a, b);
  },
  partials: {
    a: ({ a, b, x }) => sub(log(x), digammaDrop(a, b)),
    b: ({ a, b, x }) => sub(log1p(neg(x)), digammaDrop(b, a)),
    x: ({ a, b, x }) => sub(div(sub(a, 1), x), div(sub(b, 1), sub(1, x))),
  },
  source: "DLMF 8.17.1",
});

/** A logarithm in two parts, less a number. */
const first = ([high, low]: Pair, less: number): number => high - less + low;

/** P(Y/(1 - Y) <= odds) for Y of the beta law: precise for small odds; with a and b exchanged, that of 1/odds is the rest. */
export const betaBelowOdds = (a: Tensor, b: Tensor, odds: Tensor): Tensor =>
  where(less(odds, 1), betainc(a, b, div(odds, add(1, odds))), betaincc(b, a, reciprocal(add(1, odds))));
