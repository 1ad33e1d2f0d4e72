/** Distributions cut off at ends. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, mul, sub } from "../../ops/arithmetic.ts";
import { greater, greaterEqual, lessEqual, logicalAnd, where } from "../../ops/compare.ts";
import { exp } from "../../ops/exponential.ts";
import { logdiffexp } from "../../ops/logarithmic.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { clip } from "../../ops/rounding.ts";
import { broadcastShapes } from "../../base/shapes.ts";
import { checkValues } from "../../random/parameters.ts";
import { cdfOf, logCdfOf, logProbOf, logSfOf, modeOf, quantileOf, sfOf } from "../distribution/derive.ts";
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
export function endsOf(
  op: string,
  facts: Facts,
  { low = -Infinity, high = Infinity }: Ends,
): readonly [Tensor, Tensor] {
  const ends = [tensorFor(facts, low, op, "low"), tensorFor(facts, high, op, "high")] as const;
  for (const [i, end] of ends.entries()) checkValues(end, NOT_NAN, op, i === 0 ? "low" : "high");
  return ends;
}

const NOT_NAN = {
  name: "not NaN",
  expects: "a number, which may be infinite",
  least: -Infinity,
  most: Infinity,
} as const;

/** Just below the lower end, where the distribution function has not yet counted it. */
export const before = ({ kind }: Facts, low: Tensor): Tensor => (kind === "continuous" ? low : sub(low, 1));

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
    statedOf(inner, low, high),
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
    logProb: (x) => sub(logProbOf(inner, x), whole),
    logCdf: (x) => sub(logMass(under, x), whole),
    logSf: (x) => sub(logMass(x, high), whole),
    cdf: (x) => exp(sub(logMass(under, x), whole)),
    sf: (x) => exp(sub(logMass(x, high), whole)),
    icdf: (q) => clip(quantile(q), ends.low, ends.high),
    gradient: inner.kind === "continuous" ? "exact" : "none",
    mode: () => clip(modeOf(inner), ends.low, ends.high),
  };
  const quantile = (q: Tensor): Tensor => {
    const part = mul(q, exp(whole));
    const lower = quantileOf(inner, clip(add(cdfOf(inner, under), part), 0, 1), "cdf");
    return where(upper, quantileOf(inner, clip(sub(sfOf(inner, under), part), 0, 1), "sf"), lower);
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
