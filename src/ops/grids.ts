/** Numbers in a row, and the points of grids. */
import { convertArray, type DType, defaultDtype } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { checkShape, type Shape, sizeOf, unravel } from "../base/shapes.ts";
import { broadcast, reshapeTo } from "../core/basic.ts";
import { makeTensor, toTensor } from "../core/convert.ts";
import { type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import {
  checkBoolean,
  checkFinite,
  checkFunction,
  checkInteger,
  checkList,
  type Checks,
  isDTypeName,
  oneOf,
  readOptions,
  splitOptions,
} from "./arguments.ts";
import { CREATE, type CreateOptions } from "./create.ts";
import { pow } from "./scalar/elementary.ts";

/** Overloads of {@link arange}. */
export interface Arange {
  (stop: number, options?: CreateOptions): Tensor;
  (start: number, stop: number, options?: CreateOptions): Tensor;
  (start: number, stop: number, step: number, options?: CreateOptions): Tensor;
}

/**
 * start, start + step, … up to but without stop.
 *
 * Each element is start + i · step, so that errors do not add up. With a step that is no float, such as 0.1, rounding may decide
 * whether the last element is still there: `linspace` says how many there are.
 * @param start - default 0; `arange(stop)` counts from 0
 * @param stop - no longer among the elements
 * @param step - default 1
 * @param options - `dtype`, by default `defaultDtype()`
 * @returns shape [⌈(stop - start) / step⌉]
 * @throws TensorError "value" for the step 0 and for numbers that are not finite
 * @example
 * arange(4) // => Tensor [0, 1, 2, 3]
 * arange(1, 2, 0.25) // => Tensor [1, 1.25, 1.5, 1.75]
 * arange(3, { dtype: "int32" }) // => Tensor [0, 1, 2] int32
 * @source NumPy reference, arange
 * @peers torch.arange, jax.numpy.arange, mxnet.np.arange, numpy.arange
 * @math x_k = \text{start} + k\,\text{step}
 * @see linspace
 * @keywords sequence of numbers, count up
 */
export const arange: Arange = (...args: readonly unknown[]): Tensor => {
  const { rest, options } = splitOptions("arange", args, CREATE);
  const [start, stop, step = 1] = rest.length === 1 ? [0, rest[0]] : rest;
  const from = checkFinite("arange", "start", start);
  const by = checkFinite("arange", "step", step);
  if (by === 0) {
    const fix = "leave it out for steps of 1; linspace makes a given number of steps";
    fail("value", { op: "arange", argument: "step", got: by, expects: "a number other than 0", fix });
  }
  const size = Math.max(0, Math.ceil((checkFinite("arange", "stop", stop) - from) / by));
  return row("arange", size, options.dtype, (i) => from + i * by);
};

function row(op: string, size: number, dtype: DType | undefined, element: (i: number) => number): Tensor {
  const shape = checkShape(op, [size + 0]);
  const kind = dtype ?? defaultDtype();
  const values = new Float64Array(size);
  for (let i = 0; i < size; i++) values[i] = element(i);
  return wrap(kind === "float64" ? values : convertArray(kind, values), shape, kind);
}

/** Options of {@link linspace}, {@link logspace} and {@link geomspace}. */
export interface SpaceOptions extends CreateOptions {
  /** Whether stop is the last element. Default true. */
  readonly endpoint?: boolean;
}

/**
 * Numbers at equal distances from start to stop.
 * @param start - the first number
 * @param stop - the last number, or with `endpoint: false` the one that would come next
 * @param num - how many, default 50
 * @param options - `endpoint`, default true; `dtype`, by default `defaultDtype()`
 * @returns shape [num]
 * @throws TensorError "value" for bounds that are not finite and for num that is no integer >= 0
 * @example
 * linspace(0, 1, 5) // => Tensor [0, 0.25, 0.5, 0.75, 1]
 * linspace(0, 1, 4, { endpoint: false }) // => Tensor [0, 0.25, 0.5, 0.75]
 * @source NumPy reference, linspace
 * @peers torch.linspace, tf.linspace, jax.numpy.linspace, mxnet.np.linspace, numpy.linspace
 * @math x_k = a + \frac{k}{n - 1}(b - a)
 * @see arange, logspace
 * @keywords evenly spaced numbers, equally spaced
 */
export function linspace(start: number, stop: number, num = 50, options?: SpaceOptions): Tensor {
  const { endpoint = true, dtype } = readOptions("linspace", options, SPACE);
  const element = between("linspace", start, stop, num, endpoint);
  return row("linspace", num, dtype, element);
}

const SPACE: Checks<SpaceOptions> = { endpoint: checkBoolean, dtype: isDTypeName };

/** The i-th of `num` numbers at equal distances. */
function between(op: string, start: number, stop: number, num: number, endpoint: boolean): (i: number) => number {
  checkFinite(op, "start", start);
  checkFinite(op, "stop", stop);
  checkInteger(op, "num", num, 0);
  const parts = endpoint ? num - 1 : num;
  const length = stop - start;
  return (i) => {
    if (i === 0) return start;
    if (i === parts) return stop;
    // Dividing last gives 3 / 10 for the fourth of 0, 0.1, …, 1, where 3 · 0.1 would not be 0.3.
    const product = i * length;
    return Number.isFinite(product) ? start + product / parts : start * (1 - i / parts) + stop * (i / parts);
  };
}

/** Options of {@link logspace}. */
export interface LogspaceOptions extends SpaceOptions {
  /** What is raised to the powers; default 10. */
  readonly base?: number;
}

/**
 * Powers of a base whose exponents are at equal distances.
 * @param start - exponent of the first number
 * @param stop - exponent of the last number, or with `endpoint: false` of the one that would come next
 * @param num - how many, default 50
 * @param options - `base`, default 10; `endpoint`, default true; `dtype`, by default `defaultDtype()`
 * @returns shape [num]
 * @throws TensorError "value" for exponents that are not finite, a base that is not positive, num that is no integer >= 0
 * @example logspace(0, 3, 4) // => Tensor [1, 10, 100, 1000]
 * @source NumPy reference, logspace
 * @peers torch.logspace, jax.numpy.logspace, mxnet.np.logspace, numpy.logspace
 * @math x_k = b^{\,y_k}
 * @see geomspace, linspace
 * @keywords logarithmically spaced numbers
 */
export function logspace(start: number, stop: number, num = 50, options?: LogspaceOptions): Tensor {
  const { base = 10, endpoint = true, dtype } = readOptions("logspace", options, LOGSPACE);
  if (!(checkFinite("logspace", "base", base) > 0)) {
    fail("value", { op: "logspace", argument: "base", got: base, expects: "a number > 0" });
  }
  const exponent = between("logspace", start, stop, num, endpoint);
  return row("logspace", num, dtype, (i) => power(base, exponent(i)));
}

const LOGSPACE: Checks<LogspaceOptions> = { base: checkFinite, endpoint: checkBoolean, dtype: isDTypeName };

/** Reading a decimal is exact: powers of ten are what their digits say. */
const power = (base: number, exponent: number): number =>
  base === 10 && Number.isInteger(exponent) && Math.abs(exponent) < 1000
    ? Number(`1e${exponent}`)
    : pow(base, exponent);

/**
 * Numbers from start to stop of which each is the same multiple of the one before.
 * @param start - the first number, not 0
 * @param stop - the last number, of the same sign, or with `endpoint: false` the one that would come next
 * @param num - how many, default 50
 * @param options - `endpoint`, default true; `dtype`, by default `defaultDtype()`
 * @returns shape [num]
 * @throws TensorError "value" for bounds that are 0, not finite or of different sign, and for num that is no integer >= 0
 * @example geomspace(1, 1000, 4) // => Tensor [1, 10, 100, 1000]
 * @source NumPy reference, geomspace
 * @peers jax.numpy.geomspace, numpy.geomspace
 * @math x_k = a\,(b/a)^{k/(n-1)}
 * @see logspace, linspace
 * @keywords geometric sequence, logarithmic spacing
 */
export function geomspace(start: number, stop: number, num = 50, options?: SpaceOptions): Tensor {
  const { endpoint = true, dtype } = readOptions("geomspace", options, SPACE);
  checkFinite("geomspace", "start", start);
  if (!(checkFinite("geomspace", "stop", stop) * Math.sign(start) > 0)) {
    fail("value", {
      op: "geomspace",
      argument: "stop",
      got: stop,
      expects: `a number other than 0 of the sign of start, ${start}`,
    });
  }
  const sign = Math.sign(start);
  const exponent = between("geomspace", Math.log10(Math.abs(start)), Math.log10(Math.abs(stop)), num, endpoint);
  const last = endpoint ? num - 1 : num;
  return row("geomspace", num, dtype, (i) => (i === 0 ? start : i === last ? stop : sign * power(10, exponent(i))));
}

/** Options of {@link meshgrid}. */
export interface MeshgridOptions {
  /** "xy" (the default): the first coordinate runs along columns, as in plots; "ij": along the first axis. */
  readonly indexing?: "xy" | "ij";
}

const MESHGRID: Checks<MeshgridOptions> = { indexing: /*@__PURE__*/ oneOf("xy", "ij") };

/**
 * The coordinates of the points of a grid.
 * @param xs - the coordinates along each direction, each of at most one axis
 * @param options - `indexing`: "xy" (default), where the first direction runs along columns, or "ij", along the first axis
 * @returns for each direction the coordinates of all points; with "xy" shape [n₁, n₀, n₂, …], with "ij" [n₀, n₁, n₂, …]
 * @throws TensorError "shape" for a tensor of more than one axis
 * @example
 * meshgrid([[1, 2, 3], [10, 20]]) // => [Tensor [[1, 2, 3], [1, 2, 3]], Tensor [[10, 10, 10], [20, 20, 20]]]
 * meshgrid([[1, 2], [10, 20]], { indexing: "ij" }) // => [Tensor [[1, 1], [2, 2]], Tensor [[10, 20], [10, 20]]]
 * @source NumPy reference, meshgrid
 * @peers torch.meshgrid, tf.meshgrid, jax.numpy.meshgrid, mxnet.np.meshgrid, numpy.meshgrid
 * @see indices
 * @keywords grid of coordinates
 */
export function meshgrid(xs: readonly TensorLike[], options?: MeshgridOptions): Tensor[] {
  const { indexing = "xy" } = readOptions("meshgrid", options, MESHGRID);
  const tensors = checkList("meshgrid", "xs", xs).map((x, i) => toTensor(x, "meshgrid", `xs[${i}]`));
  const wide = tensors.find(({ ndim }) => ndim > 1);
  if (wide !== undefined) {
    fail("shape", {
      op: "meshgrid",
      problem: "coordinates have more than one axis",
      shapes: { x: wide.shape },
      expects: "shape [n]",
      fix: "pass the coordinates of each axis as a vector, e.g. meshgrid([x.ravel(), y])",
    });
  }
  const axes = tensors.map((_, i) => (indexing === "xy" && i < 2 && tensors.length > 1 ? 1 - i : i));
  const shape = axes.map((_, axis) => tensors[axes.indexOf(axis)].size);
  return tensors.map((x, i) =>
    broadcast(
      reshapeTo(
        x,
        shape.map((size, axis) => (axis === axes[i] ? size : 1)),
      ),
      shape,
    ),
  );
}

/**
 * The indices of all elements of a shape.
 * @param shape - sizes of the axes
 * @param options - `dtype`, by default int32
 * @returns shape [ndim, ...shape]: along the first axis, one tensor of indices for each axis
 * @throws TensorError "value" for sizes that are no integers >= 0
 * @example indices([2, 2]) // => Tensor [[[0, 0], [1, 1]], [[0, 1], [0, 1]]] int32
 * @source NumPy reference, indices
 * @peers jax.numpy.indices, mxnet.np.indices, numpy.indices
 * @see meshgrid
 * @keywords index grid
 */
export function indices(shape: number | Shape, options?: CreateOptions): Tensor {
  const { dtype = "int32" } = readOptions("indices", options, CREATE);
  const sizes = checkShape("indices", shape);
  const size = sizeOf(sizes);
  const out = checkShape("indices", [sizes.length, ...sizes]);
  const inner = sizes.map((_, axis) => sizeOf(sizes.slice(axis + 1)));
  const values = Float64Array.from({ length: sizeOf(out) }, (_, i) => {
    const axis = Math.floor(i / size);
    return Math.floor((i % size) / inner[axis]) % sizes[axis];
  });
  return wrap(convertArray(dtype, values), out, dtype);
}

/**
 * The tensor whose elements a function gives.
 * @param shape - sizes of the axes
 * @param f - called with the index along each axis, as numbers; returns a number or boolean
 * @param options - `dtype`, by default `defaultDtype()`, or bool where f returns booleans
 * @returns a tensor of that shape
 * @throws TensorError "value" for sizes that are no integers >= 0, "tensor" when f returns something else than numbers
 * @example fromFunction([2, 3], (i, j) => 10 * i + j) // => Tensor [[0, 1, 2], [10, 11, 12]]
 * @source NumPy reference, fromfunction, whose function takes all indices at once
 * @peers jax.numpy.fromfunction, numpy.fromfunction
 * @see indices
 * @keywords build a tensor from indices
 */
export function fromFunction(
  shape: number | Shape,
  f: (...index: number[]) => number | boolean,
  options?: CreateOptions,
): Tensor {
  const { dtype } = readOptions("fromFunction", options, CREATE);
  const sizes = checkShape("fromFunction", shape);
  checkFunction("fromFunction", "f", f, "fromFunction([2, 3], (i, j) => i + j)");
  const values = Array.from({ length: sizeOf(sizes) }, (_, place) => {
    const value: unknown = f(...unravel(place, sizes));
    if (typeof value === "number" || typeof value === "boolean") return value;
    fail("tensor", {
      op: "fromFunction",
      argument: "the result of f",
      got: value,
      fix: "return a number, e.g. x.item() of a tensor",
    });
  });
  return reshapeTo(makeTensor(values as number[], dtype, "fromFunction"), sizes);
}
