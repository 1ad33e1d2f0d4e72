/** The tensor: an immutable value with a shape and a dtype. */
import { type DType, type TypedArray } from "../base/dtypes.ts";
import { fail, showShape } from "../base/errors.ts";
import { type Shape, sizeOf } from "../base/shapes.ts";
import { formatTensor } from "./print.ts";

/** What is known of a tensor before its elements are. A weak dtype gives way to that of a tensor it meets. */
export interface Aval {
  /** Sizes of the axes. */
  readonly shape: Shape;
  /** Of the elements. */
  readonly dtype: DType;
  /** Made of plain numbers only. */
  readonly weak: boolean;
}

/** Elements that lie elsewhere, in the memory of compiled programs say, until somebody reads them. */
export interface Storage {
  readonly length: number;
  /** More than one tensor may have it. */
  isShared: boolean;
  /** The elements as an ordinary typed array, never changed; copied out on first use. */
  read(): TypedArray;
  /** A copy that belongs to the caller. */
  copy(): TypedArray;
}

/** Elements in row-major order, wherever they lie. */
export type Elements = TypedArray | Storage;

/** Whom a tensor's elements were left to: they are not the tensor's any more. */
export interface Donation {
  /** A function, by a name for its user. */
  readonly by: string;
  /** The argument that the tensor was, or is in. */
  readonly argument: string;
}

/** Numbers in nested arrays, as deep as the tensor has axes. */
export type NestedArray<T> = T | readonly NestedArray<T>[];

/** Whatever stands for a tensor: a tensor, a number, a boolean, nested arrays of them, a typed array. */
export type TensorLike =
  | Tensor
  | NestedArray<number>
  | NestedArray<boolean>
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array;

/**
 * An n-dimensional array of numbers or booleans, immutable; make one with `tensor` and its kin.
 *
 * Every function of Nabla that takes a tensor first is also a method: `sum(x, 0)` is `x.sum(0)`.
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * x.shape; // => [2, 3]
 * x.sum(0); // => Tensor [5, 7, 9]
 * @see tensor
 * @keywords vector, matrix, ndarray
 */
export class Tensor implements Aval {
  /** Sizes of the axes; [] for a scalar. */
  readonly shape: Shape;
  /** Of its elements: float64, float32, int32, uint32 or bool. */
  readonly dtype: DType;
  /** Made of plain numbers only, so that its dtype gives way to that of a tensor it meets. */
  readonly weak: boolean;
  /** Undefined for the values that transformations work with, and for what was donated. An engine may move elements, never change them. @internal */
  elements: Elements | undefined;
  /** Some tape records what is done with this tensor; what it knows of it. @internal */
  tracked: object | undefined = undefined;
  /** A compiled function has used it up: there are no elements. @internal */
  donated: Donation | undefined = undefined;

  /** @internal */
  constructor(elements: Elements | undefined, shape: Shape, dtype: DType, weak = false) {
    if (!Array.isArray(shape)) failToConstruct(elements);
    this.elements = elements;
    this.shape = shape;
    this.dtype = dtype;
    this.weak = weak;
  }

  /** Its elements are known; to ask does not read them. @internal */
  get isConcrete(): boolean {
    return this.elements !== undefined;
  }

  /** The elements as an ordinary array, not to be changed; undefined where they are not known. @internal */
  get array(): TypedArray | undefined {
    const { elements } = this;
    return elements === undefined || isTypedArray(elements) ? elements : elements.read();
  }

  /** Number of axes. @example zeros([2, 3]).ndim // => 2 */
  get ndim(): number {
    return this.shape.length;
  }

  /** Number of elements. @example zeros([2, 3]).size // => 6 */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** The tensor with its elements, where they are known; transformations that hide them override this. @internal */
  concrete(op: string): Tensor {
    const { donated, shape, dtype } = this;
    if (donated !== undefined) fail("donated", { op, ...donated, shape, dtype });
    return this;
  }

  /**
   * The element of a tensor with one element, as a number; 0 or 1 for bool.
   * @returns a number
   * @throws TensorError "shape" when there are more elements or none, "concrete" where the value is not known yet
   * @example tensor([[3]]).item() // => 3
   */
  item(): number {
    if (this.size !== 1) {
      fail("shape", {
        op: "item",
        problem: `the tensor has ${this.size} elements`,
        shapes: { x: this.shape },
        expects: "one element",
        fix:
          this.size === 0
            ? "check how it came to be empty"
            : `pick one, e.g. x.at(${this.shape.map(() => 0).join(", ")}).item(), or use x.tolist()`,
      });
    }
    return arrayOf(this, "item")[0];
  }

  /**
   * A copy of the elements in row-major order: Float64Array, Float32Array, Int32Array, Uint32Array or, for bool, Uint8Array.
   * @returns a typed array of length `size`; a change of it does not change the tensor
   * @throws TensorError "concrete" where the values are not known yet, as under `trace`
   * @example tensor([[1, 2], [3, 4]]).data() // => Float64Array(4) [ 1, 2, 3, 4 ]
   */
  data(): TypedArray {
    const elements = elementsOf(this, "data");
    return isTypedArray(elements) ? elements.slice() : elements.copy();
  }

