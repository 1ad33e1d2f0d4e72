/** Counting: how many elements have a number, or fall between edges. */
import { makeArray, type TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { checkShape, sameShape, sizeOf } from "../base/shapes.ts";
import { readList } from "../base/trees.ts";
import { reshapeTo } from "../core/basic.ts";
import { fullOf, toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { checkBoolean, checkedLater, checkInteger, type Checks, readOptions } from "./arguments.ts";
import { div, mul } from "./arithmetic.ts";
import { sliceAxis } from "./blocks.ts";
import { equal, where } from "./compare.ts";
import { diff } from "./differences.ts";
import { sum } from "./reduce.ts";
import { batchAll, inFront } from "./reduction.ts";
import { search } from "./search.ts";
import { takeAlongAxis } from "./take.ts";

/** Numbers [batch…, n] and weights alike to sums of weights [batch…, length]. Linear in the weights. */
const bincountOp: Op<{ readonly length: number }> = /*@__PURE__*/ primitive({
  name: "bincount",
  infer: ([{ shape }, { dtype }], { length }) => [{ shape: [...shape.slice(0, -1), length], dtype, weak: false }],
  evaluate: ([numbers, weights], { length }, [{ shape, dtype }]) => {
    const out = makeArray(dtype, sizeOf(shape));
    const [given, terms] = [arrayOf(numbers), arrayOf(weights)];
    const n = numbers.shape[numbers.ndim - 1];
    for (let i = 0; i < given.length; i++) {
      checkNumber(given[i], length);
      out[Math.floor(i / n) * length + given[i]] += terms[i];
    }
    return [out];
  },
  linear: [1],
  transpose: ({ cotangents: [ct], args: [numbers] }) => [undefined, ct && takeAlongAxis(ct, numbers, -1)],
  batch: (at) => inFront(bind1(bincountOp, batchAll(at), at.params)),
});

function checkNumber(value: number, length: number): void {
  if (Number.isInteger(value) && value >= 0 && value < length) return;
  const expects = length === Infinity ? "integers >= 0" : `integers from 0 to ${length - 1}`;
  fail("value", {
    op: "bincount",
    argument: "x",
    got: value,
    expects,
    fix: "nothing is clamped; choose the length larger, or leave it out",
  });
}

/** Options of {@link bincount}. */
export interface BincountOptions {
  /** What each element counts; of the shape of x. Default 1. */
  readonly weights?: TensorLike;
  /** The size of the result. By default the largest number and one; needed under vmap and trace. */
  readonly length?: number;
}

const BINCOUNT: Checks<BincountOptions> = {
  weights: checkedLater,
  length: (op, argument, value) => void checkShape(op, [checkInteger(op, argument, value, 0)], argument),
};

/**
 * How often each of the numbers 0, 1, 2, … occurs.
 * @param x - integers ≥ 0, any shape
 * @param options - `weights`: what each element counts, differentiable, default 1; `length`: the size of the result, by
 * default the largest number plus 1
 * @returns [length]: int32, or the dtype of the weights
 * @throws TensorError "value" for a number that is no integer from 0 to length - 1, "shape" when the weights do not fit,
 * "concrete" under vmap and trace when there is no length
 * @example
 * bincount([0, 2, 2]); // => Tensor [1, 0, 2] int32
 * bincount([0, 2, 2], { weights: [0.5, 1, 2], length: 4 }); // => Tensor [0.5, 0, 3, 0]
 * @source NumPy reference, bincount
 * @peers torch.bincount, tf.math.bincount, jax.numpy.bincount, mxnet.np.bincount, numpy.bincount
 * @see histogram, unique
 * @keywords count integers, frequencies, tally, count occurrences
 */
export function bincount(x: TensorLike, options?: BincountOptions): Tensor {
  const { weights, length } = readOptions("bincount", options, BINCOUNT);
  const numbers = toTensor(x, "bincount");
  const terms = weightsOf("bincount", numbers, weights);
  const size = length ?? lengthOf(arrayOf(numbers, "bincount"));
  const flat = (t: Tensor): Tensor => reshapeTo(t, [t.size]);
  const [sums] = promoteAll([terms], "number");
  return bind1(bincountOp, [flat(numbers), flat(sums)], { length: size });
}

/** What each element counts. */
function weightsOf(op: string, x: Tensor, weights: TensorLike | undefined): Tensor {
  if (weights === undefined) return fullOf(x.shape, 1, "int32");
  const terms = toTensor(weights, op, "weights");
  if (sameShape(terms.shape, x.shape)) return terms;
  const shapes = { x: x.shape, weights: terms.shape };
  const fix = "pass one weight for each element, e.g. weights.broadcastTo(x.shape)";
  fail("shape", { op, problem: "the weights do not fit", shapes, expects: "weights of the shape of x", fix });
}

/** One more than the largest number. */
function lengthOf(numbers: TypedArray): number {
  let top = -1;
  for (let i = 0; i < numbers.length; i++) {
    checkNumber(numbers[i], Infinity);
    if (numbers[i] > top) top = numbers[i];
  }
  return top + 1;
}

/** Options of {@link histogram}. */
export interface HistogramOptions {
  /** How many bins of equal width, or their ascending edges. Default 10. */
  readonly bins?: number | TensorLike;
  /** Lowest and highest edge. By default the smallest and largest element; needed under vmap and trace. */
  readonly range?: readonly [low: number, high: number];
  /** What each element counts; of the shape of x. Default 1. */
  readonly weights?: TensorLike;
  /** Divide by the total and the widths, so that the area is 1. Default false. */
  readonly density?: boolean;
}

const HISTOGRAM: Checks<HistogramOptions> = {
  bins: checkedLater,
  range: checkedLater,
  weights: checkedLater,
  density: checkBoolean,
};

/** What {@link histogram} returns. */
export interface Histogram {
  /** [bins]: int32, or the dtype of the weights; float for a density. */
  readonly counts: Tensor;
  /** [bins + 1]: the edges. */
  readonly edges: Tensor;
}

/**
 * How many elements fall into each bin. A bin holds its left edge, the last one its right edge too; elements outside are left
 * out.
 * @param x - any shape
 * @param options - `bins`: how many, or their edges, default 10; `range`: [lowest, highest] edge, by default those of
 * the elements; `weights`: what each element counts, differentiable, default 1; `density`: make the area 1, default false
 * @returns `counts`: int32, the dtype of the weights, or floats for a density; `edges`: one more, float64 unless given
 * @throws TensorError "value" when the range is no ascending pair of finite numbers, or not finite numbers make it up;
 * "concrete" under vmap and trace when there is neither a range nor edges
 * @example histogram([1, 2, 2, 5], { bins: 2, range: [1, 5] }) // => { counts: Tensor [3, 1] int32, edges: Tensor [1, 3, 5] }
 * @source NumPy reference, histogram
 * @peers torch.histogram, jax.numpy.histogram, mxnet.np.histogram, numpy.histogram
 * @see bincount, digitize
 * @keywords frequency distribution, counts per bin
 */
export function histogram(x: TensorLike, options?: HistogramOptions): Histogram {
  const { bins = 10, range, weights, density = false } = readOptions("histogram", options, HISTOGRAM);
  const [given] = promoteAll([toTensor(x, "histogram")], "number", "histogram");
  const values = reshapeTo(given, [given.size]);
  const edges = typeof bins === "number" ? evenEdges(values, bins, range) : toTensor(bins, "histogram", "bins");
  if (edges.ndim !== 1 || edges.size < 2) {
    fail("shape", {
      op: "histogram",
      problem: "there is no bin",
      shapes: { bins: edges.shape },
      expects: "at least two edges on one axis",
      fix: "pass ascending edges, e.g. [0, 1, 2], or the number of bins",
    });
  }
  const n = edges.size - 1;
  const bin = where(
    equal(values, sliceAxis(edges, 0, { start: n, size: 1, step: 1 })),
    n,
    search("histogram", "bins", edges, values, "right"),
  );
  const terms = weightsOf("histogram", given, weights);
  const all = bincount(bin, { weights: reshapeTo(terms, values.shape), length: n + 2 });
  const counts = sliceAxis(all, 0, { start: 1, size: n, step: 1 });
  return { counts: density ? div(counts, mul(sum(counts), diff(edges))) : counts, edges };
}

function evenEdges(values: Tensor, bins: number, range: HistogramOptions["range"]): Tensor {
  checkShape("histogram", [checkInteger("histogram", "bins", bins, 1) + 1], "bins");
  const ends: readonly unknown[] =
    range === undefined ? rangeOf(arrayOf(values, "histogram")) : (readList(range, 2) ?? []);
  const [low, high] = ends as readonly number[];
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    const expects = "finite numbers [low, high] with low < high";
    fail("value", {
      op: "histogram",
      argument: "range",
      got: range ?? ends,
      expects,
      fix: "leave out what is not finite, or give the range",
    });
  }
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? high : low + i * ((high - low) / bins),
  );
  return wrap(edges, [bins + 1], "float64");
}

/** The smallest and largest number; of equal ones, ½ to both sides; 0 and 1 for none. */
function rangeOf(values: TypedArray): [number, number] {
  if (values.length === 0) return [0, 1];
  let [low, high] = [values[0], values[0]];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low || value !== value) low = value;
    if (value > high || value !== value) high = value;
  }
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}
