/** The folded normal law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { minimum } from "../../ops/maximum.ts";
import { pow } from "../../ops/power.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { ndtr, normalDensity } from "../../ops/special/erf.ts";
import { normal } from "../../random/continuous.ts";
import { nonnegative, positive, real } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { integrateBetween } from "./pieces/legendre.ts";

/**
 * The folded normal distribution: the sizes of normal numbers.
 * @param loc - the mean μ of the numbers, any shape, default 0; its sign does not matter
 * @param scale - their deviation σ > 0, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example FoldedNormal(1, 2).cdf([1, 2]) // => Tensor [0.34134475, 0.62465526]
 * @math p(x) = \frac{1}{\sigma\sqrt{2\pi}} \left(e^{-\frac{(x - \mu)^2}{2\sigma^2}} + e^{-\frac{(x + \mu)^2}{2\sigma^2}}\right)
 * @source Leone, Nelson & Nottingham, The folded normal distribution, Technometrics 3 (1961)
 * @peers scipy.stats.foldnorm
 * @see HalfNormal, Rice
 * @keywords absolute value, magnitude
 */
export const FoldedNormal: Law<[loc?: TensorLike, scale?: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "FoldedNormal",
  kind: "continuous",
  parameters: { loc: { constraint: real, default: 0 }, scale: { constraint: positive, default: 1 } },
  derived: {
    // Not by `abs`: functions of |μ| are smooth at 0.
    d: ({ loc, scale }) => div(where(less(loc, 0), neg(loc), loc), scale),
    // E max(-Z, 0) and E max(-Z, 0)³ of the normal Z with the mean d: what folding adds, twice. No part of it beyond 40.
    near: ({ d }) => minimum(d, 40),
    fold: ({ near }) => mul(2, sub(normalDensity(near), mul(near, ndtr(neg(near))))),
    foldCubed: ({ near }) => {
      const square2 = square(near);
      const tail = mul(mul(near, add(square2, 3)), ndtr(neg(near)));
      return mul(2, sub(mul(add(square2, 2), normalDensity(near)), tail));
    },
    spread: ({ near, fold }) => sub(1, mul(fold, add(mul(2, near), fold))),
  },
  support: nonnegative,
  logProb: ({ d, scale }, x) => {
    const z = div(x, scale);
    const both = log1p(exp(mul(-2, mul(z, d))));
    return sub(both, add(mul(0.5, square(sub(z, d))), add(log(scale), HALF_LOG_TAU)));
  },
  cdf: ({ d, scale }, x) => {
    const z = div(x, scale);
    const isShort = less(mul(z, add(1, d)), 0.5);
    const short = where(isShort, z, 0);
    const density = (t: Tensor): Tensor => add(normalDensity(sub(t, d)), normalDensity(add(t, d)));
    const near = integrateBetween(density, mul(0, short), short, [d]);
    return where(isShort, near, sub(ndtr(sub(z, d)), ndtr(neg(add(z, d)))));
  },
  sf: ({ d, scale }, x) => {
    const z = div(x, scale);
    return add(ndtr(sub(d, z)), ndtr(neg(add(z, d))));
  },
  sample: ({ loc, scale }, key, shape) => abs(normal(key, shape, { loc, scale })),
  gradient: "implicit",
  mean: ({ d, scale, fold }) => mul(scale, add(d, fold)),
  variance: ({ scale, spread }) => mul(square(scale), spread),
  skewness: ({ near: d, fold: h, foldCubed, spread }) => {
    const other = add(mul(3, sub(square(d), 1)), mul(h, add(mul(6, d), mul(2, h))));
    return div(add(foldCubed, mul(h, other)), pow(spread, 1.5));
  },
  kurtosis: ({ near: d, fold: h, foldCubed, spread }) => {
    // The fourth moment about the mean d + h
    const cubes = mul(4, mul(add(d, h), foldCubed));
    const squares = mul(h, sub(6, add(mul(12, mul(d, add(d, h))), mul(3, square(h)))));
    const fourth = sub(add(3, mul(h, sub(squares, mul(4, mul(d, square(d)))))), cubes);
    return sub(div(fourth, square(spread)), 3);
  },
  source: "Leone, Nelson & Nottingham 1961",
});
