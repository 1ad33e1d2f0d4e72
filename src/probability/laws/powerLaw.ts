/** The law of a power between two ends. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, lessEqual, where } from "../../ops/compare.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { tanh } from "../../ops/hyperbolic.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { interval, nonnegative, positive, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { logRatio } from "./pieces/logRatio.ts";
import { logSinhc } from "./pieces/sinhc.ts";
import { polynomial } from "./pieces/smooth.ts";

/**
 * The power law on an interval: a density proportional to x^exponent.
 * @param exponent - α, any number, any shape; above -1 where low is 0
 * @param low - the lower end a ≥ 0, a shape that broadcasts with it
 * @param high - the upper end b > a, a shape that broadcasts with them
 * @returns a distribution of numbers from low to high
 * @throws TensorError "value" when not 0 ≤ low < high, or low = 0 and exponent ≤ -1, "shape" when the shapes do not broadcast
 * @example PowerLaw(-2, 1, 10).mean() // => Tensor 2.558427881104495
 * @math p(x) = \frac{(\alpha + 1)\, x^\alpha}{b^{\alpha + 1} - a^{\alpha + 1}}
 * @source Clauset, Shalizi & Newman, Power-law distributions in empirical data, SIAM Review 51 (2009)
 * @peers scipy.stats.powerlaw, numpy.random.power
 * @see LogUniform, Pareto, Zipf
 * @keywords truncated power law, Pareto, sizes of cities
 */
export const PowerLaw: Law<[exponent: TensorLike, low: TensorLike, high: TensorLike], "exponent" | "low" | "high"> =
  /*@__PURE__*/ law({
    name: "PowerLaw",
    kind: "continuous",
    parameters: { exponent: { constraint: real }, low: { constraint: nonnegative }, high: { constraint: positive } },
    conditions: ({ exponent, low, high }) => [
      { value: sub(high, low), rule: "positive", argument: "high - low" },
      {
        value: where(greater(low, 0), 1, add(exponent, 1)),
        rule: "positive",
        argument: "exponent + 1, where low is 0,",
      },
    ],
    derived: {
      c: ({ exponent }) => add(exponent, 1),
      // log(b/a); where a = 0 it stands for nothing.
      length: ({ low, high }) => logRatio(high, where(greater(low, 0), low, mul(0.5, high))),
      fromZero: ({ low }) => lessEqual(low, 0),
      // The logarithm of ∫ (x/b)^α dx/b
      logMass: ({ c, length, fromZero }) => where(fromZero, neg(log(c)), logPowerMass(c, length)),
      meanLog: ({ high, c, length, fromZero }) => sub(log(high), where(fromZero, reciprocal(c), meanBelow(c, length))),
    },
    support: ({ low, high }) => interval(low, high),
    logProb: ({ exponent, high, logMass }, x) => sub(xlogy(exponent, div(x, high)), add(logMass, log(high))),
    cdf: ({ low, high, c, length, fromZero }, x) => {
      const below = logRatio(x, where(fromZero, x, low));
      return where(fromZero, exp(mul(c, logRatio(x, high))), massShare(c, below, length));
    },
    sf: ({ high, c, length, fromZero }, x) => {
      const above = logRatio(high, x);
      return where(fromZero, neg(expm1(neg(mul(c, above)))), massShare(neg(c), above, length));
    },
    icdf: ({ low, high, c, length, fromZero }, q) =>
      where(fromZero, mul(high, exp(div(log(q), c))), between(low, high, length, placeOf(c, length, q))),
    isf: ({ low, high, c, length, fromZero }, q) => {
      const fromHigh = sub(length, placeOf(neg(c), length, q));
      return where(fromZero, mul(high, exp(div(log1p(neg(q)), c))), between(low, high, length, fromHigh));
    },
    mean: ({ high, c, length, fromZero, logMass }) => {
      const next = where(fromZero, neg(log(add(c, 1))), logPowerMass(add(c, 1), length));
      return mul(high, exp(sub(next, logMass)));
    },
    variance: ({ high, c, length, fromZero, logMass }) => {
      const mean = exp(sub(where(fromZero, neg(log(add(c, 1))), logPowerMass(add(c, 1), length)), logMass));
      const [v0, v1, v2] = [0, 1, 2].map((k) => logSinhc(mul(0.5, mul(add(c, k), length))));
      const fromLow = expm1(add(sub(v2, mul(2, v1)), v0));
      // (c + 1)²/(c (c + 2)) - 1
      const excess = where(fromZero, reciprocal(mul(c, add(c, 2))), fromLow);
      return mul(square(mul(high, mean)), excess);
    },
    mode: ({ exponent, low, high }) => where(greater(exponent, 0), high, low),
    entropy: ({ exponent, high, logMass, meanLog }) =>
      sub(add(logMass, log(high)), mul(exponent, sub(meanLog, log(high)))),
    source: "Clauset, Shalizi & Newman 2009",
  });

/** log ∫₀^l e^(-c t) dt */
const logPowerMass = (c: Tensor, length: Tensor): Tensor => {
  const half = mul(0.5, mul(c, length));
  return add(sub(logSinhc(half), half), log(length));
};

/** The mean of t with the density e^(-c t) on (0, l): l/2 (1 - (coth v - 1/v)), v = c l/2 */
function meanBelow(c: Tensor, length: Tensor): Tensor {
  const v = mul(0.5, mul(c, length));
  const isNear = less(abs(v), 0.5);
  const [small, far] = [where(isNear, v, 0), where(isNear, 1, v)];
  const langevin = where(
    isNear,
    mul(small, polynomial(LANGEVIN, square(small))),
    sub(reciprocal(tanh(far)), reciprocal(far)),
  );
  return mul(mul(0.5, length), sub(1, langevin));
}

// coth v - 1/v = v (1/3 - v²/45 + ...), DLMF 4.33.3
const LANGEVIN: readonly number[] = [
  1 / 3,
  -1 / 45,
  2 / 945,
  -1 / 4725,
  2 / 93555,
  -1382 / 638512875,
  4 / 18243225,
  -3617 / 162820783125,
  87734 / 38979295480125,
  -349222 / 1531329465290625,
];

/** ∫₀^t e^(c s) ds/∫₀^l e^(c s) ds, 0 <= t <= l */
function massShare(c: Tensor, t: Tensor, length: Tensor): Tensor {
  const [part, whole] = [mul(0.5, mul(c, t)), mul(0.5, mul(c, length))];
  const logs = add(sub(logSinhc(part), logSinhc(whole)), mul(0.5, mul(c, sub(t, length))));
  return mul(div(t, length), exp(logs));
}

/** The t at which `massShare` is q. */
function placeOf(c: Tensor, length: Tensor, q: Tensor): Tensor {
  const u = mul(c, length);
  const isNear = less(abs(u), 1e-5);
  const rest = sub(1, q);
  const near = mul(mul(q, length), add(1, mul(mul(rest, u), add(0.5, mul(sub(1, mul(2, q)), div(u, 6))))));
  const far = where(isNear, 1, u);
  // From the end where the density is large
  const rising = add(length, mul(div(length, far), log1p(mul(rest, expm1(neg(abs(far)))))));
  const falling = mul(div(length, far), log1p(mul(q, expm1(neg(abs(far))))));
  return where(isNear, near, where(greater(u, 0), rising, falling));
}

/** low e^t, or from high where that is nearer */
const between = (low: Tensor, high: Tensor, length: Tensor, t: Tensor): Tensor =>
  where(less(t, mul(0.5, length)), mul(low, exp(t)), mul(high, exp(sub(t, length))));
