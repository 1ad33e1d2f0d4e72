/** The normal law between two ends. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import {
  equal,
  greater,
  greaterEqual,
  isinf,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  where,
} from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { pow, sqrt } from "../../ops/power.ts";
import { clip } from "../../ops/rounding.ts";
import { erf, erfcx, ndtr, ndtri } from "../../ops/special/erf.ts";
import { uniform } from "../../random/continuous.ts";
import { interval } from "../constraints/numbers.ts";
import { law, type Law, type Values } from "../distribution/law.ts";
import { integrateBetween } from "./pieces/legendre.ts";
import { standardize } from "./pieces/locScale.ts";
import { orderedEnds, standardizeEnd, truncatedParameters } from "./pieces/truncated.ts";

const SQRT_2 = Math.SQRT2;
const HALF_ROOT = /*@__PURE__*/ Math.sqrt(Math.PI / 2);
const FAR = 5;

/**
 * The normal distribution between two ends, given that the number is there; precise also where that is far out.
 * @param loc - the mean μ of the whole law, any shape
 * @param scale - its standard deviation σ > 0, a shape that broadcasts with it
 * @param low - the lower end, which may be -Infinity
 * @param high - the upper end > low, which may be Infinity
 * @returns a distribution of numbers
 * @throws TensorError "value" when low >= high or scale is not positive, "shape" when the shapes do not broadcast
 * @example TruncatedNormal(0, 1, 0, 1).cdf(0.5) // => Tensor 0.5609064251880032
 * @math p(x) = \frac{\varphi(z)}{\sigma\,(\Phi(\beta) - \Phi(\alpha))},\quad z = \frac{x - \mu}{\sigma}
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 13.10.1
 * @peers tfp.distributions.TruncatedNormal, scipy.stats.truncnorm
 * @see Normal, random.truncatedNormal
 * @keywords bounded Gaussian
 */
export const TruncatedNormal: Law<
  [loc: TensorLike, scale: TensorLike, low: TensorLike, high: TensorLike],
  "loc" | "scale" | "low" | "high"
> = /*@__PURE__*/ law({
  name: "TruncatedNormal",
  kind: "continuous",
  parameters: truncatedParameters,
  conditions: orderedEnds,
  // All is measured from the mode, where the density is highest: from z = peak, by t.
  derived: {
    anchor: ({ loc, low, high }) => nearest(loc, low, high),
    peak: (p) => standardize(p, nearest(p.loc, p.low, p.high)),
    from: (p) => standardizeEnd({ loc: nearest(p.loc, p.low, p.high), scale: p.scale }, p.low),
    to: (p) => standardizeEnd({ loc: nearest(p.loc, p.low, p.high), scale: p.scale }, p.high),
    mass: ({ peak, from, to }) => massBetween(peak, from, to),
  },
  support: ({ low, high }) => interval(low, high),
  logProb: (p, x) => sub(drop(p.peak, fromAnchor(p, x)), add(log(p.scale), log(p.mass))),
  logCdf: (p, x) => oneOfTwo(logBetween(p, p.from, fromAnchor(p, x)), logBetween(p, fromAnchor(p, x), p.to)),
  logSf: (p, x) => oneOfTwo(logBetween(p, fromAnchor(p, x), p.to), logBetween(p, p.from, fromAnchor(p, x))),
  icdf: (p, q) => quantile(p, q, sub(1, q)),
  isf: (p, q) => quantile(p, sub(1, q), q),
  sample: (p, key, shape) => {
    const { dtype } = p.peak;
    const u = uniform(key, shape, { dtype: dtype === "float32" ? "float32" : "float64" });
    const q = add(u, dtype === "float32" ? 2 ** -24 : 2 ** -53);
    return quantile(p, q, sub(1, q));
  },
  mean: (p) =>
    add(
      p.anchor,
      mul(
        p.scale,
        average(p, (t) => t),
      ),
    ),
  variance: (p) => mul(square(p.scale), central(p, 2)),
  mode: ({ anchor }) => anchor,
  skewness: (p) => div(central(p, 3), pow(central(p, 2), 1.5)),
  kurtosis: (p) => sub(div(central(p, 4), square(central(p, 2))), 3),
  entropy: (p) => add(add(log(p.scale), log(p.mass)), neg(average(p, (t) => drop(p.peak, t)))),
  source: "Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 13.10.1",
});

type P = Values<"loc" | "scale" | "low" | "high" | "anchor" | "peak" | "from" | "to" | "mass">;

const fromAnchor = ({ anchor, scale }: P, x: Tensor): Tensor => div(sub(x, anchor), scale);

/** The number between the ends that is next to x; where x is an end it moves as the end does. */
const nearest = (x: Tensor, low: Tensor, high: Tensor): Tensor =>
  where(lessEqual(x, low), low, where(greaterEqual(x, high), high, x));

/** log φ(peak + t) - log φ(peak) */
const drop = (peak: Tensor, t: Tensor): Tensor => neg(mul(t, add(peak, mul(0.5, t))));

