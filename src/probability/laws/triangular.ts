/** The triangular law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { greater, lessEqual, logicalAnd, where } from "../../ops/compare.ts";
import { log } from "../../ops/exponential.ts";
import { pow, sqrt } from "../../ops/power.ts";
import { triangular } from "../../random/bounded.ts";
import { interval, real } from "../constraints/numbers.ts";
import { law, type Law, type Values } from "../distribution/law.ts";

const ORDERED = { name: "low <= peak <= high", expects: "low <= peak <= high", least: 0 };

/**
 * The triangular distribution: a density that rises to a peak and falls, along straight lines.
 * @param low - the lower end, any shape
 * @param peak - where the density is highest, from low to high, a shape that broadcasts with it
 * @param high - the upper end > low, likewise
 * @returns a distribution of numbers
 * @throws TensorError "value" when not low <= peak <= high or low = high, "shape" when the shapes do not broadcast
 * @example Triangular(0, 1, 4).prob([0.5, 1, 4]) // => Tensor [0.25, 0.5, 0]
 * @math p(x) = \frac{2(x - a)}{(b - a)(c - a)}\ (x < c),\quad \frac{2(b - x)}{(b - a)(b - c)}\ (x \ge c)
 * @source Kotz & van Dorp, Beyond beta (2004), 1
 * @peers tfp.distributions.Triangular, scipy.stats.triang, numpy.random.triangular
 * @see Uniform, PERT
 * @keywords three-point estimate
 */
export const Triangular: Law<[low: TensorLike, peak: TensorLike, high: TensorLike], "low" | "peak" | "high"> =
  /*@__PURE__*/ law({
    name: "Triangular",
    kind: "continuous",
    parameters: { low: { constraint: real }, peak: { constraint: real }, high: { constraint: real } },
    conditions: ({ low, peak, high }) => [
      { value: sub(high, low), rule: "positive", argument: "high - low" },
      { value: sub(peak, low), rule: ORDERED, argument: "peak - low" },
      { value: sub(high, peak), rule: ORDERED, argument: "high - peak" },
    ],
    derived: {
      width: ({ low, high }) => sub(high, low),
      rise: ({ low, peak }) => sub(peak, low),
      fall: ({ peak, high }) => sub(high, peak),
    },
    support: ({ low, high }) => interval(low, high),
    logProb: (p, x) => add(sub(Math.LN2, log(p.width)), log(heightAt(p, x))),
    cdf: (p, x) => where(isLeft(p, x), leftAt(p, x), beyondRight(p, x)),
    sf: (p, x) => where(isLeft(p, x), beyondLeft(p, x), rightAt(p, x)),
    icdf: (p, q) => where(lessEqual(mul(q, p.width), p.rise), fromLow(p, q), rightOf(p, q)),
    isf: (p, q) => where(lessEqual(mul(q, p.width), p.fall), fromHigh(p, q), leftOf(p, q)),
    sample: ({ low, peak, high }, key, shape) => triangular(key, low, peak, high, shape),
    mean: ({ low, peak, high }) => div(add(low, add(peak, high)), 3),
    variance: (p) => div(spread(p), 18),
    mode: ({ peak }) => peak,
    skewness: (p) => {
      const { rise, fall } = p;
      const product = mul(sub(fall, rise), mul(add(add(rise, rise), fall), add(rise, add(fall, fall))));
      return div(mul(Math.SQRT2 / 5, product), pow(spread(p), 1.5));
    },
    kurtosis: () => -0.6,
    entropy: ({ width }) => add(log(width), 0.5 - Math.LN2),
    source: "Kotz & van Dorp 2004",
  });

type P = Values<"low" | "high" | "peak" | "width" | "rise" | "fall">;

const isLeft = ({ peak, rise }: P, x: Tensor): Tensor => logicalAnd(lessEqual(x, peak), greater(rise, 0));

/** The density over its highest value. */
const heightAt = (p: P, x: Tensor): Tensor =>
  where(isLeft(p, x), div(sub(x, p.low), p.rise), where(greater(p.fall, 0), div(sub(p.high, x), p.fall), 1));

/** P(X <= x) left of the peak, P(X > x) right of it; else their complements, without cancellation. */
const leftAt = ({ low, rise, width }: P, x: Tensor): Tensor => mul(div(sub(x, low), rise), div(sub(x, low), width));
const rightAt = ({ high, fall, width }: P, x: Tensor): Tensor => mul(div(sub(high, x), fall), div(sub(high, x), width));
const beyondLeft = ({ low, peak, rise, fall, width }: P, x: Tensor): Tensor =>
  div(add(fall, mul(sub(peak, x), add(1, div(sub(x, low), rise)))), width);
const beyondRight = ({ peak, high, rise, fall, width }: P, x: Tensor): Tensor =>
  div(add(rise, mul(sub(x, peak), add(1, div(sub(high, x), fall)))), width);

/** The x with the probability q on the outer side of it, and with q on the side of the peak. */
const fromLow = ({ low, rise, width }: P, q: Tensor): Tensor => add(low, mul(sqrt(mul(q, rise)), sqrt(width)));
const fromHigh = ({ high, fall, width }: P, q: Tensor): Tensor => sub(high, mul(sqrt(mul(q, fall)), sqrt(width)));
const rightOf = ({ peak, rise, fall, width }: P, q: Tensor): Tensor =>
  add(peak, div(sub(mul(q, width), rise), add(1, sqrt(mul(sub(1, q), div(width, fall))))));
const leftOf = ({ peak, rise, fall, width }: P, q: Tensor): Tensor =>
  sub(peak, div(sub(mul(q, width), fall), add(1, sqrt(mul(sub(1, q), div(width, rise))))));

const spread = ({ rise, fall }: P): Tensor => add(square(rise), add(square(fall), mul(rise, fall)));
