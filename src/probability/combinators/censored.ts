/** Distributions whose values beyond ends are seen as the ends. */
import { broadcastShapes } from "../../base/shapes.ts";
import type { Tensor } from "../../core/tensor.ts";
import { add, mul, square, sub } from "../../ops/arithmetic.ts";
import { greaterEqual, isfinite, lessEqual, logicalAnd, logicalOr, equal, where } from "../../ops/compare.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { clip } from "../../ops/rounding.ts";
import {
  atomsOf,
  cdfOf,
  logCdfOf,
  logProbOf,
  logSfOf,
  meanOf,
  medianOf,
  modeOf,
  quantileOf,
  sampleOf,
  sfOf,
  varianceOf,
} from "../distribution/derive.ts";
import { Distribution } from "../distribution/distribution.ts";
import type { Facts } from "../distribution/facts.ts";
import { distributionOf, numberFactsOf, within } from "./made.ts";
import { before, type Ends, endsOf, truncated } from "./truncated.ts";

/**
 * A distribution seen through an instrument with ends: values beyond an end are recorded as the end, which so has a probability
 * of its own. logProb of an end is that of all beyond it.
 * @param d - a distribution of single numbers
 * @param ends - `low`, default none; `high`, default none: they broadcast with the batch
 * @returns a distribution of clip(X, low, high)
 * @throws TensorError "value" when d has events with axes; "shape" when the ends do not broadcast
 * @example
 * const seen = censored(Exponential(1), { high: 2 });
 * seen.logProb([0.5, 2]); // => Tensor [-0.5, -2]
 * @source Klein & Moeschberger, Survival analysis, 2003, 3.2
 * @see truncated
 * @keywords survival analysis, right censored, left censored, tobit, detection limit, clipped
 */
export function censored(d: Distribution, ends: Ends): Distribution {
  const facts = numberFactsOf("censored", d);
  return distributionOf([facts], endsOf("censored", facts, ends), ([inner], [low, high]) => statedOf(inner, low, high));
}

function statedOf(inner: Facts, low: Tensor, high: Tensor): Omit<Facts, "leaves" | "remake"> {
  const name = `censored(${inner.name})`;
  const ends = {
    low: maximum(low, inner.support.low ?? -Infinity),
    high: minimum(high, inner.support.high ?? Infinity),
  };
  const beyond = before(inner, high);
  return {
    name,
    kind: inner.kind === "discrete" ? "discrete" : "mixed",
    dtype: inner.dtype,
    batchShape: broadcastShapes(name, [inner.batchShape, low.shape, high.shape]),
    eventShape: [],
    support: within(inner.support, name, ends, (x) => {
      const isEnd = logicalAnd(isfinite(x), logicalOr(equal(x, low), equal(x, high)));
      return logicalOr(isEnd, logicalAnd(inner.support.holds(x), logicalAnd(greaterEqual(x, low), lessEqual(x, high))));
    }),
    atoms: (x) => logicalOr(logicalOr(lessEqual(x, low), greaterEqual(x, high)), atomsOf(inner, x)),
    logProb: (x) =>
      where(
        lessEqual(x, low),
        logCdfOf(inner, low),
        where(greaterEqual(x, high), logSfOf(inner, beyond), logProbOf(inner, x)),
      ),
    cdf: (x) => cdfOf(inner, x),
    sf: (x) => sfOf(inner, x),
    logCdf: (x) => logCdfOf(inner, x),
    logSf: (x) => logSfOf(inner, x),
    icdf: (q) => clip(quantileOf(inner, q, "cdf"), low, high),
    isf: (q) => clip(quantileOf(inner, q, "sf"), low, high),
    sample: (key, shape) => clip(sampleOf(inner, key, shape), low, high),
    gradient: inner.gradient === "none" ? "none" : "exact",
    mean: () => moments(inner, low, high)[0],
    variance: () => moments(inner, low, high)[1],
    median: () => clip(medianOf(inner), low, high),
    mode: () => clip(modeOf(inner), low, high),
  };
}

/** Mean and variance: of the part between the ends, and of the ends with their probabilities. */
function moments(inner: Facts, low: Tensor, high: Tensor): readonly [mean: Tensor, variance: Tensor] {
  const [atLow, atHigh] = [cdfOf(inner, low), sfOf(inner, high)];
  const start = inner.kind === "discrete" ? add(low, 1) : low;
  const part = truncatedFacts(inner, where(isfinite(low), start, low), high);
  const middle = sub(1, add(atLow, atHigh));
  const weighed = (p: Tensor, value: Tensor): Tensor => mul(p, where(isfinite(value), value, 0));
  const mean = add(mul(middle, meanOf(part)), add(weighed(atLow, low), weighed(atHigh, high)));
  const away = (value: Tensor): Tensor => square(sub(where(isfinite(value), value, mean), mean));
  const inside = add(varianceOf(part), square(sub(meanOf(part), mean)));
  return [mean, add(mul(middle, inside), add(mul(atLow, away(low)), mul(atHigh, away(high))))];
}

const truncatedFacts = (inner: Facts, low: Tensor, high: Tensor): Facts =>
  truncated(new Distribution(inner), { low, high }).facts;
