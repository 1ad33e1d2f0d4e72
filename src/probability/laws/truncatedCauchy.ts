/** Cauchy's law between two ends. */
import { makeTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { isfinite, isinf, less, logicalAnd, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { hypot, pow } from "../../ops/power.ts";
import { sum } from "../../ops/reduce.ts";
import { clip } from "../../ops/rounding.ts";
import { atan2, tan } from "../../ops/trigonometric.ts";
import { interval } from "../constraints/numbers.ts";
import { law, type Law, type Values } from "../distribution/law.ts";
import { integrateBetween } from "./pieces/legendre.ts";
import { standardize } from "./pieces/locScale.ts";
import { log1pSquare } from "./pieces/smooth.ts";
import { orderedEnds, standardizeEnd, truncatedParameters } from "./pieces/truncated.ts";

/**
 * The Cauchy distribution between two ends, given that the number is there.
 * @param loc - the middle of the whole law, any shape
 * @param scale - γ > 0, a shape that broadcasts with it
 * @param low - the lower end, which may be -Infinity
 * @param high - the upper end > low, which may be Infinity
 * @returns a distribution of numbers
 * @throws TensorError "value" when low >= high or scale is not positive, "shape" when the shapes do not broadcast
 * @example TruncatedCauchy(0, 1, -1, 1).cdf(0.5) // => Tensor 0.7951672353008665
 * @math p(x) = \frac{1}{\gamma\,(\arctan\beta - \arctan\alpha)\left(1 + z^2\right)},\quad z = \frac{x - x_0}{\gamma}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 16
 * @peers tfp.distributions.TruncatedCauchy
 * @see Cauchy, TruncatedNormal
 * @keywords bounded, heavy tails
 */
export const TruncatedCauchy: Law<
  [loc: TensorLike, scale: TensorLike, low: TensorLike, high: TensorLike],
  "loc" | "scale" | "low" | "high"
> = /*@__PURE__*/ law({
  name: "TruncatedCauchy",
  kind: "continuous",
  parameters: truncatedParameters,
  conditions: orderedEnds,
  derived: {
    from: (p) => limited(standardizeEnd(p, p.low)),
    to: (p) => limited(standardizeEnd(p, p.high)),
    mass: (p) => angle(limited(standardizeEnd(p, p.low)), limited(standardizeEnd(p, p.high))),
  },
  support: ({ low, high }) => interval(low, high),
  logProb: (p, x) => neg(add(log1pSquare(standardize(p, x)), add(log(p.scale), log(p.mass)))),
  cdf: (p, x) => minimum(div(angle(p.from, standardize(p, x)), p.mass), 1),
  sf: (p, x) => minimum(div(angle(standardize(p, x), p.to), p.mass), 1),
  icdf: (p, q) => where(less(q, 0.5), fromLow(p, q), fromHigh(p, sub(1, q))),
  isf: (p, q) => where(less(q, 0.5), fromHigh(p, q), fromLow(p, sub(1, q))),
  mean: (p) => {
    const ends = where(isinf(p.low), where(isinf(p.high), NaN, -Infinity), Infinity);
    return where(isBounded(p), add(p.loc, mul(p.scale, momentsOf(p).mean)), ends);
  },
  variance: (p) => {
    const value = mul(square(p.scale), momentsOf(p).central(2));
    return where(isBounded(p), value, where(logicalAnd(isinf(p.low), isinf(p.high)), NaN, Infinity));
  },
  mode: ({ loc, low, high }) => clip(loc, low, high),
  skewness: (p) => {
    const { central } = momentsOf(p);
    return where(isBounded(p), div(central(3), pow(central(2), 1.5)), NaN);
  },
  kurtosis: (p) => {
    const { central } = momentsOf(p);
    return where(isBounded(p), sub(div(central(4), square(central(2))), 3), NaN);
  },
  entropy: (p) => {
    // E log(1 + z²) as an integral over the probabilities q below z, from either end.
    const below = unitColumn(p, false);
    const half = (side: (p: P, q: Tensor) => Tensor): Tensor =>
      sum(mul(log1pSquare(standardize(p, side(p, below))), unitColumn(p, true)), 0);
    return add(add(log(p.scale), log(p.mass)), add(half(fromLow), half(fromHigh)));
  },
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 16",
});

type P = Values<"loc" | "scale" | "low" | "high" | "from" | "to" | "mass">;

const isBounded = ({ low, high }: P): Tensor => logicalAnd(isfinite(low), isfinite(high));

/** Infinite ends as large ones: their angle is the same to rounding. */
const limited = (z: Tensor): Tensor => (z.dtype === "float32" ? clip(z, -1e30, 1e30) : clip(z, -1e200, 1e200));

/** arctan(b) - arctan(a), a <= b. */
const angle = (a: Tensor, b: Tensor): Tensor => atan2(sub(b, a), add(1, mul(a, b)));

/** The x with the probability q on its side, by the sum formula of the tangent. */
function fromLow({ loc, scale, from, mass }: P, q: Tensor): Tensor {
  const t = tan(mul(q, mass));
  return add(loc, mul(scale, div(add(from, t), sub(1, mul(from, t)))));
}
function fromHigh({ loc, scale, to, mass }: P, q: Tensor): Tensor {
  const t = tan(mul(q, mass));
  return add(loc, mul(scale, div(sub(to, t), add(1, mul(to, t)))));
}

interface Moments {
  readonly mean: Tensor;
  readonly central: (k: 2 | 3 | 4) => Tensor;
}

/** Moments of z: by quadrature where the interval is short beside its distance from the poles ±i, else by those about 0. */
function momentsOf({ from: a, to: b, mass }: P): Moments {
  const nearest = maximum(maximum(a, neg(b)), 0);
  const isShort = less(sub(b, a), mul(6, hypot(1, nearest)));
  const middle = mul(0.5, add(a, b));
  const end = where(isShort, b, add(a, 1));
  const mean0 = (f: (z: Tensor) => Tensor): Tensor =>
    div(
      integrateBetween((z) => div(f(z), add(1, square(z))), a, end),
      mass,
    );
  const shift = mean0((z) => sub(z, middle));
  const first = div(mul(0.5, sub(log1pSquare(b), log1pSquare(a))), mass);
  const second = sub(div(sub(b, a), mass), 1);
  const third = sub(div(mul(0.5, sub(square(b), square(a))), mass), first);
  const fourth = sub(div(sub(mul(b, square(b)), mul(a, square(a))), mul(3, mass)), second);
  const about = {
    2: sub(second, square(first)),
    3: add(sub(third, mul(3, mul(first, second))), mul(2, mul(first, square(first)))),
    4: sub(
      add(sub(fourth, mul(4, mul(first, third))), mul(6, mul(square(first), second))),
      mul(3, square(square(first))),
    ),
  };
  const power = (x: Tensor, k: number): Tensor =>
    k === 2 ? square(x) : k === 3 ? mul(x, square(x)) : square(square(x));
  return {
    mean: where(isShort, add(middle, shift), first),
    central: (k) =>
      where(
        isShort,
        mean0((z) => power(sub(sub(z, middle), shift), k)),
        about[k],
      ),
  };
}

/** Nodes of (0, 1/2), crowded at 0, and their weights: the double exponential rule. @source Takahasi & Mori 1974 */
const HALF_LINE: readonly (readonly [number, number])[] = /*@__PURE__*/ (() => {
  const step = 1 / 20;
  return Array.from({ length: 170 }, (_, i) => {
    const t = (i - 85) * step;
    const s = Math.PI * Math.sinh(t);
    return [0.5 / (1 + Math.exp(-s)), (step * 0.5 * Math.PI * Math.cosh(t)) / (2 + 2 * Math.cosh(s))] as const;
  });
})();

/** They stand along a first axis. */
const unitColumn = ({ mass }: P, weights: boolean): Tensor =>
  makeTensor(
    Float64Array.from(HALF_LINE, (pair) => pair[weights ? 1 : 0]),
    "float64",
    "TruncatedCauchy",
  )
    .astype(mass.dtype)
    .reshape([HALF_LINE.length, ...new Array<number>(mass.ndim).fill(1)]);
