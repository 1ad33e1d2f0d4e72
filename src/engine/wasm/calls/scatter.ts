/** The call of a scatter. Threads share the columns: within one, updates are put together in their order. */
import { bytesOf } from "../../../base/dtypes.ts";
import { sizeOf } from "../../../base/shapes.ts";
import type { Node } from "../../../compile/graph.ts";
import { isWide, type ScatterCombine, type ScatterType } from "../routines/scatter.ts";
import type { RoutineCall } from "../routines.ts";
import { arg, counted, LINE, out, type Problems, routineCall, TYPES } from "./routineCall.ts";

/** Nanoseconds for an element that is put together with another one, and for one that is only copied. */
const [COMBINED, COPIED] = [1, 0.5];

export function scatterCall({ args: [base, indices] }: Node, settings: unknown): RoutineCall {
  const combine = settings as ScatterCombine;
  const type: ScatterType = TYPES[base.dtype];
  const [rows] = base.shape;
  const [columns, times] = [sizeOf(base.shape.slice(1)), sizeOf(indices.shape)];
  const bytes = bytesOf(base.dtype);
  const sums = isWide(combine, type) ? 8 * rows : 0;
  const problems: Problems = {
    time: times * COMBINED + rows * COPIED,
    grain: LINE / bytes,
    args: [bytes, 0, bytes],
    outs: [bytes],
    work: sums,
  };
  const operands = [arg(0), arg(1), arg(2), out(0), rows, times, columns, counted(columns), "work"] as const;
  return routineCall(`scatter_${combine}_${type}`, operands, sums * columns, { problems });
}
