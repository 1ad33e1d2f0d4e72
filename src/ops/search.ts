/** Searching in sorted numbers, and the tables that rest on it. */
import type { TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor, type TensorLike } from "../core/tensor.ts";
import { checkBoolean, type Checks, oneOf, readOptions } from "./arguments.ts";
import { add, div, sub } from "./arithmetic.ts";
import { between } from "./between.ts";
import { sliceAxis } from "./blocks.ts";
import { equal, greater, less, where } from "./compare.ts";
import { gather } from "./gather.ts";
import { batchAll, inFront } from "./reduction.ts";

interface SearchParams {
  /** The function that was given the numbers, and what it calls them. */
  readonly op: string;
  readonly argument: string;
  readonly side: "left" | "right";
  /** How many axes in front the two have in common. */
  readonly common: number;
}

/** Sorted numbers [common…, n] and values [common…, any…] to int32 places, the shape of the values. */
const searchOp: Op<SearchParams> = /*@__PURE__*/ primitive({
  name: "searchsorted",
  infer: ([, { shape }]) => [{ shape, dtype: "int32", weak: false }],
  evaluate: ([sorted, values], params) => {
    const n = sorted.shape[params.common];
    const rows = sorted.shape.slice(0, params.common).reduce((a, b) => a * b, 1);
    const [numbers, wanted, out] = [arrayOf(sorted), arrayOf(values), new Int32Array(values.size)];
    for (let row = 0; row < rows; row++) {
      const line = numbers.subarray(row * n, (row + 1) * n);
      checkSorted(line, params);
      const end = ((row + 1) * out.length) / rows;
      for (let i = (row * out.length) / rows; i < end; i++) out[i] = placeOf(line, wanted[i], params.side);
    }
    return [out];
  },
  lower: { kind: "routine", routine: "searchsorted", settings: (params) => params },
  jvp: () => [],
  batch: (at) => {
    const { args, batched, params } = at;
    if (!batched[0] && params.common === 0) return inFront(bind1(searchOp, args, params));
    return inFront(bind1(searchOp, batchAll(at), { ...params, common: params.common + 1 }));
  },
});

function checkSorted(line: TypedArray, { op, argument }: SearchParams): void {
  for (let i = 1; i < line.length; i++) {
    if (precedes(line[i], line[i - 1])) {
      const problem = `"${argument}" is not ascending: ${line[i - 1]} comes before ${line[i]} at [${i}]`;
      fail("value", {
        op,
        argument,
        got: [line[i - 1], line[i]],
        problem,
        expects: "ascending numbers",
        fix: `sort them before, e.g. ${argument}.sort()`,
      });
    }
  }
}

/** NaN comes after all numbers. */
const precedes = (a: number, b: number): boolean => a < b || (b !== b && a === a);