/** ∫ φ(peak + t)/φ(peak) f(t) dt over (from, to), which the density falls from 0 on; it ends where it is e^-60. */
function integral(peak: Tensor, from: Tensor, to: Tensor, f: (t: Tensor) => Tensor): Tensor {
  const reach = div(120, add(abs(peak), sqrt(add(square(peak), 120))));
  const [a, b] = [maximum(from, neg(reach)), minimum(to, reach)];
  return integrateBetween((t) => mul(f(t), exp(drop(peak, t))), a, b, [peak]);
}

/** The same for f = 1: by the error function around 0, by erfcx to one side of it, by quadrature where that is short. */
function massBetween(peak: Tensor, from: Tensor, to: Tensor): Tensor {
  const both = mul(HALF_ROOT, sub(erf(div(add(peak, to), SQRT_2)), erf(div(add(peak, from), SQRT_2))));
  const [p, width] = [where(less(from, 0), neg(peak), peak), sub(to, from)];
  const finite = where(isinf(width), 0, width);
  const rest = mul(exp(drop(p, finite)), erfcx(div(add(p, finite), SQRT_2)));
  const oneSide = mul(HALF_ROOT, sub(erfcx(div(p, SQRT_2)), where(isinf(width), 0, rest)));
  const isShort = less(mul(width, add(1, p)), 1);
  const short = integrateBetween((t) => exp(drop(p, t)), mul(0, p), where(isShort, width, 0), [width], 8);
  const straddles = logicalAnd(less(from, 0), greater(to, 0));
  return where(straddles, both, where(isShort, short, oneSide));
}

const average = (p: P, f: (t: Tensor) => Tensor): Tensor => div(integral(p.peak, p.from, p.to, f), p.mass);

function central(p: P, k: 2 | 3 | 4): Tensor {
  const mean = average(p, (t) => t);
  return average(p, (t) => {
    const away = sub(t, mean);
    return k === 2 ? square(away) : k === 3 ? mul(away, square(away)) : square(square(away));
  });
}

/** The logarithm of the probability between a and b, from the highest point of this interval. */
function logBetween({ peak, mass }: P, a: Tensor, b: Tensor): Tensor {
  const top = nearest(mul(0, peak), a, b);
  const part = massBetween(add(peak, top), sub(a, top), sub(b, top));
  return add(drop(peak, top), sub(log(part), log(mass)));
}

/** The logarithm of a probability, by that of its complement where this is small. */
const oneOfTwo = (own: Tensor, other: Tensor): Tensor => where(less(own, -Math.LN2), own, log1p(neg(exp(other))));

/** The x with the probability q below it and `rest` above. */
function quantile(p: P, q: Tensor, rest: Tensor): Tensor {
  const [a, b] = [standardizeEnd(p, p.low), standardizeEnd(p, p.high)];
  const lower = add(mul(ndtr(a), rest), mul(ndtr(b), q));
  const upper = add(mul(ndtr(neg(a)), rest), mul(ndtr(neg(b)), q));
  const near = add(p.loc, mul(p.scale, where(less(lower, 0.5), ndtri(lower), neg(ndtri(upper)))));
  // Where the density falls from an end on, what is near that end is measured from it.
  const isRight = equal(p.from, 0);
  const [inner, outer] = [where(isRight, q, rest), where(isRight, rest, q)];
  const peak = where(isRight, p.peak, neg(p.peak));
  const little = mul(p.mass, inner);
  const away = where(
    less(mul(little, add(1, peak)), 1e-4),
    nextTo(peak, little),
    farQuantile(peak, sub(p.to, p.from), inner, outer),
  );
  const far = add(p.anchor, mul(p.scale, where(isRight, away, neg(away))));
  const atEnd = logicalAnd(logicalOr(isRight, equal(p.to, 0)), less(mul(little, add(1, peak)), 1e-4));
  return clip(where(logicalOr(greater(peak, FAR), atEnd), far, near), p.low, p.high);
}

/** The t with ∫ φ(peak + s)/φ(peak) ds = c from 0 to t, for small c, by its Taylor series. */
function nextTo(peak: Tensor, c: Tensor): Tensor {
  const [u, v] = [mul(peak, c), square(c)];
  const second = div(add(mul(2, square(u)), v), 6);
  const third = div(mul(u, add(mul(6, square(u)), mul(7, v))), 24);
  return mul(c, add(add(1, div(u, 2)), add(second, third)));
}

/**
 * The t with the probability q between the end `peak` of an interval and peak + t: Newton's method on the logarithm of the
 * probability beyond t, φ(peak + t) R(peak + t), which is nearly a line; 5 steps from the exponential law reach all digits.
 */
function farQuantile(peak: Tensor, width: Tensor, q: Tensor, rest: Tensor): Tensor {
  const mills = (t: Tensor): Tensor => mul(HALF_ROOT, erfcx(div(add(peak, t), SQRT_2)));
  const logBeyond = (t: Tensor): Tensor => add(drop(peak, t), log(mills(t)));
  const whole = mills(mul(0, peak));
  const end = where(isinf(width), 0, exp(logBeyond(where(isinf(width), 0, width))));
  const target = log(add(mul(rest, whole), mul(q, end)));
  const start = sub(target, log(whole));
  let t = div(mul(-2, start), add(peak, sqrt(sub(square(peak), mul(2, start)))));
  for (let step = 0; step < 5; step++) t = add(t, mul(sub(logBeyond(t), target), mills(t)));
  return t;
}
