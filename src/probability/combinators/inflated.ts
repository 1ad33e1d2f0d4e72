/** Distributions with more probability on one value. */
import { broadcastShapes } from "../../base/shapes.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { equal, greaterEqual, less, logicalOr, where } from "../../ops/compare.ts";
import { log, log1p } from "../../ops/exponential.ts";
import { logaddexp } from "../../ops/logarithmic.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { fractionOf } from "../../random/bits.ts";
import { splitOf } from "../../random/key.ts";
import { checkValues } from "../../random/parameters.ts";
import { wordsOf } from "../../random/threefry.ts";
import { atomsOf, cdfOf, logProbOf, meanOf, quantileOf, sampleOf, sfOf, varianceOf } from "../distribution/derive.ts";
import type { Distribution } from "../distribution/distribution.ts";
import type { Facts } from "../distribution/facts.ts";
import { distributionOf, numberFactsOf, tensorFor, within } from "./made.ts";
import { truncated } from "./truncated.ts";

/**
 * A distribution that gives one value more often: that value with a probability, else a draw of d.
 * @param d - a distribution of single numbers
 * @param gate - the probability of the value, from 0 to 1: broadcasts with the batch
 * @param value - the value, default 0
 * @returns a distribution; of a continuous d, logProb of the value is the logarithm of a probability, of others that of a density
 * @throws TensorError "value" when gate is no probability; "shape" when it does not broadcast
 * @example
 * const claims = inflated(Poisson(2), 0.3);
 * claims.prob([0, 1]); // => Tensor [0.3947347, 0.1894694]
 * claims.mean(); // => Tensor 1.4
 * @source Lambert, Zero-inflated Poisson regression, 1992
 * @peers tfp.distributions.Inflated
 * @see hurdle, mixture
 * @keywords zero inflated Poisson, ZIP, ZINB, excess zeros
 */
export function inflated(d: Distribution, gate: TensorLike, value: TensorLike = 0): Distribution {
  const facts = numberFactsOf("inflated", d);
  const p = checkValues(tensorFor(facts, gate, "inflated", "gate"), "probability", "inflated", "gate");
  return distributionOf([facts], [p, tensorFor(facts, value, "inflated", "value")], ([inner], own) =>
    statedOf(inner, own),
  );
}

function statedOf(inner: Facts, [gate, value]: readonly Tensor[]): Omit<Facts, "leaves" | "remake"> {
  const name = `inflated(${inner.name})`;
  const isDiscrete = inner.kind === "discrete";
  const rest = sub(1, gate);
  const logRest = log1p(neg(gate));
  const { low = -Infinity, high = Infinity } = inner.support;
  const ends = {
    low: inner.support.low === undefined ? undefined : minimum(low, value),
    high: inner.support.high === undefined ? undefined : maximum(high, value),
  };
  return {
    name,
    kind: isDiscrete ? "discrete" : "mixed",
    dtype: inner.dtype,
    batchShape: broadcastShapes(name, [inner.batchShape, gate.shape, value.shape]),
    eventShape: [],
    support: within(inner.support, name, ends, (x) => logicalOr(equal(x, value), inner.support.holds(x))),
    atoms: (x) => logicalOr(equal(x, value), atomsOf(inner, x)),
    logProb: (x) => {
      const other = add(logRest, logProbOf(inner, x));
      return where(equal(x, value), isDiscrete ? logaddexp(log(gate), other) : log(gate), other);
    },
    cdf: (x) => add(where(greaterEqual(x, value), gate, 0), mul(rest, cdfOf(inner, x))),
    sf: (x) => add(where(less(x, value), gate, 0), mul(rest, sfOf(inner, x))),
    icdf: isDiscrete ? undefined : (q) => quantile(inner, gate, value, q),
    sample: (key, shape) => {
      const [a, b] = splitOf(key, 2);
      return where(less(fractionOf(wordsOf(a, shape), inner.dtype), gate), value, sampleOf(inner, b, shape));
    },
    gradient: "none",
    mean: () => add(mul(gate, value), mul(rest, meanOf(inner))),
    variance: () => {
      const middle = meanOf(inner);
      return add(mul(rest, varianceOf(inner)), mul(mul(gate, rest), square(sub(middle, value))));
    },
  };
}

/** Below and above the value the quantile of d, each with the probability that is left of it. */
function quantile(inner: Facts, gate: Tensor, value: Tensor, q: Tensor): Tensor {
  const below = mul(sub(1, gate), cdfOf(inner, value));
  const at = (p: Tensor): Tensor => quantileOf(inner, minimum(maximum(p, 0), 1), "cdf");
  const lower = at(div(q, sub(1, gate)));
  const upper = at(div(sub(q, gate), sub(1, gate)));
  return where(less(q, below), lower, where(less(q, add(below, gate)), value, upper));
}

/**
 * A count that is 0 with a probability, and else a draw of d given that it is more than 0.
 * @param d - a distribution of counts or of positive numbers
 * @param gate - the probability of 0, from 0 to 1: broadcasts with the batch
 * @returns a distribution
 * @throws TensorError "value" when gate is no probability; "shape" when it does not broadcast
 * @example hurdle(Poisson(2), 0.3).prob([0, 1]) // => Tensor [0.3, 0.2191247]
 * @source Mullahy, Specification and testing of some modified count data models, 1986
 * @see inflated
 * @keywords hurdle model, zero-altered
 */
export function hurdle(d: Distribution, gate: TensorLike): Distribution {
  const { kind } = numberFactsOf("hurdle", d);
  return inflated(kind === "discrete" ? truncated(d, { low: 1 }) : d, gate);
}
