/** The call of the matrix product. */
import type { Dot } from "../../../compile/dot.ts";
import type { Node } from "../../../compile/graph.ts";
import type { FunctionBuilder, Local, ValueType } from "../assembler.ts";
import { bytesOf } from "../emitNest.ts";
import { gemmWork } from "../routines/gemm.ts";
import { LARGE_PRODUCT } from "../routines/gemmDivided.ts";
import { DIVIDED, type RoutineAt, type RoutineCall } from "../routines.ts";

export function dotCall({ outs: [{ dtype }] }: Node, dot: Dot): RoutineCall {
  const type = dtype === "float64" ? "f64" : "f32";
  return {
    name: dot.m * dot.n * dot.k < LARGE_PRODUCT ? `gemm_${type}` : `gemm_${type}${DIVIDED}`,
    signature: { params: new Array<ValueType>(14).fill("i32"), results: [] },
    workspace: gemmWork(type, dot.m, dot.n, dot.k),
    emit: (f, at) => emitLoops(f, at, dot, bytesOf(dtype)),
  };
}

function emitLoops(f: FunctionBuilder, at: RoutineAt, dot: Dot, size: number): void {
  const { m, n, k, a, b, cRow, loops } = dot;
  const indices: Local[] = [];
  /** The offset, in bytes, of the present turn is added to the address on the stack. */
  const moved = (operand: "a" | "b" | "c"): void => {
    indices.forEach((index, i) => {
      const step = loops[i][operand] * size;
      if (step !== 0) f.get(index).i32(step).op("i32.mul").op("i32.add");
    });
  };
  const call = (): void => {
    f.i32(m).i32(n).i32(k);
    at.arg(0, a.offset * size);
    moved("a");
    f.i32(a.row).i32(a.column);
    at.arg(1, b.offset * size);
    moved("b");
    f.i32(b.row).i32(b.column);
    at.out(0);
    moved("c");
    f.i32(cRow);
    at.work();
    f.i32(0).i32(m);
    at.call();
  };
  const turn = (level: number): void => {
    if (level === loops.length) {
      call();
      return;
    }
    const index = f.local("i32");
    indices.push(index);
    f.i32(0).set(index);
    f.while(index, loops[level].size, 1, () => turn(level + 1));
    indices.pop();
    f.free(index);
  };
  turn(0);
}
