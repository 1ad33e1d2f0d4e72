/** The call of a scatter. */
import { sizeOf } from "../../../base/shapes.ts";
import type { Node } from "../../../compile/graph.ts";
import type { ValueType } from "../assembler.ts";
import { isWide, type ScatterCombine, type ScatterType } from "../routines/scatter.ts";
import type { RoutineCall } from "../routines.ts";

const TYPES = { float64: "f64", float32: "f32", int32: "i32", uint32: "u32", bool: "u8" } as const;

export function scatterCall({ args: [base, indices] }: Node, settings: unknown): RoutineCall {
  const combine = settings as ScatterCombine;
  const type: ScatterType = TYPES[base.dtype];
  const total = sizeOf(base.shape);
  return {
    name: `scatter_${combine}_${type}`,
    signature: { params: new Array<ValueType>(8).fill("i32"), results: [] },
    workspace: isWide(combine, type) ? 8 * total : 0,
    emit: (f, at) => {
      for (const i of [0, 1, 2]) at.arg(i);
      at.out(0);
      f.i32(total)
        .i32(sizeOf(indices.shape))
        .i32(sizeOf(base.shape.slice(1)));
      at.work();
      at.call();
    },
  };
}
