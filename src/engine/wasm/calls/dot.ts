/** The call of the matrix product. */
import type { Dot } from "../../../compile/dot.ts";
import type { Node } from "../../../compile/graph.ts";
import type { FunctionBuilder, Local, Signature, ValueType } from "../assembler.ts";
import { bytesOf } from "../../../base/dtypes.ts";
import { gemmWork, isThin } from "../routines/gemm.ts";
import { cutOf } from "../routines/gemmDivided.ts";
import { Writer } from "../routines/writer.ts";
import type { RoutineAt, RoutineCall, RoutineRows, RowsAt } from "../routines.ts";
import { DIVIDED } from "../threads/pool.ts";
import { PIECE, productTime, WORTH_DIVIDING } from "../work.ts";

const signature = (params: number): Signature => ({ params: new Array<ValueType>(params).fill("i32"), results: [] });

export function dotCall({ outs: [{ dtype }] }: Node, dot: Dot): RoutineCall {
  const type = dtype === "float64" ? "f64" : "f32";
  const size = bytesOf(dtype);
  const { m, n, k, loops } = dot;
  const time = productTime(type, m, n, k);
  const depth = depthOf(type, dot);
  if (depth !== undefined) return inDepth(type, dot, depth);
  const last = loops.at(-1);
  // Many products that are not worth being divided are dealt out.
  const batch = last !== undefined && time > 0 && time < WORTH_DIVIDING && time * last.size >= WORTH_DIVIDING;
  const name = `${batch ? "gemmBatch" : isThin(m, n, k) ? "gemmThin" : "gemm"}_${type}`;
  return {
    name: batch || time >= WORTH_DIVIDING ? name + DIVIDED : name,
    signature: signature(batch ? 17 : 14),
    workspace: gemmWork(type, m, n, k),
    emit: (f, at) => emitLoops(f, at, dot, size, batch),
  };
}

/** The same for a range of rows, where all matrices lie one below the other: two locals hold the first and the end. */
export function dotRowsCall({ outs: [{ dtype }] }: Node, dot: Dot): RoutineRows {
  const type = dtype === "float64" ? "f64" : "f32";
  return {
    name: `gemm_${type}`,
    signature: signature(14),
    workspace: gemmWork(type, dot.m, dot.n, dot.k),
    emit: (f, at, from, to) => emitRows(f, at, dot, bytesOf(dtype), from, to),
  };
}

/** Sums are cut into parts of multiples of so many products; of fewer than FEW pieces of rows or columns. */
const DEPTH = 1024;
const MOST_PARTS = 64;
const FEW = 4;

/** How many products a part has, where sums are long and their number is small: parts of the sums are dealt out. */
function depthOf(type: "f64" | "f32", { m, n, k, a, b, loops }: Dot): number | undefined {
  const time = productTime(type, m, n, k);
  if (loops.length > 0 || time < WORTH_DIVIDING || k < FEW * DEPTH) return undefined;
  const { byRows, grain } = cutOf(type, m, n, k, (n === 1 ? a.column : b.row) === 1);
  if ((byRows ? m : n) > (FEW - 1) * grain) return undefined;
  return DEPTH * Math.ceil(k / DEPTH / Math.min(MOST_PARTS, time / PIECE));
}

/** Products of parts, and then their sums. */
function inDepth(type: "f64" | "f32", { m, n, k, a, b }: Dot, depth: number): RoutineCall {
  const size = type === "f64" ? 8 : 4;
  const whole = Math.floor(k / depth);
  const rest = k - whole * depth;
  const space = 16 * Math.ceil(gemmWork(type, m, n, depth) / 16);
  const part = m * n * size;
  const parts = whole + Math.sign(rest);
  return {
    name: `gemmBatch_${type}${DIVIDED}`,
    signature: signature(17),
    workspace: space + parts * part,
    emit: (f, at) => {
      const multiply = (first: number, each: number, count: number): void => {
        f.i32(m).i32(n).i32(each);
        at.arg(0, (a.offset + first * depth * a.column) * size);
        f.i32(a.row).i32(a.column);
        at.arg(1, (b.offset + first * depth * b.row) * size);
        f.i32(b.row).i32(b.column);
        at.work(space + first * part);
        f.i32(n);
        at.work();
        for (const step of [depth * a.column * size, depth * b.row * size, part]) f.i32(step);
        f.i32(0).i32(count);
        at.call();
      };
      multiply(0, depth, whole);
      if (rest > 0) multiply(whole, rest, 1);
      addParts(new Writer(f), type, at, { space, count: m * n, parts });
    },
  };
}

