/** The single points that carry a discrete law. */
import { fail } from "../../base/errors.ts";
import { type Shape, sizeOf } from "../../base/shapes.ts";
import { broadcast, moveAxis, reshapeTo } from "../../core/basic.ts";
import { fullOf, makeTensor } from "../../core/convert.ts";
import type { Tensor } from "../../core/tensor.ts";
import { exp } from "../../ops/exponential.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { logProbOf, quantileOf } from "../distribution/derive.ts";
import type { Facts } from "../distribution/facts.ts";

const MOST_TERMS = 10000000;
/** What is left out in either tail. */
const LEAST = { float64: 1e-18, float32: 1e-10 };

/** Whether a law is carried by points that can be listed. */
export const isListed = (facts: Facts): boolean =>
  facts.enumerate !== undefined ||
  samplesOf(facts) !== undefined ||
  (facts.kind === "discrete" && facts.eventShape.length === 0);

/** The numbers that an empirical law is made of; some may be the same, and each counts. */
const samplesOf = ({ name, values }: Facts): Tensor | undefined => (name === "Empirical" ? values?.samples : undefined);

/** The probability of each of the points: what it is at a point is shared by those that are the same. */
export function weightsAt(facts: Facts, x: Tensor): Tensor {
  const samples = samplesOf(facts);
  if (samples === undefined) return exp(logProbOf(facts, x));
  return fullOf(x.shape, 1 / samples.shape[samples.ndim - 1], facts.dtype);
}

/** Whether probability is a density or stands on points: lists of any numbers count as points. */
export const kindOf = (facts: Facts): Facts["kind"] => (isListed(facts) ? "discrete" : facts.kind);

/** The points, along a first axis, for each place of the shape: all of a finite law, else all but 1e-18 of the probability. */
export function atoms(facts: Facts, shape: Shape): Tensor {
  const { enumerate, eventShape, dtype, name } = facts;
  const samples = samplesOf(facts);
  const points = samples === undefined ? enumerate?.() : moveAxis(samples, samples.ndim - 1, 0);
  if (points !== undefined) {
    const inner = points.shape.slice(1);
    const ones = new Array<number>(shape.length + eventShape.length - inner.length).fill(1);
    return broadcast(reshapeTo(points, [points.shape[0], ...ones, ...inner]), [
      points.shape[0],
      ...shape,
      ...eventShape,
    ]);
  }
  const [low, high] = (["cdf", "sf"] as const).map((tail) =>
    Array.from(stopGradient(quantileOf(facts, makeTensor(LEAST[dtype], dtype, name), tail)).data()),
  );
  const [least, most] = [Math.min(...low), Math.max(...high)];
  const count = most - least + 1;
  if (!(count * Math.max(1, sizeOf(shape)) <= MOST_TERMS)) {
    fail("budget", {
      op: name,
      limit: MOST_TERMS,
      unit: "terms of a sum",
      fix: 'pass { method: "Monte Carlo", key: random.key(0) }',
    });
  }
  const values = Float64Array.from({ length: count }, (_, i) => least + i);
  const column = reshapeTo(makeTensor(values, dtype, name), [count, ...new Array<number>(shape.length).fill(1)]);
  return broadcast(column, [count, ...shape]);
}
