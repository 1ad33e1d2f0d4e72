/** Batches made larger, and parts of them left out. */
import { fail } from "../../base/errors.ts";
import { broadcastsTo, broadcastShapes, checkShape, sameShape, type Shape } from "../../base/shapes.ts";
import { cast } from "../../core/basic.ts";
import { toTensor } from "../../core/convert.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { logicalNot, logicalOr, where } from "../../ops/compare.ts";
import { logProbOf } from "../distribution/derive.ts";
import type { Distribution } from "../distribution/distribution.ts";
import { distributionOf, factsOf } from "./made.ts";

/**
 * The same distribution many times, as a batch; its draws are independent.
 * @param d - a distribution
 * @param batchShape - the new shape of the batch, to which that of d broadcasts
 * @returns a distribution with that batch
 * @throws TensorError "shape" when the batch of d does not broadcast to it
 * @example expand(Normal(0, 1), [3]).sample(random.key(0)) // => Tensor [-0.20584214, -0.78476578, 1.81608667]
 * @source Dillon et al., TensorFlow Distributions, 2017, 3.3
 * @peers tfp.distributions.BatchBroadcast, tfp.distributions.Sample
 * @see independent
 * @keywords expand_by, broadcast batch, iid
 */
export function expand(d: Distribution, batchShape: Shape): Distribution {
  const facts = factsOf("expand", d);
  const shape = checkShape("expand", batchShape, "batchShape");
  if (!broadcastsTo(facts.batchShape, shape)) {
    fail("shape", {
      op: "expand",
      problem: "the batch does not broadcast to the new shape",
      shapes: { batch: facts.batchShape, batchShape: shape },
      expects: "a shape that ends in the batch",
      fix: "put new axes in front",
    });
  }
  return distributionOf([facts], [], ([inner]) => {
    if (!sameShape(inner.batchShape, facts.batchShape)) failAtRemade(inner.batchShape, facts.batchShape);
    return { ...inner, batchShape: shape };
  });
}

/** What `vmap` gives back has another batch than it was made with, and the axes of both would be mixed up. */
function failAtRemade(got: Shape, expected: Shape): never {
  fail("shape", {
    op: "expand",
    problem: "the batch of the distribution has changed since it was expanded",
    shapes: { before: expected, now: got },
    expects: "a distribution that is used where it was expanded",
    fix: "give back the distribution, and expand it after vmap",
  });
}

/**
 * The distribution with log probabilities that count only where a mask is true; elsewhere they are 0, and so are their
 * derivatives. Draws and moments stay.
 * @param d - a distribution
 * @param keep - truth values, a shape that broadcasts with the batch
 * @returns a distribution of the common batch
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example mask(Normal([0, 0], 1), [true, false]).logProb([1, 1]) // => Tensor [-1.41893853, 0]
 * @source Pyro `mask`
 * @peers tfp.distributions.Masked
 * @see expand
 * @keywords missing data, masked likelihood, padding
 */
export function mask(d: Distribution, keep: TensorLike): Distribution {
  const facts = factsOf("mask", d);
  const kept = cast(toTensor(keep, "mask", "keep"), "bool");
  const batchShape = broadcastShapes("mask", [facts.batchShape, kept.shape], { d: 0, keep: 0 });
  return distributionOf([facts], [kept], ([inner], [on]) => ({
    ...inner,
    name: `mask(${inner.name})`,
    batchShape,
    support: { ...inner.support, holds: (x) => logicalOr(inner.support.holds(x), logicalNot(on)) },
    logProb: (x) => where(on, logProbOf(inner, x), 0),
    of: { facts: inner, how: mask, carry: (each) => where(on, each, 0) },
  }));
}
