/** Values made of pieces, each with its own constraint or bijector. */
import { fail } from "../../base/errors.ts";
import type { Tensor } from "../../core/tensor.ts";
import { checkInteger, checkIntegers } from "../../ops/arguments.ts";
import { sliceAxis } from "../../ops/blocks.ts";
import { concat, stack, unstack } from "../../ops/join.ts";

/** Pieces of a tensor along an axis. */
export interface Pieces {
  /** How many trailing axes make one value of the whole. */
  readonly event: number;
  /** The pieces come together in one value, so that what is found of each is found of that. */
  readonly inside: boolean;
  /** How many axes of each value of a piece the whole has. */
  readonly within: number;
  split(x: Tensor, of: string, argument: string): readonly Tensor[];
  join(xs: readonly Tensor[]): Tensor;
  /** Joins what has one number for each value. */
  joinFacts(xs: readonly Tensor[]): Tensor;
}

/** Pieces that follow each other along an axis. @param events - how many axes make one value of each piece */
export function inRow(of: string, events: readonly number[], axis: number, sizes: readonly number[]): Pieces {
  checkFromEnd(of, axis);
  checkCount(of, events, checkIntegers(of, "sizes", sizes, 0).length);
  const event = Math.max(0, ...events);
  const length = sizes.reduce((a, b) => a + b, 0);
  return {
    event,
    inside: -axis <= event,
    within: event,
    split: (x, by, argument) => {
      const place = x.ndim + axis;
      if (x.shape[place] !== length) failAtSize(by, argument, x, axis, length);
      let start = 0;
      return sizes.map((size) => {
        start += size;
        return sliceAxis(x, place, { start: start - size, size, step: 1 });
      });
    },
    join: (xs) => concat(xs, axis),
    joinFacts: (xs) => concat(xs, axis + event),
  };
}

/** Pieces that lie side by side along an axis of their own. */
export function sideBySide(of: string, events: readonly number[], axis: number): Pieces {
  checkFromEnd(of, axis);
  checkCount(of, events, events.length);
  const within = Math.max(0, ...events);
  const inside = -axis <= within;
  return {
    event: inside ? within + 1 : within,
    inside,
    within,
    split: (x, by, argument) => {
      if (x.shape[x.ndim + axis] !== events.length) failAtSize(by, argument, x, axis, events.length);
      return unstack(x, axis);
    },
    join: (xs) => stack(xs, axis),
    joinFacts: (xs) => stack(xs, axis + within),
  };
}

function checkFromEnd(of: string, axis: number): void {
  checkInteger(of, "axis", axis);
  if (axis < 0) return;
  const fix = "-1 is the last axis, -2 the one before";
  fail("value", {
    op: of,
    argument: "axis",
    got: axis,
    expects: "an axis counted from the end: batches come in front",
    fix,
  });
}

function checkCount(of: string, parts: readonly unknown[], count: number): void {
  if (parts.length > 0 && parts.length === count) return;
  const problem = parts.length === 0 ? "there are no parts" : `there are ${parts.length} parts and ${count} sizes`;
  fail("value", {
    op: of,
    argument: "parts",
    got: parts.length,
    expects: "one part at least, and a size for each",
    problem,
  });
}

function failAtSize(op: string, argument: string, x: Tensor, axis: number, length: number): never {
  fail("shape", {
    op,
    problem: `"${argument}" lacks an axis ${axis} of size ${length}`,
    shapes: { [argument]: x.shape },
    expects: `pieces that take up ${length} places on axis ${axis}`,
    fix: "give the sizes of the pieces as they are in the tensor",
  });
}
