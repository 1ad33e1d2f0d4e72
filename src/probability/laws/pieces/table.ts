/** Tables of numbers, one for each category, read at categories. */
import { broadcastShapes } from "../../../base/shapes.ts";
import { broadcast, cast, reshapeTo } from "../../../core/basic.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { sub } from "../../../ops/arithmetic.ts";
import { less, where } from "../../../ops/compare.ts";
import { log } from "../../../ops/exponential.ts";
import { clip } from "../../../ops/rounding.ts";
import { cumsum } from "../../../ops/scan.ts";
import { flip } from "../../../ops/rearrange.ts";
import { take, takeAlongAxis } from "../../../ops/take.ts";
import { logSoftmax, softmax } from "../../../ops/softmax.ts";
import { type Constraint, state } from "../../constraints/constraint.ts";
import { simplex } from "../../constraints/vectors.ts";
import type { Given, Parameter, Values } from "../../distribution/law.ts";

type Names = "probs" | "logits";

/** Logarithms up to a constant; -Infinity for what never happens. */
const logitVector: Constraint = /*@__PURE__*/ state({
  name: "logits",
  expects: "numbers, or -Infinity for some of the categories",
  fix: "look for NaN with isnan; leave at least one category possible",
  event: 1,
  ends: { below: Infinity, least: -Infinity },
  block: (values) => (Array.from(values).some((x) => x > -Infinity) ? undefined : "is -Infinity everywhere"),
});

/** Probabilities of categories along a last axis, as such or by logarithms. */
export const categories: { readonly probs: Parameter<Names>; readonly logits: Parameter<Names> } = {
  probs: { constraint: simplex, from: ({ logits }) => softmax(logits) },
  logits: { constraint: logitVector, instead: "probs", from: ({ probs }) => log(probs) },
};

export const categoryLogs = {
  /** Normalized. */
  logProbs: (p: Values<Names>, given: Given): Tensor => (given("logits") ? logSoftmax(p.logits) : log(p.probs)),
} as const;

/** The entry of a table [...batch, k] at categories [...draws, ...batch]; those out of range get that of the nearest. */
export function entryAt(table: Tensor, x: Tensor): Tensor {
  const count = table.shape[table.ndim - 1];
  const place = cast(clip(where(less(x, Infinity), x, 0), 0, count - 1), "int32");
  if (table.ndim === 1) return take(table, place, 0);
  const outer = broadcastShapes("logProb", [x.shape, table.shape.slice(0, -1)]);
  const column = reshapeTo(broadcast(place, outer), [...outer, 1]);
  return reshapeTo(takeAlongAxis(broadcast(table, [...outer, count]), column, outer.length), outer);
}

/** P(X <= k) for each k, of probabilities along the last axis. */
export const lowerSums = (probs: Tensor): Tensor => cumsum(probs, -1);

/** P(X > k) for each k, from small to large. */
export const upperSums = (probs: Tensor): Tensor => sub(flip(cumsum(flip(probs, -1), -1), -1), probs);
