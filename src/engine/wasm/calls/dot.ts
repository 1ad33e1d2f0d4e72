/** The call of the matrix product. */
import type { Dot } from "../../../compile/dot.ts";
import type { Node } from "../../../compile/graph.ts";
import type { FunctionBuilder, Local, ValueType } from "../assembler.ts";
import { bytesOf } from "../../../base/dtypes.ts";
import { gemmWork, isThin } from "../routines/gemm.ts";
import { LARGE_PRODUCT } from "../routines/gemmDivided.ts";
import type { RoutineAt, RoutineCall } from "../routines.ts";
import { DIVIDED } from "../threads/pool.ts";

export function dotCall({ outs: [{ dtype }] }: Node, dot: Dot): RoutineCall {
  const type = dtype === "float64" ? "f64" : "f32";
  const { m, n, k, loops } = dot;
  const product = m * n * k;
  const last = loops.at(-1);
  // Many products that are not worth being divided are dealt out.
  const batch = last !== undefined && product > 0 && product < LARGE_PRODUCT && product * last.size >= LARGE_PRODUCT;
  const name = `${batch ? "gemmBatch" : isThin(m, n, k) ? "gemmThin" : "gemm"}_${type}`;
  return {
    name: batch || product >= LARGE_PRODUCT ? name + DIVIDED : name,
    signature: { params: new Array<ValueType>(batch ? 17 : 14).fill("i32"), results: [] },
    workspace: gemmWork(type, m, n, k),
    emit: (f, at) => emitLoops(f, at, dot, bytesOf(dtype), batch),
  };
}

/** @param batch - the routine itself does the innermost loop */
function emitLoops(f: FunctionBuilder, at: RoutineAt, dot: Dot, size: number, batch: boolean): void {
  const { m, n, k, a, b, cRow } = dot;
  const loops = batch ? dot.loops.slice(0, -1) : dot.loops;
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
    const inner = batch ? dot.loops[loops.length] : undefined;
    if (inner !== undefined) for (const step of [inner.a, inner.b, inner.c]) f.i32(step * size);
    f.i32(0).i32(inner?.size ?? m);
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
