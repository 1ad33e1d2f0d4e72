/** The call of a scatter. */
import { sizeOf } from "../../../base/shapes.ts";
import type { Node } from "../../../compile/graph.ts";
import { isWide, type ScatterCombine, type ScatterType } from "../routines/scatter.ts";
import type { RoutineCall } from "../routines.ts";
import { arg, out, routineCall, TYPES } from "./routineCall.ts";

export function scatterCall({ args: [base, indices] }: Node, settings: unknown): RoutineCall {
  const combine = settings as ScatterCombine;
  const type: ScatterType = TYPES[base.dtype];
  const [total, row] = [sizeOf(base.shape), sizeOf(base.shape.slice(1))];
  return routineCall(
    `scatter_${combine}_${type}`,
    [arg(0), arg(1), arg(2), out(0), total, sizeOf(indices.shape), row, "work"],
    isWide(combine, type) ? 8 * total : 0,
  );
}
