/** Reads test/fixtures/ops.json and scalar.json: numbers from NumPy, SciPy, PyTorch and mpmath. */
import { readFileSync } from "node:fs";
import { type DType, tensor, type Tensor, type TensorLike } from "nabla";
import { convertArray } from "../../src/base/dtypes.ts";
import { reshapeTo } from "../../src/core/basic.ts";

export type Literal = number | string;

export interface GoldenTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly Literal[];
}

export interface GoldenCall {
  readonly op: string;
  readonly args: readonly unknown[];
  readonly out: unknown;
}

interface Ops {
  readonly elementwise: Readonly<
    Record<string, { readonly f64?: readonly Literal[][]; readonly f32?: readonly Literal[][] }>
  >;
  readonly calls: readonly GoldenCall[];
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));

export const golden = read("ops") as Ops;
const { _versions, ...scalarRows } = read("scalar") as Readonly<Record<string, readonly Literal[][]>>;

/** Rows [argument…, value] for float64; those of the special functions stand in scalar.json. */
export const float64Rows = (name: string): readonly Literal[][] =>
  golden.elementwise[name]?.f64 ?? scalarRows[name] ?? [];
export const float32Rows = (name: string): readonly Literal[][] => golden.elementwise[name]?.f32 ?? [];

export function decode({ dtype, shape, data }: GoldenTensor): Tensor {
  const array = convertArray(dtype, data.map(Number));
  return reshapeTo(tensor(array as TensorLike, { dtype }), shape);
}

export const isGoldenTensor = (value: unknown): value is GoldenTensor =>
  typeof value === "object" && value !== null && "dtype" in value && "data" in value;

/** Arguments as our functions take them. */
export function decodeArgument(value: unknown): unknown {
  if (isGoldenTensor(value)) return decode(value);
  if (value === null) return undefined;
  if (value === "Infinity" || value === "-Infinity") return Number(value);
  return Array.isArray(value) && value.some(isGoldenTensor) ? value.map(decodeArgument) : value;
}

const bits = new DataView(new ArrayBuffer(8));

/** The distance from |x| to the next number of the dtype. */
export function ulpOf(x: number, dtype: "float64" | "float32"): number {
  const size = Math.abs(x);
  if (dtype === "float32") {
    bits.setFloat32(0, size);
    bits.setUint32(0, bits.getUint32(0) + 1);
    const next = bits.getFloat32(0);
    return next === Infinity ? 2 ** 104 : next - Math.fround(size);
  }
  bits.setFloat64(0, size);
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  const next = bits.getFloat64(0);
  return next === Infinity ? 2 ** 971 : next - size;
}
