/** How the axes of values meet those of a distribution: draws, then the batch, then the event. */
import { fail, showShape } from "../../base/errors.ts";
import { broadcastShapes, broadcastsTo, sameShape, type Shape } from "../../base/shapes.ts";

/** Options of methods that take values. */
export interface ValueOptions {
  /** Values may have other axes than the batch, and both are repeated, as in arithmetic. Default false. */
  readonly broadcast?: boolean;
}

/**
 * The shape that values and batch have together. Values stand for draws [...draws, ...batch, ...event]; a value without axes
 * besides those of the event serves the whole batch. Other broadcasts would make a table of all values for all of the batch,
 * which is rarely meant: they are refused unless they are asked for.
 */
export function alignedShape(
  op: string,
  value: Shape,
  batch: Shape,
  event: Shape,
  options: ValueOptions | undefined,
): Shape {
  const count = event.length;
  if (value.length < count || !sameShape(value.slice(value.length - count), event)) {
    fail("shape", {
      op,
      problem: `the values end in ${showShape(value.slice(-count))}, and an event has the shape ${showShape(event)}`,
      shapes: { value, batch, event },
      expects: `values [...draws, ...batch, ...event] with event ${showShape(event)}`,
      fix: "put the axes of an event last",
    });
  }
  const outer = value.slice(0, value.length - count);
  if (outer.length === 0) return batch;
  if (options?.broadcast === true || outer.length === batch.length)
    return broadcastShapes(op, [outer, batch], { value: 0, batch: 0 });
  if (broadcastsTo(batch, outer)) return outer;
  const fix =
    outer.length > batch.length
      ? `for one value to each of the batch, the last axes are ${showShape(batch)}: reshape the values; for all pairs: { broadcast: true }`
      : `reshape the values to ${showShape([...new Array<number>(batch.length - outer.length).fill(1), ...outer])}, or pass { broadcast: true }`;
  fail("shape", {
    op,
    problem: `values with axes ${showShape(outer)} do not stand for draws of a batch ${showShape(batch)}`,
    shapes: { value, batch, event },
    expects: `a single value, or values [...draws, ...batch] with batch ${showShape(batch)}`,
    fix,
  });
}