/** The first place before which all numbers are smaller than the value (left), or not larger (right). */
function placeOf(line: TypedArray, value: number, side: "left" | "right"): number {
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const before = side === "left" ? precedes(line[middle], value) : !precedes(value, line[middle]);
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param op - who asks, and what it calls the sorted numbers */
export function search(op: string, argument: string, sorted: Tensor, values: Tensor, side: "left" | "right"): Tensor {
  if (sorted.ndim !== 1) {
    fail("shape", {
      op,
      problem: `"${argument}" has ${sorted.ndim} axes`,
      shapes: { [argument]: sorted.shape },
      expects: "one axis",
      fix: `for a table in each row use vmap, else pass ${argument}.ravel()`,
    });
  }
  return bind1(searchOp, promoteAll([sorted, values]), { op, argument, side, common: 0 });
}

/** Options of {@link searchsorted}. */
export interface SearchOptions {
  /** Where equal numbers are: before them, "left", the default, or behind them, "right". */
  readonly side?: "left" | "right";
}

const SEARCH: Checks<SearchOptions> = { side: /*@__PURE__*/ oneOf("left", "right") };

/**
 * The places at which values would have to be put in so that sorted numbers stay sorted. NaN counts as larger than all numbers.
 * @param sorted - ascending numbers, one axis
 * @param values - any shape
 * @param options - `side`: before equal numbers, "left", the default, or behind them, "right"
 * @returns int32, the shape of the values, from 0 to the number of the sorted numbers
 * @throws TensorError "value" when the numbers are not sorted, "shape" when they have not one axis
 * @example searchsorted([1, 2, 2, 3], [2, 5], { side: "right" }) // => Tensor [3, 4] int32
 * @source Knuth, The Art of Computer Programming 3, 2nd ed., §6.2.1
 * @peers torch.searchsorted, tf.searchsorted, jax.numpy.searchsorted, mxnet.np.searchsorted, numpy.searchsorted
 * @see digitize, sort
 * @keywords binary search, insertion point, bisect
 */
export function searchsorted(sorted: TensorLike, values: TensorLike, options?: SearchOptions): Tensor {
  const { side = "left" } = readOptions("searchsorted", options, SEARCH);
  const numbers = toTensor(sorted, "searchsorted", "sorted");
  return search("searchsorted", "sorted", numbers, toTensor(values, "searchsorted", "values"), side);
}

/** Options of {@link digitize}. */
export interface DigitizeOptions {
  /** A bin holds its right edge instead of its left one. Default false. */
  readonly right?: boolean;
}

const DIGITIZE: Checks<DigitizeOptions> = { right: checkBoolean };

/**
 * The number of the bin that each value falls into: i where edges[i - 1] ≤ value < edges[i].
 * @param x - any shape
 * @param edges - ascending numbers, one axis
 * @param options - `right`: i where edges[i - 1] < value ≤ edges[i] instead, default false
 * @returns int32, the shape of x; 0 below the first edge, the number of edges above the last
 * @throws TensorError "value" when the edges are not ascending, "shape" when they have not one axis
 * @example digitize([0.5, 2, 9], [1, 2, 3]) // => Tensor [0, 2, 3] int32
 * @source NumPy reference, digitize
 * @peers jax.numpy.digitize, mxnet.np.digitize, numpy.digitize
 * @see searchsorted, histogram
 * @keywords bin values, discretize, bucketize
 */
export function digitize(x: TensorLike, edges: TensorLike, options?: DigitizeOptions): Tensor {
  const { right = false } = readOptions("digitize", options, DIGITIZE);
  const numbers = toTensor(edges, "digitize", "edges");
  return search("digitize", "edges", numbers, toTensor(x, "digitize"), right ? "left" : "right");
}

/**
 * The piecewise linear function through given points. Outside of them it is constant. Differentiable in all three arguments;
 * at a point the slope in x is that on the right, outside it is 0.
 * @param x - where to evaluate it, any shape
 * @param xp - ascending numbers, one axis: the places of the points
 * @param fp - as many values there
 * @returns the shape of x; float
 * @throws TensorError "shape" when xp and fp do not have one axis of the same size, at least 1; "value" when xp is not ascending
 * @example interp([0.5, 3], [0, 1, 2], [0, 10, 30]) // => Tensor [5, 30]
 * @source DLMF 3.3.2
 * @peers jax.numpy.interp, mxnet.np.interp, numpy.interp
 * @see lerp, searchsorted
 * @keywords linear interpolation, lookup between points
 */
export function interp(x: TensorLike, xp: TensorLike, fp: TensorLike): Tensor {
  const given = [toTensor(x, "interp"), toTensor(xp, "interp", "xp"), toTensor(fp, "interp", "fp")];
  const [at, places, values] = promoteAll(given, "float", "interp");
  const n = places.size;
  if (places.ndim !== 1 || values.ndim !== 1 || n !== values.size || n === 0) {
    const shapes = { xp: places.shape, fp: values.shape };
    fail("shape", {
      op: "interp",
      problem: "xp and fp are not points",
      shapes,
      expects: "one axis each, of the same size, at least 1",
      fix: "pass a place and a value for each point, e.g. interp(x, [0, 1], [10, 20])",
    });
  }
  const [first, last] = [
    reshapeTo(sliceAxis(places, 0, point(0)), []),
    reshapeTo(sliceAxis(places, 0, point(n - 1)), []),
  ];
  const inside = where(less(at, first), first, where(greater(at, last), last, at));
  const behind = search("interp", "xp", places, inside, "right");
  const low = where(less(behind, n), sub(behind, 1), Math.max(0, n - 2));
  const high = where(less(low, n - 1), add(low, 1), low);
  const [x0, x1] = [gather(places, low), gather(places, high)];
  // Two points at the same place, or a single one: the last counts.
  const part = where(equal(x0, x1), add(1, sub(inside, inside)), div(sub(inside, x0), sub(x1, x0)));
  return between(gather(values, low), gather(values, high), part);
}

const point = (start: number): { readonly start: number; readonly size: 1; readonly step: 1 } => ({
  start,
  size: 1,
  step: 1,
});
