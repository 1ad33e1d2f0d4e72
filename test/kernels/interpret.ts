/** Runs a kernel in plain JavaScript, bit for bit as WebAssembly would: what the tests hold kernels and code generators against. */
import type { DType } from "../../src/base/dtypes.ts";
import type { ElementwiseDefinition } from "../../src/core/elementwise.ts";
import { type ElementKernel, type HostFunction, type Lane, type LaneType, Kernel } from "../../src/core/kernel.ts";
import { fusedMultiplyAdd, fusedMultiplyAdd32 } from "./fused.ts";

/** Of f64, f32 and i32 (signed) a number, of i64 a bigint, of masks a boolean. */
export type LaneValue = number | bigint | boolean;

/** How often `fma` rounds: runtimes differ. */
export type Rounding = "once" | "twice";

type Compute = (...args: never[]) => LaneValue;

const view = new DataView(new ArrayBuffer(8));

function bits(x: number | bigint, type: LaneType): LaneValue {
  if (type === "i64") return (view.setFloat64(0, x as number), view.getBigInt64(0));
  if (type === "f64") return (view.setBigInt64(0, x as bigint), view.getFloat64(0));
  if (type === "i32") return (view.setFloat32(0, x as number), view.getInt32(0));
  return (view.setInt32(0, x as number), view.getFloat32(0));
}

function nearest(x: number): number {
  if (!(Math.abs(x) < 2 ** 52)) return x;
  const size = Math.abs(x) + 2 ** 52 - 2 ** 52;
  return x < 0 || Object.is(x, -0) ? -size : size;
}

/** Truncated and saturated; NaN gives 0. */
const saturate = (x: number, low: number, high: number): number =>
  Number.isNaN(x) ? 0 : Math.min(Math.max(Math.trunc(x), low), high) | 0;

const floats: Readonly<Record<string, Compute>> = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
  div: (a: number, b: number) => a / b,
  neg: (a: number) => -a,
  abs: Math.abs,
  sqrt: Math.sqrt,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  nearest,
  min: Math.min,
  max: Math.max,
  toFloat: (a: number) => a,
  toFloatU: (a: number) => a >>> 0,
};

const words: Readonly<Record<string, Compute>> = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: Math.imul,
  neg: (a: number) => -a,
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
  and: (a: number, b: number) => a & b,
  or: (a: number, b: number) => a | b,
  xor: (a: number, b: number) => a ^ b,
  not: (a: number) => ~a,
  divS: (a: number, b: number) => inRange(a / nonzero(b)),
  divU: (a: number, b: number) => Math.trunc((a >>> 0) / (nonzero(b) >>> 0)),
  remS: (a: number, b: number) => a % nonzero(b),
  remU: (a: number, b: number) => (a >>> 0) % (nonzero(b) >>> 0),
  toInt: (a: number) => saturate(a, -(2 ** 31), 2 ** 31 - 1),
  toIntU: (a: number) => saturate(a, 0, 2 ** 32 - 1),
};

function inRange(a: number): number {
  if (a >= 2 ** 31) throw new RangeError("the quotient of the least integer and -1 traps");
  return a;
}

function nonzero(b: number): number {
  if (b === 0) throw new RangeError("integer division by zero traps");
  return b;
}

const longs: Readonly<Record<string, Compute>> = {
  add: (a: bigint, b: bigint) => a + b,
  sub: (a: bigint, b: bigint) => a - b,
  mul: (a: bigint, b: bigint) => a * b,
  neg: (a: bigint) => -a,
  abs: (a: bigint) => (a < 0n ? -a : a),
  and: (a: bigint, b: bigint) => a & b,
  or: (a: bigint, b: bigint) => a | b,
  xor: (a: bigint, b: bigint) => a ^ b,
  not: (a: bigint) => ~a,
};

const masks: Readonly<Record<string, Compute>> = {
  eq: (a: LaneValue, b: LaneValue) => a === b,
  ne: (a: LaneValue, b: LaneValue) => a !== b,
  lt: (a: number, b: number) => a < b,
  le: (a: number, b: number) => a <= b,
  ltU: (a: number, b: number) => a >>> 0 < b >>> 0,
  leU: (a: number, b: number) => a >>> 0 <= b >>> 0,
  and: (a: boolean, b: boolean) => a && b,
  or: (a: boolean, b: boolean) => a || b,
  xor: (a: boolean, b: boolean) => a !== b,
  not: (a: boolean) => !a,
  widen: (a: boolean) => a,
};

