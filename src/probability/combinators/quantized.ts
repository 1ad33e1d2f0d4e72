/** Continuous distributions rounded up to integers. */
import { broadcastShapes } from "../../base/shapes.ts";
import type { Tensor } from "../../core/tensor.ts";
import { add, sub } from "../../ops/arithmetic.ts";
import { equal, greater, greaterEqual, isfinite, lessEqual, logicalAnd, where } from "../../ops/compare.ts";
import { logdiffexp } from "../../ops/logarithmic.ts";
import { ceil, clip, floor } from "../../ops/rounding.ts";
import { checkValues } from "../../random/parameters.ts";
import { cdfOf, logCdfOf, logSfOf, modeOf, quantileOf, sampleOf, sfOf } from "../distribution/derive.ts";
import type { Distribution } from "../distribution/distribution.ts";
import type { Facts } from "../distribution/facts.ts";
import { distributionOf, numberFactsOf, within } from "./made.ts";
import { type Ends, endsOf } from "./truncated.ts";

/**
 * The integer next above a continuous value: P(Y = k) = F(k) - F(k - 1). Values beyond the ends count as the ends.
 * @param d - a continuous distribution of single numbers
 * @param ends - `low` and `high`: integers, default none
 * @returns a distribution of integers
 * @throws TensorError "value" when d has events with axes; "shape" when the ends do not broadcast
 * @example quantized(Normal(0, 1), { low: -1, high: 2 }).prob([-1, 0, 1, 2]) // => Tensor [0.15865525, 0.34134475, 0.34134475, 0.15865525]
 * @math P(Y = k) = F(k) - F(k - 1)
 * @source Salimans, Karpathy, Chen & Kingma, PixelCNN++, 2017, 2.1
 * @peers tfp.distributions.QuantizedDistribution
 * @see truncated
 * @keywords discretized distribution, ceil, rounding, discretized logistic
 */
export function quantized(d: Distribution, ends: Ends = {}): Distribution {
  const facts = numberFactsOf("quantized", d);
  return distributionOf([facts], wholeEndsOf(facts, ends), ([inner], [low, high]) => statedOf(inner, low, high));
}

function wholeEndsOf(facts: Facts, ends: Ends): readonly Tensor[] {
  return endsOf("quantized", facts, ends).map((end, i) => {
    const isEnd = isfinite(end);
    return where(isEnd, checkValues(where(isEnd, end, 0), WHOLE, "quantized", i === 0 ? "low" : "high"), end);
  });
}

const WHOLE = { name: "integer or infinite", expects: "an integer, or an infinity", whole: true } as const;

function statedOf(inner: Facts, low: Tensor, high: Tensor): Omit<Facts, "leaves" | "remake"> {
  const name = `quantized(${inner.name})`;
  const ends = {
    low: where(isfinite(low), low, ceil(add(0, inner.support.low ?? -Infinity))),
    high: where(isfinite(high), high, ceil(add(0, inner.support.high ?? Infinity))),
  };
  /** log P(k - 1 < X <= k), on the side of the smaller tail. */
  const logMass = (k: Tensor): Tensor => {
    const under = sub(k, 1);
    const upper = greater(cdfOf(inner, under), 0.5);
    return where(
      upper,
      logdiffexp(logSfOf(inner, under), logSfOf(inner, k)),
      logdiffexp(logCdfOf(inner, k), logCdfOf(inner, under)),
    );
  };
  return {
    name,
    kind: "discrete",
    dtype: inner.dtype,
    batchShape: broadcastShapes(name, [inner.batchShape, low.shape, high.shape]),
    eventShape: [],
    support: {
      ...within(inner.support, name, ends, (x) =>
        logicalAnd(equal(x, floor(x)), logicalAnd(greaterEqual(x, ends.low), lessEqual(x, ends.high))),
      ),
      discrete: true,
    },
    logProb: (k) =>
      where(
        lessEqual(k, low),
        logCdfOf(inner, low),
        where(greaterEqual(k, high), logSfOf(inner, sub(high, 1)), logMass(k)),
      ),
    cdf: (k) => cdfOf(inner, k),
    sf: (k) => sfOf(inner, k),
    logCdf: (k) => logCdfOf(inner, k),
    logSf: (k) => logSfOf(inner, k),
    icdf: (q) => clip(ceil(quantileOf(inner, q, "cdf")), low, high),
    isf: (q) => clip(ceil(quantileOf(inner, q, "sf")), low, high),
    // -0 + 0 is 0.
    sample: (key, shape) => add(clip(ceil(sampleOf(inner, key, shape)), low, high), 0),
    gradient: "none",
    mode: () => modeOfIntegers(inner, logMass, low, high),
  };
}

/** One of the integers next to the mode of a density with one top. */
function modeOfIntegers(inner: Facts, logMass: (k: Tensor) => Tensor, low: Tensor, high: Tensor): Tensor {
  const first = clip(ceil(modeOf(inner)), low, high);
  const next = clip(first.add(1), low, high);
  return where(greater(logMass(next), logMass(first)), next, first);
}
