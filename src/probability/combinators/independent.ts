/** Batches read as events. */
import { fail } from "../../base/errors.ts";
import { broadcastShapes, type Shape } from "../../base/shapes.ts";
import { broadcast, reshapeTo } from "../../core/basic.ts";
import type { Tensor } from "../../core/tensor.ts";
import { checkInteger } from "../../ops/arguments.ts";
import { mul } from "../../ops/arithmetic.ts";
import { eye } from "../../ops/diagonals.ts";
import { all, sum } from "../../ops/reduce.ts";
import { independent as independentConstraint } from "../constraints/combined.ts";
import { logProbOf, entropyOf, meanOf, modeOf, sampleOf, varianceOf } from "../distribution/derive.ts";
import type { Distribution } from "../distribution/distribution.ts";
import { distributionOf, factsOf } from "./made.ts";
import type { Facts } from "../distribution/facts.ts";

/**
 * The last axes of a batch as axes of one event: components that are independent of one another.
 * @param d - a distribution with a batch
 * @param axes - how many axes, default 1
 * @returns a distribution whose logProb is the sum over these axes
 * @throws TensorError "value" when the batch has fewer axes
 * @example independent(Normal([0, 1, 2], 1)).logProb([0, 1, 2]) // => Tensor -2.756815599614018
 * @source Dillon et al., TensorFlow Distributions, 2017, 3.3
 * @peers torch.distributions.Independent, tfp.distributions.Independent
 * @see expand
 * @keywords to_event, product of distributions, factorized
 */
export function independent(d: Distribution, axes: number = 1): Distribution {
  const facts = factsOf("independent", d);
  const count = checkInteger("independent", "axes", axes, 0);
  if (count > facts.batchShape.length) {
    const expects = `at most ${facts.batchShape.length}, the axes of the batch`;
    fail("value", {
      op: "independent",
      argument: "axes",
      got: axes,
      expects,
      fix: "give the parameters more axes, or use expand",
    });
  }
  return distributionOf([facts], [], ([inner]) => statedOf(inner, count));
}

function statedOf(inner: Facts, count: number): Omit<Facts, "leaves" | "remake"> {
  const { name, kind, dtype, eventShape, gradient, support } = inner;
  const split = inner.batchShape.length - count;
  const [batchShape, axes] = [inner.batchShape.slice(0, split), inner.batchShape.slice(split)];
  const places = axes.map((_, i) => i - count);
  const whole = (x: Tensor): Tensor => broadcast(x, [...inner.batchShape, ...eventShape]);
  /** Sums the values of components, which may be fewer than there are. */
  const summed = (values: Tensor, outer: Shape): Tensor => sum(broadcast(values, outer), places);
  const isVector = eventShape.length === 0 && count === 1;
  return {
    name: `independent(${name})`,
    kind,
    dtype,
    batchShape,
    eventShape: [...axes, ...eventShape],
    support: { ...independentConstraint(support, count), holds: (x) => all(support.holds(x), places) },
    logProb: (x) => {
      const outer = x.shape.slice(0, x.ndim - eventShape.length);
      return summed(logProbOf(inner, x), broadcastShapes(name, [outer, inner.batchShape]));
    },
    sample: (key, shape) => sampleOf(inner, key, [...shape, ...axes]),
    gradient: gradient === "none" ? "none" : "exact",
    of: { facts: inner, how: count, carry: (each) => sum(each, places) },
    mean: () => whole(meanOf(inner)),
    variance: () => whole(varianceOf(inner)),
    mode: () => whole(modeOf(inner)),
    entropy: () => summed(entropyOf(inner), inner.batchShape),
    covariance: isVector ? () => matrixOf(whole(varianceOf(inner))) : undefined,
  };
}

/** Variances on the diagonal. */
function matrixOf(variance: Tensor): Tensor {
  const n = variance.shape[variance.ndim - 1];
  return mul(reshapeTo(variance, [...variance.shape, 1]), eye(n));
}
