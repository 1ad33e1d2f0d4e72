/** Makes tensors of numbers, nested arrays and typed arrays. */
import {
  convertArray,
  type DType,
  defaultDtype,
  dtypeOfArray,
  dtypes,
  isDType,
  makeArray,
  type TypedArray,
} from "../base/dtypes.ts";
import { fail, TensorError } from "../base/errors.ts";
import { checkSize, MOST_AXES, type Shape, sizeOf } from "../base/shapes.ts";
import { isArray } from "../base/trees.ts";
import { arrayOf, isTensor, scalar, type Tensor, type TensorLike, wrap } from "./tensor.ts";

/** The tensor that a value stands for. Numbers are weak: they take the dtype of what they meet. */
export function toTensor(value: TensorLike, op: string, argument = "x"): Tensor {
  if (typeof value === "number") return scalar(value, defaultDtype(), true);
  if (isTensor(value)) return value;
  if (typeof value === "boolean") return scalar(value ? 1 : 0, "bool");
  if (isArray(value)) return fromNested(value, undefined, op, argument);
  const dtype = dtypeOfArray(value);
  if (dtype === undefined) failToConvert(value, op, argument);
  const array = convertArray(dtype, value as TypedArray);
  return wrap(array, [array.length], dtype);
}

/** Does it look like something that stands for a tensor? Arrays do, whatever is in them. */
export const isConvertible = (value: unknown): boolean =>
  typeof value === "number" ||
  typeof value === "boolean" ||
  isTensor(value) ||
  isArray(value) ||
  dtypeOfArray(value) !== undefined;

/** The same with a dtype asked for. */
export function makeTensor(value: TensorLike, dtype: DType | undefined, op: string, argument = "value"): Tensor {
  checkDType(op, dtype);
  if (typeof value === "number") return scalar(value, dtype ?? defaultDtype());
  if (isArray(value)) return fromNested(value, dtype, op, argument);
  const x = toTensor(value, op, argument);
  if (dtype === undefined || dtype === x.dtype || !x.isConcrete) return x;
  return wrap(convertArray(dtype, arrayOf(x)), x.shape, dtype);
}

export function checkDType(op: string, dtype: unknown): asserts dtype is DType | undefined {
  if (dtype !== undefined && !isDType(dtype)) {
    const expects = '"float64", "float32", "int32", "uint32" or "bool"';
    fail("value", { op, argument: "dtype", got: dtype, expects, names: dtypes });
  }
}

/** @param fix - what to do, unless the value is a tensor of somebody else */
export function failToConvert(got: unknown, op: string, argument: string, fix?: string): never {
  if (!isForeign(got)) fail("tensor", { op, argument, got, fix });
  const problem = `"${argument}" looks like a tensor, but this copy of Nabla has not made it`;
  fail("tensor", { op, argument, got, problem, fix: fixForeign(got) });
}

/** Looks like a tensor, but is not one of ours. */
function isForeign(value: unknown): value is object {
  try {
    return typeof value === "object" && value !== null && "shape" in value && "dtype" in value;
  } catch {
    return false;
  }
}

const fixForeign = (x: object): string =>
  "toArray" in x
    ? "it is of a second copy of Nabla: load one copy only (npm ls nabla), or pass its numbers, tensor(x.toArray())"
    : "it is of another library: pass its numbers, e.g. tensor(await x.array()) for TensorFlow.js";

/** Nested arrays: numbers, booleans, typed arrays as rows; never tensors (`stack` joins those). */
function fromNested(value: readonly unknown[], dtype: DType | undefined, op: string, argument: string): Tensor {
  try {
    return readNested(value, dtype, op, argument);
  } catch (error) {
    if (error instanceof TensorError) throw error;
    return failToConvert(value, op, argument); // an array that throws when it is read
  }
}

function readNested(value: readonly unknown[], dtype: DType | undefined, op: string, argument: string): Tensor {
  const shape = shapeOf(value, op, argument);
  const size = sizeOf(shape);
  const numbers = makeArray("float64", size) as Float64Array;
  let at = 0;
  let booleans = 0;
  const path: number[] = [];
  const fill = (node: unknown, axis: number): void => {
    if (axis < shape.length) {
      if (!isRow(node) || node.length !== shape[axis])
        fail("ragged", { op, argument, path: [...path], expected: shape[axis], got: node });
      for (let i = 0; i < node.length; i++) {
        path.push(i);
        fill(node[i], axis + 1);
        path.pop();
      }
      return;
    }
    if (typeof node === "boolean") booleans++;
    else if (typeof node !== "number") {
      if (isRow(node)) fail("ragged", { op, argument, path: [...path], expected: undefined, got: node });
      failAtElement(op, `${argument}[${path.join("][")}]`, node);
    }
    numbers[at++] = Number(node);
  };
  fill(value, 0);
  const kind = dtype ?? (booleans > 0 && booleans === size ? "bool" : defaultDtype());
  return wrap(kind === "float64" ? numbers : convertArray(kind, numbers), shape, kind);
}

function failAtElement(op: string, argument: string, got: unknown): never {
  if (!isTensor(got)) failToConvert(got, op, argument);
  const problem = `"${argument}" is a tensor, and arrays hold numbers`;
  fail("tensor", { op, argument, got, problem, fix: "join tensors with stack([a, b]), or pass x.toArray()" });
}

type Row = ArrayLike<unknown>;

const isRow = (value: unknown): value is Row => isArray(value) || dtypeOfArray(value) !== undefined;

function shapeOf(value: readonly unknown[], op: string, argument: string): Shape {
  const shape: number[] = [];
  for (let node: unknown = value; isRow(node); node = node[0]) {
    shape.push(node.length);
    if (shape.length > MOST_AXES) {
      const fix = "flatten it; does the array contain itself?";
      fail("value", {
        op,
        argument,
        got: value,
        expects: `at most ${MOST_AXES} axes`,
        fix,
        problem: `"${argument}" is nested too deep`,
      });
    }
    if (node.length === 0) break;
  }
  checkSize(op, shape, argument);
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
