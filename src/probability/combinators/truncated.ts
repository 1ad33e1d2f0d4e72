/** Distributions cut off at ends. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, mul, sub } from "../../ops/arithmetic.ts";
import { greater, greaterEqual, isfinite, lessEqual, logicalAnd, where } from "../../ops/compare.ts";
import { exp } from "../../ops/exponential.ts";
import { logdiffexp } from "../../ops/logarithmic.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { checkedLater, type Checks, readOptions } from "../../ops/arguments.ts";
import { ceil, clip, floor } from "../../ops/rounding.ts";
import { broadcastShapes } from "../../base/shapes.ts";
import { checkValues } from "../../random/parameters.ts";
import { atomsOf, cdfOf, logCdfOf, logProbOf, logSfOf, modeOf, quantileOf, sfOf } from "../distribution/derive.ts";
import type { Distribution } from "../distribution/distribution.ts";
import type { Facts } from "../distribution/facts.ts";
import { distributionOf, numberFactsOf, tensorFor, within } from "./made.ts";

/** The values that remain: both ends belong to them. */
export interface Ends {
  /** The lower end. Default: none. */
  readonly low?: TensorLike;
  /** The upper end. Default: none. */
  readonly high?: TensorLike;
}

/** The ends as tensors, which may be infinite. */
export function endsOf(op: string, facts: Facts, given: Ends): readonly [Tensor, Tensor] {
  const { low = -Infinity, high = Infinity } = readOptions(op, given, OPTIONS);
  const ends = [tensorFor(facts, low, op, "low"), tensorFor(facts, high, op, "high")] as const;
  for (const [i, end] of ends.entries()) checkValues(end, NOT_NAN, op, i === 0 ? "low" : "high");
  checkValues(sub(ends[1], ends[0]), ORDERED, op, "high - low");
  return ends;
}

const OPTIONS: Checks<Ends> = { low: checkedLater, high: checkedLater };

const ORDERED = { name: "ordered", expects: "0 or more: low <= high", least: 0, most: Infinity } as const;

const NOT_NAN = {
  name: "not NaN",
  expects: "a number, which may be infinite",
  least: -Infinity,
  most: Infinity,
} as const;

/** Just below the lower end, where the distribution function has not yet counted it. */
export function before({ kind, dtype }: Facts, low: Tensor): Tensor {
  if (kind === "continuous") return low;
  if (kind === "discrete") return sub(low, 1);
  // The number before, but for less than one unit in the last place.
  const [unit, least] = dtype === "float64" ? [2 ** -53, 2 ** -1074] : [2 ** -24, 2 ** -149];
  return where(isfinite(low), sub(low, maximum(mul(abs(low), unit * 1.5), least)), low);
}

/**
 * A distribution given that its value is between two ends, which belong to it.
 * @param d - a distribution of single numbers
 * @param ends - `low`, default none; `high`, default none: they broadcast with the batch
 * @returns a distribution between the ends; means and variances are integrals where there is no formula
 * @throws TensorError "value" when between the ends is no probability, or d has events with axes; "shape" when the ends do not
 * broadcast
 * @example
 * const cut = truncated(Normal(0, 1), { low: 0, high: 2 });
 * cut.cdf(1); // => Tensor 0.7152327720109061
 * cut.mean(); // => Tensor 0.7227897522452308
 * @math p(x) = \frac{p_0(x)}{F_0(b) - F_0(a)},\quad a \le x \le b
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 10.1
 * @peers scipy.stats.truncate
 * @see TruncatedNormal, censored
 * @keywords left truncated, right truncated, bounded distribution, conditional on an interval
 */
export function truncated(d: Distribution, ends: Ends): Distribution {
  const facts = numberFactsOf("truncated", d);
  return distributionOf([facts], endsOf("truncated", facts, ends), ([inner], [low, high]) =>
    inner.kind === "discrete" ? statedOf(inner, ceil(low), floor(high)) : statedOf(inner, low, high),
  );
}

function statedOf(inner: Facts, low: Tensor, high: Tensor): Omit<Facts, "leaves" | "remake"> {
  const under = before(inner, low);
  // On the side of the smaller tail, where differences of probabilities are precise.
  const upper = greater(cdfOf(inner, under), 0.5);
  const between = (logFrom: (x: Tensor) => Tensor, a: Tensor, b: Tensor): Tensor => logdiffexp(logFrom(a), logFrom(b));
  const logCdf = (x: Tensor): Tensor => logCdfOf(inner, x);
  const logSf = (x: Tensor): Tensor => logSfOf(inner, x);
  /** log P(a < X <= b) */
  const logMass = (a: Tensor, b: Tensor): Tensor => where(upper, between(logSf, a, b), between(logCdf, b, a));
  const whole = checkValues(
    logMass(under, high),
    SOME,
    "truncated",
    "the logarithm of the probability between low and high",
  );
  const ends = {
    low: maximum(low, inner.support.low ?? -Infinity),
    high: minimum(high, inner.support.high ?? Infinity),
  };
  const name = `truncated(${inner.name})`;
  const stated: Omit<Facts, "leaves" | "remake"> = {
    name,
    kind: inner.kind,
    dtype: inner.dtype,
    batchShape: broadcastShapes(name, [inner.batchShape, low.shape, high.shape]),
    eventShape: [],
    support: within(inner.support, name, ends, (x) =>
      logicalAnd(inner.support.holds(x), logicalAnd(greaterEqual(x, low), lessEqual(x, high))),
    ),
    atoms: (x) => atomsOf(inner, x),
    logProb: (x) => sub(logProbOf(inner, x), whole),
    logCdf: (x) => sub(logMass(under, x), whole),
    logSf: (x) => sub(logMass(x, high), whole),
    cdf: (x) => exp(sub(logMass(under, x), whole)),
    sf: (x) => exp(sub(logMass(x, high), whole)),
    ...(inner.kind !== "discrete" && {
      icdf: (q: Tensor) => quantile(q, sub(1, q)),
      isf: (q: Tensor) => quantile(sub(1, q), q),
    }),
    gradient: inner.kind === "continuous" ? "exact" : "none",
    mode: () => clip(modeOf(inner), ends.low, ends.high),
  };
  /** On the side of the smaller tail of the whole. */
  const quantile = (lower: Tensor, upper: Tensor): Tensor => {
    const mass = exp(whole);
    const below = add(cdfOf(inner, under), mul(lower, mass));
    const above = add(sfOf(inner, high), mul(upper, mass));
    const isLow = lessEqual(below, above);
    const fromBelow = quantileOf(inner, where(isLow, below, 0.5), "cdf");
    const fromAbove = quantileOf(inner, where(isLow, 0.5, minimum(above, 1)), "sf");
    return clip(where(isLow, fromBelow, fromAbove), ends.low, ends.high);
  };
  return stated;
}

const SOME = {
  name: "some probability",
  expects: "an interval that has a probability, of 1e-290 or more",
  fix: "move the ends closer to where the distribution is, and low below high",
  above: -667,
  most: 1e-9,
} as const;
