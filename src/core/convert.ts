/** Makes tensors of numbers, nested arrays and typed arrays. */
import { convertArray, type DType, defaultDtype, dtypeOfArray, isDType, makeArray, type TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { type Shape, sizeOf } from "../base/shapes.ts";
import { scalar, Tensor, type TensorLike, wrap } from "./tensor.ts";

/** The tensor that a value stands for. Numbers are weak: they take the dtype of what they meet. */
export function toTensor(value: TensorLike, op: string, argument = "x"): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value === "number") return scalar(value, defaultDtype(), true);
  if (typeof value === "boolean") return scalar(value ? 1 : 0, "bool");
  if (Array.isArray(value)) return fromNested(value, undefined, op, argument);
  const dtype = dtypeOfArray(value);
  if (dtype === undefined) failToConvert(value, op, argument);
  const array = value as TypedArray;
  return wrap(convertArray(dtype, array), [array.length], dtype);
}

/** Does it look like something that stands for a tensor? Arrays do, whatever is in them. */
export const isConvertible = (value: unknown): boolean =>
  value instanceof Tensor ||
  typeof value === "number" ||
  typeof value === "boolean" ||
  Array.isArray(value) ||
  dtypeOfArray(value) !== undefined;

/** The same with a dtype asked for. */
export function makeTensor(value: TensorLike, dtype: DType | undefined, op: string): Tensor {
  checkDType(op, dtype);
  if (typeof value === "number") return scalar(value, dtype ?? defaultDtype());
  if (Array.isArray(value)) return fromNested(value, dtype, op, "value");
  const x = toTensor(value, op, "value");
  if (dtype === undefined || dtype === x.dtype || x.array === undefined) return x;
  return wrap(convertArray(dtype, x.array), x.shape, dtype);
}

export function checkDType(op: string, dtype: unknown): asserts dtype is DType | undefined {
  if (dtype !== undefined && !isDType(dtype)) {
    fail("value", { op, argument: "dtype", got: dtype, expects: '"float64", "float32", "int32", "uint32" or "bool"' });
  }
}

function failToConvert(got: unknown, op: string, argument: string): never {
  const fix = isForeign(got)
    ? "the value comes from another copy of Nabla or of TensorFlow.js and the like: pass on its numbers, e.g. tensor(await x.array())"
    : undefined;
  fail("tensor", { op, argument, got, fix });
}

/** Looks like a tensor, but is not one of ours. */
function isForeign(value: unknown): boolean {
  try {
    return typeof value === "object" && value !== null && "shape" in value && "dtype" in value;
  } catch {
    return false;
  }
}

/** Nested arrays: numbers, booleans, typed arrays as rows; never tensors (`stack` joins those). */
function fromNested(value: readonly unknown[], dtype: DType | undefined, op: string, argument: string): Tensor {
  const shape = shapeOf(value, op);
  const size = sizeOf(shape);
  const numbers = new Float64Array(size);
  let at = 0;
  let booleans = 0;
  const path: number[] = [];
  const fill = (node: unknown, axis: number): void => {
    if (axis < shape.length) {
      if (!isRow(node) || node.length !== shape[axis]) fail("ragged", { op, path, expected: shape[axis], got: node });
      for (let i = 0; i < node.length; i++) {
        path.push(i);
        fill(node[i], axis + 1);
        path.pop();
      }
      return;
    }
    if (typeof node === "boolean") booleans++;
    else if (typeof node !== "number") {
      if (isRow(node)) fail("ragged", { op, path, expected: undefined, got: node });
      const fix = node instanceof Tensor ? "join tensors with stack([a, b])" : undefined;
      fail("tensor", { op, argument: `${argument}[${path.join("][")}]`, got: node, fix });
    }
    numbers[at++] = Number(node);
  };
  fill(value, 0);
  const kind = dtype ?? (booleans > 0 && booleans === size ? "bool" : defaultDtype());
  return wrap(kind === "float64" ? numbers : convertArray(kind, numbers), shape, kind);
}

type Row = ArrayLike<unknown>;

const isRow = (value: unknown): value is Row => Array.isArray(value) || dtypeOfArray(value) !== undefined;

/** A circular array would have axes without end. */
const MOST_AXES = 32;

function shapeOf(value: readonly unknown[], op: string): Shape {
  const shape: number[] = [];
  for (let node: unknown = value; isRow(node); node = node[0]) {
    shape.push(node.length);
    if (shape.length > MOST_AXES) {
      fail("value", { op, argument: "value", got: "a deeper or circular array", expects: `at most ${MOST_AXES} axes` });
    }
    if (node.length === 0) break;
  }
  return shape;
}

/** A tensor of zeros. */
export function zerosOf(shape: Shape, dtype: DType, weak = false): Tensor {
  return wrap(makeArray(dtype, sizeOf(shape)), shape, dtype, weak);
}

/** A tensor of equal elements. */
export function fullOf(shape: Shape, value: number, dtype: DType, weak = false): Tensor {
  return wrap(makeArray(dtype, sizeOf(shape)).fill(dtype === "bool" ? Number(value !== 0) : value), shape, dtype, weak);
}