  /**
   * The elements as nested arrays of numbers, or of booleans for bool; a number or boolean for a scalar.
   * @returns arrays as deep as the tensor has axes
   * @throws TensorError "concrete" where the values are not known yet, as under `trace`
   * @example tensor([[1, 2], [3, 4]]).toArray() // => [[1, 2], [3, 4]]
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- the depth is known at run time only
  toArray(): any {
    return nest(arrayOf(this, "toArray"), this.shape, this.dtype === "bool");
  }

  /**
   * The same as `toArray`, by the name that PyTorch and NumPy have.
   * @returns nested arrays of numbers or booleans; a number for a scalar
   * @example tensor([1, 2]).tolist() // => [1, 2]
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- the depth is known at run time only
  tolist(): any {
    return this.toArray();
  }

  /** What `JSON.stringify` writes: the nested array. */
  toJSON(): unknown {
    return this.toArray();
  }

  /** The text that also `console.log` shows. @example String(tensor([1, 2.5])) // => 'Tensor [1, 2.5]' */
  toString(): string {
    const { donated, shape, dtype } = this;
    return donated === undefined ? formatTensor(this) : `Tensor(${dtype}${showShape(shape)} donated to ${donated.by})`;
  }

  get [Symbol.toStringTag](): string {
    return "Tensor";
  }

  /** A tensor of one element is a number in arithmetic; in templates every tensor is text. */
  [Symbol.toPrimitive](hint: "number" | "string" | "default"): number | string {
    if (hint === "string") return this.toString();
    if (this.size !== 1) {
      if (hint === "default") return this.toString();
      fail("shape", {
        op: "number",
        problem: `a tensor of shape ${showShape(this.shape)} is not a number`,
        shapes: { x: this.shape },
        expects: "one element",
        fix: "use the functions and methods of Nabla instead of operators, e.g. x.mul(2) for x * 2",
      });
    }
    return this.item();
  }
}

function failToConstruct(got: unknown): never {
  const problem = "the class is not called: functions make tensors";
  const fix = "tensor([1, 2]), zeros([2, 3]) and the like";
  fail("value", { op: "Tensor", argument: "new Tensor", got, expects: "a function that makes tensors", problem, fix });
}

/** A tensor of this copy of Nabla? Never throws, whatever the value does. */
export function isTensor(value: unknown): value is Tensor {
  try {
    return value instanceof Tensor;
  } catch {
    return false;
  }
}

/** A tensor that a transformation follows: its elements are hidden, or not there. */
export abstract class Tracer extends Tensor {
  constructor({ shape, dtype, weak }: Aval) {
    super(undefined, shape, dtype, weak);
  }

  /** Which transformation it belongs to, as a user names it. */
  abstract get transformation(): string;

  override toString(): string {
    return `Tensor(${this.dtype}${showShape(this.shape)} under ${this.transformation})`;
  }
}

const isTypedArray = (elements: Elements): elements is TypedArray => ArrayBuffer.isView(elements);

/** The elements wherever they lie. @param op - who asks */
export function elementsOf(x: Tensor, op = "read"): Elements {
  const { elements } = x.elements === undefined ? x.concrete(op) : x;
  if (elements === undefined) fail("internal", { op, problem: "a tensor without elements was read" });
  return elements;
}

/** The elements wherever they lie, for a second tensor that has them. */
export function sharedElements(x: Tensor): Elements {
  const elements = elementsOf(x);
  if (!isTypedArray(elements)) elements.isShared = true;
  return elements;
}

/** The elements themselves as an ordinary array, not to be changed. @param op - who asks */
export function arrayOf(x: Tensor, op = "read"): TypedArray {
  const elements = elementsOf(x, op);
  return isTypedArray(elements) ? elements : elements.read();
}

/** The tensor of elements that nobody else changes. */
export function wrap(elements: Elements, shape: Shape, dtype: DType, weak = false): Tensor {
  return new Tensor(elements, shape, dtype, weak);
}

/** A scalar. */
export function scalar(value: number, dtype: DType = "float64", weak = false): Tensor {
  const array =
    dtype === "float64"
      ? Float64Array.of(value)
      : dtype === "float32"
        ? Float32Array.of(value)
        : dtype === "int32"
          ? Int32Array.of(value)
          : dtype === "uint32"
            ? Uint32Array.of(value)
            : Uint8Array.of(value === 0 ? 0 : 1);
  return new Tensor(array, NO_AXES, dtype, weak);
}

const NO_AXES: Shape = [];

function nest(array: TypedArray, shape: Shape, bool: boolean): unknown {
  let at = 0;
  const build = (axis: number): unknown => {
    if (axis === shape.length) {
      const value = array[at++];
      return bool ? value !== 0 : value;
    }
    return Array.from({ length: shape[axis] }, () => build(axis + 1));
  };
  return build(0);
}
