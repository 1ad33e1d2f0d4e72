/** The Rice law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, less, logicalAnd, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { hypot, sqrt } from "../../ops/power.ts";
import { clip } from "../../ops/rounding.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { i0e, i1e } from "../../ops/special/bessel.ts";
import { normal } from "../../random/continuous.ts";
import { splitOf } from "../../random/key.ts";
import { nonnegative, positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { integrateBetween } from "./pieces/legendre.ts";
import { noncentralCdf, noncentralSf } from "./pieces/noncentral.ts";
import { polynomial } from "./pieces/smooth.ts";

/**
 * The Rice distribution: how far from the origin a point of the plane is whose coordinates are normal around another point.
 * @param distance - of that point, ν ≥ 0, any shape
 * @param scale - the standard deviation σ > 0 of the coordinates, a shape that broadcasts with it, default 1
 * @returns a distribution of numbers ≥ 0
 * @throws TensorError "value" when distance is negative or scale not positive, or not finite, "shape" when the shapes do not
 * broadcast
 * @example Rice(2).mean() // => Tensor 2.2723834280687423
 * @math p(x) = \frac{x}{\sigma^2}\, e^{-\frac{x^2 + \nu^2}{2\sigma^2}}\, I_0\!\left(\frac{x\nu}{\sigma^2}\right)
 * @source Rice, Mathematical analysis of random noise, Bell System Technical Journal 24 (1945)
 * @peers scipy.stats.rice
 * @see Rayleigh, NoncentralChi2, FoldedNormal
 * @keywords Rician, fading, magnetic resonance, magnitude
 */
export const Rice: Law<[distance: TensorLike, scale?: TensorLike], "distance" | "scale"> = /*@__PURE__*/ law({
  name: "Rice",
  kind: "continuous",
  parameters: { distance: { constraint: nonnegative }, scale: { constraint: positive, default: 1 } },
  derived: { d: ({ distance, scale }) => div(distance, scale) },
  support: nonnegative,
  logProb: ({ d, scale }, x) => {
    const z = div(x, scale);
    const isFar = logicalAnd(greater(d, DISTANT), greater(z, mul(0.5, d)));
    const [ownZ, ownD] = [where(isFar, 1, z), where(isFar, 1, d)];
    const near = add(log(ownZ), sub(log(i0e(mul(ownZ, ownD))), mul(0.5, square(sub(ownZ, ownD)))));
    return sub(where(isFar, logDistant(maximum(d, DISTANT), sub(z, d)), near), log(scale));
  },
  cdf: ({ d, scale }, x) => {
    const z = div(x, scale);
    const near = noncentralCdf(2, square(minimum(d, DISTANT)), square(z));
    return where(greater(d, DISTANT), distantTail(maximum(d, DISTANT), sub(z, d), -1), near);
  },
  sf: ({ d, scale }, x) => {
    const z = div(x, scale);
    const near = noncentralSf(2, square(minimum(d, DISTANT)), square(z));
    return where(greater(d, DISTANT), distantTail(maximum(d, DISTANT), sub(z, d), 1), near);
  },
  sample: ({ distance, scale }, key, shape) => {
    const [first, second] = splitOf(key, 2);
    return hypot(normal(first, shape, { loc: distance, scale }), normal(second, shape, { scale }));
  },
  gradient: "implicit",
  mean: ({ d, scale }) => mul(scale, lengthMean(d)),
  variance: ({ d, scale }) => {
    const u = farExcess(maximum(d, FAR));
    const far = sub(2, mul(farShift(maximum(d, FAR)), add(2, u)));
    const near = sub(add(2, square(minimum(d, FAR))), square(lengthMean(minimum(d, FAR))));
    return mul(square(scale), where(greater(d, FAR), far, near));
  },
  source: "Rice 1945",
});

/** Beyond it the mean of the length is known by its asymptotic series. */
const FAR = 9;

function lengthMean(d: Tensor): Tensor {
  const near = minimum(d, FAR);
  const y = mul(0.25, square(near));
  const scaled = add(mul(add(1, mul(2, y)), i0e(y)), mul(mul(2, y), i1e(y)));
  const far = maximum(d, FAR);
  return where(greater(d, FAR), mul(far, add(1, farExcess(far))), mul(Math.sqrt(Math.PI / 2), scaled));
}

// ((-1/2)(1/2)(3/2) ... )² 2^n/n!
const TERMS: readonly number[] = /*@__PURE__*/ (() => {
  const terms = [1];
  for (let n = 0; n < 16; n++) terms.push((terms[n] * (n - 0.5) ** 2 * 2) / (n + 1));
  return terms.slice(1);
})();

/** E |Z|/d - 1 for large d. @source DLMF 13.7.2 */
function farExcess(d: Tensor): Tensor {
  return div(div(farShift(d), d), d);
}

/** d² (E |Z|/d - 1) */
const farShift = (d: Tensor): Tensor => polynomial(TERMS, square(reciprocal(d)));

/** Beyond it the law is next to a normal one, with Bessel's function by its asymptotic series. */
const DISTANT = 100;
const BESSEL: readonly number[] = [1, 1 / 8, 9 / 128, 75 / 1024, 3675 / 32768, 59535 / 262144];

/** log of the density at d + t. @source DLMF 10.40.1 */
const logDistant = (d: Tensor, t: Tensor): Tensor => {
  const series = log(polynomial(BESSEL, div(reciprocal(d), add(d, t))));
  return sub(add(mul(0.5, log1p(div(t, d))), series), add(mul(0.5, square(t)), HALF_LOG_TAU));
};

/** The probability below d + t, or above it. */
function distantTail(d: Tensor, t: Tensor, side: 1 | -1): Tensor {
  const away = clip(mul(side, t), -39, 39);
  const size = abs(away);
  // The tail beyond, where e^-45 of it is left.
  const width = div(90, add(sqrt(add(square(size), 90)), size));
  const density = (v: Tensor): Tensor => exp(logDistant(d, mul(side, v)));
  const start = abs(away);
  const outer = integrateBetween(density, start, add(start, width), [d]);
  const inner = integrateBetween(density, sub(neg(start), width), neg(start), [d]);
  const value = where(less(away, 0), sub(1, inner), outer);
  return where(greater(mul(side, t), 39), 0, where(less(mul(side, t), -39), 1, value));
}
