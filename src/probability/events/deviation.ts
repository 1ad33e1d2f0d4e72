/** How far from its expectation a value can be: inequalities, and how much data an accuracy needs. */
import { fail } from "../../base/errors.ts";
import { checkedLater, type Checks, oneOf, readOptions } from "../../ops/arguments.ts";
import { ndtri } from "../../ops/special/erf.ts";
import { compare, floatOf, isExact, minus, type Num, ONE, over, times } from "../tables/number.ts";
import { Quantity, type QuantityLike, toNum, toProbability } from "../tables/quantity.ts";

function positive(op: string, argument: string, value: unknown): Num {
  const number = toNum(op, argument, value);
  if (floatOf(number) > 0) return number;
  fail("value", { op, argument, got: value, expects: "a positive number" });
}

const atMostOne = (a: Num): Quantity => new Quantity(compare(a, ONE) > 0 ? ONE : a);

/**
 * Markov's inequality: how often a value that is never negative can be large.
 * @param mean - its expectation
 * @param level - a positive number
 * @returns a bound of P(X >= level): mean/level, at most 1
 * @throws TensorError "value" when the mean is negative or the level is not positive
 * @example markov("7/2", 6) // => 7/12 ≈ 0.583333
 * @see chebyshev
 * @math P(X \ge a) \le \frac{E[X]}{a}
 * @source Dive into Deep Learning 2.6, second edition
 * @keywords inequality, tail bound
 */
export function markov(mean: QuantityLike, level: QuantityLike): Quantity {
  const expectation = toNum("markov", "mean", mean);
  if (floatOf(expectation) < 0)
    fail("value", { op: "markov", argument: "mean", got: mean, expects: "a number from 0 on" });
  return atMostOne(over(expectation, positive("markov", "level", level)));
}

/**
 * Chebyshev's inequality: how often any value can be far from its expectation.
 * @param variance - of the value
 * @param distance - from the expectation, positive
 * @returns a bound of P(|X - E[X]| >= distance): variance/distance², at most 1
 * @throws TensorError "value" when the variance is negative or the distance is not positive
 * @example chebyshev("35/12", 3) // => 35/108 ≈ 0.324074
 * @see markov, sampleSize
 * @math P(|X - \mu| \ge a) \le \frac{\sigma^2}{a^2}
 * @source Dive into Deep Learning 2.6, second edition
 * @keywords inequality, tail bound
 */
export function chebyshev(variance: QuantityLike, distance: QuantityLike): Quantity {
  const spread = toNum("chebyshev", "variance", variance);
  if (floatOf(spread) < 0)
    fail("value", { op: "chebyshev", argument: "variance", got: variance, expects: "a number from 0 on" });
  const far = positive("chebyshev", "distance", distance);
  return atMostOne(over(spread, times(far, far)));
}

/** What {@link sampleSize} is asked for. */
export interface SampleSizeOptions {
  /** How far from the truth a mean may be, positive. */
  readonly accuracy: QuantityLike;
  /** How often it must be within that. Default 0.95. */
  readonly confidence?: QuantityLike;
  /** Of a single observation. Default 1/4, the largest that something between 0 and 1 can have, as a frequency does. */
  readonly variance?: QuantityLike;
  /** "chebyshev" holds for every distribution, "normal" in the limit of many observations. Default "chebyshev". */
  readonly method?: "chebyshev" | "normal";
}

const CHECKS: Checks<SampleSizeOptions> = {
  accuracy: checkedLater,
  confidence: checkedLater,
  variance: checkedLater,
  method: /*@__PURE__*/ oneOf("chebyshev", "normal"),
};

/**
 * How many observations a mean needs to be accurate.
 * @param options - `accuracy`; `confidence`, default 0.95; `variance` of one observation, default 1/4; `method`: "chebyshev" (any
 * distribution, default) or "normal" (the central limit theorem)
 * @returns the least number of observations
 * @throws TensorError "value" when a number is out of its range
 * @example sampleSize({ accuracy: "0.01", confidence: "0.95" }) // => 50000
 * @example sampleSize({ accuracy: "0.01", confidence: "0.95", method: "normal" }) // => 9604
 * @see chebyshev, frequencies
 * @math n \ge \frac{\sigma^2}{(1 - c) \, \varepsilon^2}
 * @source Dive into Deep Learning 2.6, exercise 3 of the second edition
 * @keywords how many samples, accuracy of a frequency, confidence
 */
export function sampleSize(options: SampleSizeOptions): number {
  const read = readOptions("sampleSize", options, CHECKS);
  const accuracy = positive("sampleSize", "accuracy", read.accuracy);
  const risk = minus(ONE, toProbability("sampleSize", "confidence", read.confidence ?? "0.95"));
  if (floatOf(risk) <= 0)
    fail("value", { op: "sampleSize", argument: "confidence", got: read.confidence, expects: "less than 1" });
  const single = over(positive("sampleSize", "variance", read.variance ?? "1/4"), times(accuracy, accuracy));
  if (read.method === "normal") return Math.ceil(floatOf(single) * ndtri(1 - floatOf(risk) / 2).item() ** 2);
  const count = over(single, risk);
  return isExact(count) ? Number(-(-count.n / count.d) + (count.n % count.d === 0n ? 0n : 1n)) : Math.ceil(count);
}
