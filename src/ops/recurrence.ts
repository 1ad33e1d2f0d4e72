/** The first-order linear recurrence, which the derivatives of scans and products come down to, and the shift. */
import type { TypedArray } from "../base/dtypes.ts";
import type { Shape } from "../base/shapes.ts";
import { fullOf } from "../core/convert.ts";
import { add, scale } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { concatenate, sliceAxis } from "./blocks.ts";
import { forEachLine, inDouble, type LineParams } from "./lines.ts";
import { batchAll, inFront } from "./reduction.ts";

/**
 * y₀ = b₀, yₖ = aₖ·yₖ₋₁ + bₖ along an axis; a₀ is not used. Linear in b. As in `scale`, 0·∞ is 0: what is not there is not
 * multiplied.
 */
export const recurrenceOp: Op<LineParams> = /*@__PURE__*/ primitive({
  name: "recurrence",
  infer: ([, { shape, dtype }]) => [{ shape, dtype, weak: false }],
  evaluate: ([a, b], params, [out]) => [inDouble(out, (y) => solve(arrayOf(a), arrayOf(b), y, out.shape, params))],
  lower: { kind: "routine", routine: "recurrence", settings: (params) => params },
  linear: [1],
  jvp: ({ primals: [a], tangents: [da, db], outs: [y], params }) => {
    const through = da && scale(shift(y, params.axis, params.reverse ? -1 : 1), da);
    const source = through === undefined ? db : db === undefined ? through : add(through, db);
    return [source && recurrence(a, source, params)];
  },
  transpose: ({ cotangents: [ct], args: [a], params: { axis, reverse } }) => [
    undefined,
    ct && recurrence(shift(a, axis, reverse ? 1 : -1), ct, { axis, reverse: !reverse }),
  ],
  batch: (at) => inFront(recurrence(...(batchAll(at) as [Tensor, Tensor]), { ...at.params, axis: at.params.axis + 1 })),
});

export function recurrence(a: Tensor, b: Tensor, params: LineParams): Tensor {
  return bind1(recurrenceOp, [a, b], params);
}

function solve(a: TypedArray, b: TypedArray, y: TypedArray, shape: Shape, params: LineParams): void {
  forEachLine(shape, params, (from, step, n) => {
    let last = 0;
    for (let k = 0, at = from; k < n; k++, at += step) {
      last = last === 0 ? b[at] : a[at] * last + b[at];
      y[at] = last;
    }
  });
}

/** Elements moved one place along an axis, away from the start or towards it; the last falls off, and `fill` comes in. */
export function shift(x: Tensor, axis: number, by: 1 | -1, fill = 0): Tensor {
  const size = x.shape[axis] - 1;
  if (size < 0) return x;
  const edge = fullOf(x.shape.with(axis, 1), fill, x.dtype);
  const rest = sliceAxis(x, axis, { start: by === 1 ? 0 : 1, size, step: 1 });
  return concatenate(by === 1 ? [edge, rest] : [rest, edge], axis);
}
