/** The stable laws. */
import { cast, reshapeTo } from "../../core/basic.ts";
import { fullOf, makeTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { sigmoid } from "../../ops/activation.ts";
import { abs, add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import {
  equal,
  greater,
  isfinite,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  notEqual,
  where,
} from "../../ops/compare.ts";
import { whileLoop } from "../../ops/control/while.ts";
import { exp, expm1, log } from "../../ops/exponential.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { pow } from "../../ops/power.ts";
import { sum } from "../../ops/reduce.ts";
import { LOG_PI } from "../../ops/scalar/constants.ts";
import { lgamma } from "../../ops/special/gamma.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { atan, atan2, cos, sin, tan } from "../../ops/trigonometric.ts";
import { exponentialsOf, uniform } from "../../random/continuous.ts";
import { splitOf } from "../../random/key.ts";
import { floatDTypeOf } from "../../random/parameters.ts";
import { interval, positive, real } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { log1pSquare } from "./pieces/smooth.ts";

/**
 * The stable distributions: the limits of sums, whose tails fall as |x|^-stability; Lévy's (1/2, 1), Cauchy's (1, 0) and the normal
 * one (2, 0) among them. In the parametrization S₁ of Nolan, which is that of SciPy; precise to 1e-11 for |stability - 1| ≥ 0.01.
 * @param stability - α, 0 < α ≤ 2, any shape
 * @param skew - β from -1 to 1, a shape that broadcasts with it; 0 where α = 1
 * @param loc - the place δ, which is the mean where α > 1, a shape that broadcasts with them, default 0
 * @param scale - γ > 0, a shape that broadcasts with them, default 1; the variance is 2γ² where α = 2
 * @returns a distribution of numbers
 * @throws TensorError "value" when a parameter is outside of its range, or skew ≠ 0 where α = 1, "shape" when the shapes do not
 * broadcast
 * @example Stable(1, 0).cdf(1) // => Tensor 0.75
 * @math \mathrm{E}\, e^{itX} = \exp\left(i\delta t - |\gamma t|^\alpha \left(1 - i\beta \operatorname{sgn}(t) \tan\tfrac{\pi\alpha}{2}\right)\right)
 * @source Nolan, Numerical calculation of stable densities and distribution functions, Stochastic Models 13 (1997); Chambers, Mallows
 * & Stuck, A method for simulating stable random variables, JASA 71 (1976)
 * @peers scipy.stats.levy_stable
 * @see Levy, Cauchy, Normal
 * @keywords alpha-stable, Lévy flight, heavy tails
 */
export const Stable: Law<
  [stability: TensorLike, skew: TensorLike, loc?: TensorLike, scale?: TensorLike],
  "stability" | "skew" | "loc" | "scale"
> = /*@__PURE__*/ law({
  name: "Stable",
  kind: "continuous",
  parameters: {
    stability: { constraint: positive },
    skew: { constraint: /*@__PURE__*/ interval(-1, 1) },
    loc: { constraint: real, default: 0 },
    scale: { constraint: positive, default: 1 },
  },
  conditions: ({ stability, skew }) => [
    { value: sub(2, stability), rule: "width", argument: "2 - stability" },
    { value: where(equal(stability, 1), neg(abs(skew)), 0), rule: "width", argument: "-|skew|, where stability is 1," },
  ],
  derived: {
    isCauchy: ({ stability }) => equal(stability, 1),
    // Another law stands in where α = 1.
    alpha: ({ stability, isCauchy }) => where(isCauchy, 1.5, stability),
    // θ₀ of Nolan
    angle: ({ alpha, skew }) => div(atan(mul(skew, tan(mul(Math.PI / 2, alpha)))), alpha),
  },
  support: real,
  logProb: ({ isCauchy, alpha, angle, loc, scale }, x) => {
    const z = div(sub(x, loc), scale);
    const { density, reach } = nearZero(alpha, angle, where(less(abs(z), 0.1), z, 0));
    const isNear = less(abs(z), reach);
    const size = where(isNear, 1, abs(z));
    const side = where(less(z, 0), -1, 1);
    const integral = nolan(alpha, mul(side, angle), size, (g) => mul(g, exp(neg(g))));
    const front = sub(log(div(alpha, abs(sub(alpha, 1)))), add(log(size), LOG_PI));
    const cauchy = neg(add(log1pSquare(z), LOG_PI));
    const far = farOut(alpha, mul(side, angle), size);
    const body = where(far.serves, log(far.density), add(front, log(integral)));
    const stable = where(isNear, log(density), body);
    return sub(where(isCauchy, cauchy, stable), log(scale));
  },
  cdf: ({ isCauchy, alpha, angle, loc, scale }, x) => above(isCauchy, alpha, neg(angle), div(sub(loc, x), scale)),
  sf: ({ isCauchy, alpha, angle, loc, scale }, x) => above(isCauchy, alpha, angle, div(sub(x, loc), scale)),
  sample: ({ isCauchy, alpha, angle, loc, scale }, key, shape) => {
    const [angles, waits] = splitOf(key, 2);
    const dtype = floatDTypeOf([alpha, angle, loc, scale]);
    const u = mul(Math.PI, sub(add(uniform(angles, shape, { dtype }), dtype === "float64" ? 2 ** -53 : 2 ** -24), 0.5));
    const w = exponentialsOf(waits, shape, dtype);
    const turned = mul(alpha, add(u, angle));
    const front = div(sin(turned), pow(mul(cos(u), cos(mul(alpha, angle))), reciprocal(alpha)));
    const rest = pow(div(cos(sub(u, turned)), w), div(sub(1, alpha), alpha));
    return add(loc, mul(scale, where(isCauchy, tan(u), mul(front, rest))));
  },
  gradient: "implicit",
  mean: ({ stability, skew, loc }) => {
    const oneSided = where(equal(abs(skew), 1), mul(skew, Infinity), NaN);
    return where(greater(stability, 1), loc, where(less(stability, 1), oneSided, NaN));
  },
  variance: ({ stability, skew, scale }) => {
    // Where even the mean does not exist there is none.
    const none = logicalAnd(lessEqual(stability, 1), less(abs(skew), 1));
    return where(equal(stability, 2), mul(2, square(scale)), where(none, NaN, Infinity));
  },
  skewness: ({ stability }) => where(equal(stability, 2), 0, NaN),
  kurtosis: ({ stability }) => where(equal(stability, 2), 0, NaN),
  source: "Nolan 1997",
});

/** P(Z > z) */
function above(isCauchy: Tensor, alpha: Tensor, angle: Tensor, z: Tensor): Tensor {
  const size = maximum(abs(z), z.dtype === "float32" ? 1e-30 : 1e-90);
  const isLow = less(z, 0);
  const own = where(isLow, neg(angle), angle);
  const isHeavy = less(alpha, 1);
  const tail = nolan(alpha, own, size, (g) => where(isHeavy, neg(expm1(neg(g))), exp(neg(g))));
  const series = farOut(alpha, own, size);
  const far = where(series.serves, series.tail, div(tail, Math.PI));
  const cauchy = div(atan2(1, z), Math.PI);
  const { mass, reach } = nearZero(alpha, angle, where(less(abs(z), 0.1), z, 0));
  const near = sub(add(0.5, div(angle, Math.PI)), mass);
  const stable = where(less(abs(z), reach), near, where(isLow, sub(1, far), far));
  return where(isCauchy, cauchy, stable);
}

const LAST = 4.6;
const NODES = 320;

/** Angles, measured from the lower end -θ₀ and from the upper one π/2. */
interface Angles {
  readonly low: Tensor;
  readonly high: Tensor;
}

/**
 * ∫ f(g(θ)) dθ from -θ₀ to π/2 with g = z^(α/(α - 1)) V(θ), z > 0, by the double exponential rule on both sides of the place where
 * g = 1, however sharply it turns there.
 */
function nolan(alpha: Tensor, angle: Tensor, z: Tensor, f: (g: Tensor) => Tensor): Tensor {
  const range = maximum(add(Math.PI / 2, angle), 0);
  const logOf = (at: Angles): Tensor => logNolan(alpha, angle, range, z, at);
  const [a, b, c, d] = [alpha, angle, range, z].map(stopGradient);
  const s = turn((at) => logNolan(a, b, c, d, at), c, greater(a, 1));
  const middle: Angles = { low: mul(range, sigmoid(s)), high: mul(range, sigmoid(neg(s))) };
  const axes = middle.low.ndim;
  const column = (of: (t: number) => number): Tensor => {
    const values = Float64Array.from({ length: NODES + 1 }, (_, i) => of(-LAST + (2 * LAST * i) / NODES));
    const given = cast(makeTensor(values, "float64", "Stable"), z.dtype);
    return reshapeTo(given, [NODES + 1, ...new Array<number>(axes).fill(1)]);
  };
  const share = (t: number): number => 1 / (1 + Math.exp(-Math.PI * Math.sinh(t)));
  const [rising, falling] = [column(share), column((t) => share(-t))];
  const weight = column((t) => share(t) * share(-t) * Math.PI * Math.cosh(t) * ((2 * LAST) / NODES));
  const piece = (width: Tensor, at: Angles): Tensor => {
    const values = f(exp(logOf(at)));
    return mul(width, sum(where(isfinite(values), mul(values, weight), 0), 0));
  };
  const { low, high } = middle;
  return add(
    piece(low, { low: mul(low, rising), high: add(high, mul(low, falling)) }),
    piece(high, { low: add(low, mul(high, falling)), high: mul(high, rising) }),
  );
}

/** log g */
function logNolan(alpha: Tensor, angle: Tensor, range: Tensor, z: Tensor, { low, high }: Angles): Tensor {
  const rest = clean(sub(Math.PI / 2, angle));
  const power = sub(alpha, 1);
  const isUpper = greater(low, high);
  const cosine = sin(where(less(high, Math.PI / 2), high, add(low, rest)));
  const sine = sin(where(isUpper, add(mul(alpha, high), clean(sub(Math.PI, mul(alpha, range)))), mul(alpha, low)));
  const end = clean(sub(rest, mul(power, range)));
  const other = sin(where(isUpper, add(end, mul(power, high)), sub(rest, mul(power, low))));
  const logs = add(mul(alpha, add(log(z), sub(log(cosine), log(sine)))), log(cos(mul(alpha, angle))));
  return add(div(logs, power), sub(log(other), log(cosine)));
}

/** The log(low/high) at which the monotone g passes 1, by halving. */
function turn(logOf: (at: Angles) => Tensor, range: Tensor, isFalling: Tensor): Tensor {
  const at = (s: Tensor): Angles => ({ low: mul(range, sigmoid(s)), high: mul(range, sigmoid(neg(s))) });
  const zero = mul(0, logOf(at(mul(0, range))));
  const start = where(isfinite(zero), zero, 0);
  const [from, to] = whileLoop(
    ([, , i]: readonly Tensor[]) => less(i, 48),
    ([a, b, i]: readonly Tensor[]) => {
      const middle = mul(0.5, add(a, b));
      const above = greater(logOf(at(middle)), 0);
      const goesUp = logicalNot(notEqual(above, isFalling));
      return [where(goesUp, middle, a), where(goesUp, b, middle), add(i, 1)];
    },
    [sub(start, 400), add(start, 400), fullOf([], 0, "int32")] as readonly Tensor[],
  ) as readonly Tensor[];
  return stopGradient(mul(0.5, add(from, to)));
}

const TERMS = 9;

/** The density around 0 and its integral from there by power series, and how far from 0 they serve. */
function nearZero(alpha: Tensor, angle: Tensor, z: Tensor): { density: Tensor; mass: Tensor; reach: Tensor } {
  const logCosine = log(cos(mul(alpha, angle)));
  const parts = Array.from({ length: TERMS }, (_, n) => {
    const order = div(n + 1, alpha);
    const size = exp(add(lgamma(order), mul(order, logCosine)));
    return mul(size, cos(add((n * Math.PI) / 2, mul(n + 1, angle))));
  });
  const series = parts.reduceRight((rest, part, n) => add(part, mul(rest, mul(-1 / (n + 1), z))));
  const integral = parts
    .map((part, n) => mul(part, 1 / (n + 1)))
    .reduceRight((rest, part, n) => add(part, mul(rest, mul(-1 / (n + 1), z))));
  const last = sub(lgamma(div(TERMS + 1, alpha)), lgamma(reciprocal(alpha)));
  const logReach = div(sub(Math.log(1e-16 * 362880), last), TERMS);
  const front = mul(Math.PI, alpha);
  return {
    density: div(series, front),
    mass: mul(z, div(integral, front)),
    reach: stopGradient(minimum(exp(logReach), 0.1)),
  };
}

/** Far out: P(Z > z) and the density by their series in z^-α, where they serve. @source Nolan 2020, 3.7 */
function farOut(alpha: Tensor, angle: Tensor, z: Tensor): { tail: Tensor; density: Tensor; serves: Tensor } {
  const u = exp(neg(add(mul(alpha, log(z)), log(cos(mul(alpha, angle))))));
  const turned = clean(sub(Math.PI, mul(alpha, add(Math.PI / 2, angle))));
  const serves = logicalAnd(less(u, 1e-4), greater(sin(turned), 1e-4));
  const small = where(serves, u, 0);
  // sin(n (π - A)) = (-1)^(n-1) sin(n A)
  const term = (n: number): Tensor => {
    const size = exp(sub(lgamma(mul(n, alpha)), Math.log([1, 1, 2, 6, 24, 120][n])));
    return mul(size, mul(pow(small, n), sin(mul(n, turned))));
  };
  const terms = [1, 2, 3, 4, 5].map(term);
  const tail = terms.reduce((a, b) => add(a, b));
  const slope = terms.map((part, i) => mul(i + 1, part)).reduce((a, b) => add(a, b));
  return { tail: div(tail, Math.PI), density: div(mul(alpha, div(slope, Math.PI)), z), serves };
}

/** What is 0 but for rounding. */
const clean = (x: Tensor): Tensor => where(less(abs(x), 4e-15), mul(0, x), x);