const tables: Readonly<Record<LaneType, Readonly<Record<string, Compute>>>> = {
  f64: floats,
  f32: floats,
  i32: words,
  i64: longs,
  m32: masks,
  m64: masks,
};

const shifts: Readonly<Record<string, (a: LaneValue, count: number) => LaneValue>> = {
  shl: (a, n) => (typeof a === "bigint" ? a << BigInt(n & 63) : (a as number) << n),
  shrS: (a, n) => (typeof a === "bigint" ? a >> BigInt(n & 63) : (a as number) >> n),
  shrU: (a, n) => (typeof a === "bigint" ? BigInt.asUintN(64, a) >> BigInt(n & 63) : (a as number) >>> n),
};

/** Makes a result one of its type. */
const fit: Readonly<Record<LaneType, (x: LaneValue) => LaneValue>> = {
  f64: Number,
  f32: (x) => Math.fround(Number(x)),
  i32: (x) => (typeof x === "bigint" ? Number(BigInt.asIntN(32, x)) : Number(x) | 0),
  i64: (x) => BigInt.asIntN(64, BigInt(x as number)),
  m64: Boolean,
  m32: Boolean,
};

/** What a scalar function of the op gets to see: numbers. */
const call = (f: HostFunction, args: readonly LaneValue[]): number => f(...args.map(Number));

function step(lane: Lane, rounding: Rounding, args: readonly LaneValue[]): (values: readonly LaneValue[]) => LaneValue {
  const { op, type, data } = lane;
  const finish = fit[type];
  if (op === "argument") return () => finish(args[data as number]);
  if (op === "constant") return () => data as LaneValue;
  if (op === "select") return ([mask, a, b]) => ((mask as boolean) ? a : b);
  if (op === "bits") return ([x]) => bits(x as number, type);
  if (op === "rare")
    return ([mask, value, ...rest]) => ((mask as boolean) ? finish(call(data as HostFunction, rest)) : value);
  if (op === "host") return (given) => finish(call(data as HostFunction, given));
  if (op === "fma") {
    const fused = type === "f32" ? fusedMultiplyAdd32 : fusedMultiplyAdd;
    if (rounding === "once") return ([a, b, c]) => fused(a as number, b as number, c as number);
    return ([a, b, c]) => finish((finish((a as number) * (b as number)) as number) + (c as number));
  }
  if (op in shifts) return ([a]) => finish(shifts[op](a, data as number));
  if (op === "widen") return ([a]) => finish(a);
  const compute = tables[type][op];
  if (compute === undefined) throw new TypeError(`no backend has ${op} of ${type}`);
  return (given) => finish(compute(...(given as never[])));
}

/** The lanes that a lane is made of, each behind its arguments. */
export function orderOf(root: Lane): Lane[] {
  const seen = new Set<Lane>();
  const visit = (lane: Lane): void => {
    if (seen.has(lane)) return;
    lane.args.forEach(visit);
    seen.add(lane);
  };
  visit(root);
  return [...seen];
}

/** A graph as a function of the values of its arguments. */
export function interpret(root: Lane, rounding: Rounding = "once"): (...args: LaneValue[]) => LaneValue {
  const order = orderOf(root);
  const places = new Map(order.map((lane, i) => [lane, i]));
  const args: LaneValue[] = [];
  const steps = order.map((lane) => step(lane, rounding, args));
  const sources = order.map((lane) => lane.args.map((arg) => places.get(arg) as number));
  const values: LaneValue[] = [];
  return (...given) => {
    for (let i = 0; i < given.length; i++) args[i] = given[i];
    for (let i = 0; i < steps.length; i++) values[i] = steps[i](sources[i].map((place) => values[place]));
    return values[steps.length - 1];
  };
}

/** The lanes on which a dtype is computed. */
export const laneOf = (dtype: DType): LaneType =>
  dtype === "float64" ? "f64" : dtype === "float32" ? "f32" : dtype === "bool" ? "m32" : "i32";

/** The graph of an op's kernel on arguments of a dtype; conditions are masks. */
export function laneGraph(definition: ElementwiseDefinition, dtype: DType, kernel: ElementKernel): Lane {
  const k = new Kernel();
  const type = laneOf(dtype);
  const args = Object.keys(definition.domain).map((name, place) =>
    k.argument(place, definition.conditions?.includes(name) === true ? "m32" : type),
  );
  const isInteger = dtype === "int32" || dtype === "uint32";
  const host = (isInteger ? definition.evalInteger : undefined) ?? definition.eval;
  return k.apply(kernel, { unsigned: dtype === "uint32", host }, args);
}