/** Adds up, part by part. */
function addParts(
  w: Writer,
  type: "f64" | "f32",
  at: RoutineAt,
  { space, count, parts }: { readonly space: number; readonly count: number; readonly parts: number },
): void {
  const size = type === "f64" ? 8 : 4;
  const [from, to] = [w.int(() => at.work(space)), w.int(() => at.out(0))];
  const [i, sum] = [w.int(0), w.f.local(type)];
  w.rest(i, count, 1, () => {
    w.set(sum, w.at(`${type}.load`, 0, from));
    const part = w.int(from);
    w.for(1, parts, 1, () => {
      w.bump(part, count * size);
      w.set(sum, w.op(`${type}.add`, sum, w.at(`${type}.load`, 0, part)));
    });
    w.store(`${type}.store`, to, sum);
    w.bump(from, size);
    w.bump(to, size);
  });
}

/** The address of an operand, in bytes from its first element, is added to what is on the stack. */
type Move = (operand: "a" | "b" | "c") => void;

/** Pushes all arguments up to the workspace. */
function pushOperands(f: FunctionBuilder, at: RowsAt, { m, n, k, a, b, cRow }: Dot, size: number, move: Move): void {
  f.i32(m).i32(n).i32(k);
  at.arg(0, a.offset * size);
  move("a");
  f.i32(a.row).i32(a.column);
  at.arg(1, b.offset * size);
  move("b");
  f.i32(b.row).i32(b.column);
  at.out(0);
  move("c");
  f.i32(cRow);
  at.work();
}

/** @param batch - the routine itself does the innermost loop */
function emitLoops(f: FunctionBuilder, at: RoutineAt, dot: Dot, size: number, batch: boolean): void {
  const loops = batch ? dot.loops.slice(0, -1) : dot.loops;
  const indices: Local[] = [];
  const move: Move = (operand) => {
    indices.forEach((index, i) => {
      const step = loops[i][operand] * size;
      if (step !== 0) f.get(index).i32(step).op("i32.mul").op("i32.add");
    });
  };
  const call = (): void => {
    pushOperands(f, at, dot, size, move);
    const inner = batch ? dot.loops[loops.length] : undefined;
    if (inner !== undefined) for (const step of [inner.a, inner.b, inner.c]) f.i32(step * size);
    f.i32(0).i32(inner?.size ?? dot.m);
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

/** One matrix after the other; of the first and the last some rows may be left out. */
function emitRows(f: FunctionBuilder, at: RowsAt, dot: Dot, size: number, from: Local, to: Local): void {
  const w = new Writer(f);
  const { m, loops } = dot;
  const [row, matrix, first, end] = [w.int(from), w.int(0), w.int(0), w.int(0)];
  const move: Move = (operand) => {
    let inner = 1;
    for (const loop of loops.toReversed()) {
      const index = w.op("i32.rem_u", w.op("i32.div_u", matrix, inner), loop.size);
      w.push(w.mul(index, loop[operand] * size));
      f.op("i32.add");
      inner *= loop.size;
    }
  };
  w.rest(row, to, 0, () => {
    w.set(matrix, w.op("i32.div_u", row, m));
    w.set(first, w.op("i32.rem_u", row, m));
    w.set(end, w.min(w.add(first, w.sub(to, row)), m));
    pushOperands(f, at, dot, size, move);
    w.push(first, end);
    at.call();
    w.bump(row, w.sub(end, first));
  });
  for (const local of [row, matrix, first, end]) f.free(local);
}
