/** The instructions of scalar ops on lanes: every value is a v128, of which the first lanes count. */
import { fail } from "../../base/errors.ts";
import type { Lane, LaneType } from "../../core/kernel.ts";
import type { FunctionBuilder } from "./assembler.ts";

/** The shape of the vector that holds lanes of a type. */
export const shapeOf = (type: LaneType): string => SHAPES[type];

const SHAPES: Readonly<Record<LaneType, string>> = {
  f64: "f64x2",
  f32: "f32x4",
  i64: "i64x2",
  i32: "i32x4",
  m64: "i64x2",
  m32: "i32x4",
};

const PLAIN: Readonly<Record<string, string>> = {
  add: "add",
  sub: "sub",
  mul: "mul",
  div: "div",
  neg: "neg",
  abs: "abs",
  sqrt: "sqrt",
  floor: "floor",
  ceil: "ceil",
  trunc: "trunc",
  nearest: "nearest",
};

const LOGIC: Readonly<Record<string, string>> = { and: "v128.and", or: "v128.or", xor: "v128.xor", not: "v128.not" };

/** Words 0 and 2 as words 0 and 1. */
const EVEN_WORDS = [0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11];

/** Pushes a number, or whether something is so, in all lanes. */
export function emitConstant(f: FunctionBuilder, type: LaneType, data: unknown): void {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const size = type === "f64" || type === "i64" ? 8 : 4;
  for (let at = 0; at < 16; at += size) {
    if (type === "f64") view.setFloat64(at, data as number, true);
    else if (type === "f32") view.setFloat32(at, data as number, true);
    else if (type === "i64") view.setBigInt64(at, data as bigint, true);
    else view.setInt32(at, type === "i32" ? (data as number) : data === true ? -1 : 0, true);
  }
  f.v128(bytes);
}

/** Appends the instruction of a lane whose arguments are on the stack. Leaves, `rare` and `host` are not of these. */
export function emitLane(f: FunctionBuilder, { op, type, args, data }: Lane, relaxed: boolean): void {
  const from = args[0].type;
  const shape = shapeOf(from);
  if (op in PLAIN) f.op(`${shape}.${PLAIN[op]}`);
  else if (op in LOGIC) f.op(LOGIC[op]);
  else if (op === "min" || op === "max") f.op(from === "i32" ? `i32x4.${op}_s` : `${shape}.${op}`);
  else if (op === "fma") emitFma(f, shape, relaxed);
  else if (op === "eq" || op === "ne") f.op(`${shape}.${op}`);
  else if (op === "lt" || op === "le") f.op(`${shape}.${op}${from[0] === "i" ? "_s" : ""}`);
  else if (op === "ltU" || op === "leU") f.op(`i32x4.${op.slice(0, 2)}_u`);
  else if (op === "shl" || op === "shrS" || op === "shrU") {
    f.i32(data as number).op(`${shape}.${op === "shl" ? "shl" : op === "shrS" ? "shr_s" : "shr_u"}`);
  } else if (op === "select") emitSelect(f);
  else if (op === "toFloat" || op === "toFloatU") {
    const sign = op === "toFloat" ? "s" : "u";
    f.op(type === "f32" ? `f32x4.convert_i32x4_${sign}` : `f64x2.convert_low_i32x4_${sign}`);
  } else if (op === "toInt" || op === "toIntU") {
    const sign = op === "toInt" ? "s" : "u";
    f.op(from === "f32" ? `i32x4.trunc_sat_f32x4_${sign}` : `i32x4.trunc_sat_f64x2_${sign}_zero`);
  } else if (op === "widen") emitWiden(f, from, type);
  else if (op !== "bits") fail("internal", { op: "compile", problem: `no instruction for ${op} of ${from}` });
}

/** a, b, c on the stack to a b + c. */
function emitFma(f: FunctionBuilder, shape: string, relaxed: boolean): void {
  if (relaxed) {
    f.op(`${shape}.relaxed_madd`);
    return;
  }
  const c = f.local("v128");
  f.set(c).op(`${shape}.mul`).get(c).op(`${shape}.add`);
  f.free(c);
}

/** mask, a, b on the stack; bitselect takes a, b, mask. */
function emitSelect(f: FunctionBuilder): void {
  const [a, b] = [f.local("v128"), f.local("v128")];
  const mask = f.local("v128");
  f.set(b).set(a).set(mask).get(a).get(b).get(mask).op("v128.bitselect");
  f.free(a);
  f.free(b);
  f.free(mask);
}

function emitWiden(f: FunctionBuilder, from: LaneType, to: LaneType): void {
  if (from === "f32") f.op("f64x2.promote_low_f32x4");
  else if (from === "f64") f.op("f32x4.demote_f64x2_zero");
  else if (to[1] === "6") f.op("i64x2.extend_low_i32x4_s");
  else {
    const x = f.local("v128");
    f.tee(x).get(x).shuffle(EVEN_WORDS);
    f.free(x);
  }
}

/** Is this one of the ops that vectors do not have, done lane by lane? */
export const isByLane = ({ op }: Lane): boolean => op === "divS" || op === "divU" || op === "remS" || op === "remU";

/** a, b (i32) on the stack: quotient or remainder of each lane. A divisor 0 gives 0 instead of a trap, -2³¹/-1 wraps. */
export function emitByLane(f: FunctionBuilder, { op }: Lane): void {
  const instruction = `i32.${op.slice(0, 3)}_${op.endsWith("S") ? "s" : "u"}`;
  const [a, b, out, divisor] = [f.local("v128"), f.local("v128"), f.local("v128"), f.local("i32")];
  f.set(b).tee(a).set(out);
  const dividend = (lane: number): FunctionBuilder => f.get(a).op("i32x4.extract_lane", lane);
  for (let lane = 0; lane < 4; lane++) {
    f.get(out).get(b).op("i32x4.extract_lane", lane).set(divisor);
    const divide = (): void => void dividend(lane).get(divisor).op(instruction).set(divisor);
    const byMinusOne = (): void => {
      f.i32(0);
      if (op === "divS") dividend(lane).op("i32.sub");
      f.set(divisor);
    };
    f.get(divisor).if(() => {
      if (op.endsWith("U")) divide();
      else f.get(divisor).i32(-1).op("i32.eq").if(byMinusOne, divide);
    });
    f.get(divisor).op("i32x4.replace_lane", lane).set(out);
  }
  f.get(out);
  for (const local of [a, b, out, divisor]) f.free(local);
}
