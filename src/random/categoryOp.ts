/** Categories by inversion, with a table that tells where to begin. */
import { sameShape, type Shape, sizeOf } from "../base/shapes.ts";
import { alignBatch, broadcast } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { noTangents } from "./threefry.ts";

interface CategoryParams {
  /** How often each came in so many trials, instead of which it was. */
  readonly trials?: number;
}

/**
 * Categories by inversion: for weights [...rows, k] and pairs of words [..., ...rows, 2] the first category up to which the weights
 * sum to total · (1 - u) or more, u being the fraction of a pair; it is never one of weight 0. Int32 [..., ...rows]. With `trials`
 * words [..., ...rows, trials, 2] and counts [..., ...rows, k].
 * @source Devroye, Non-uniform random variate generation (1986), III.2; the table that tells where to begin: III.2.4
 */
export const categoryOp: Op<CategoryParams> = /*@__PURE__*/ primitive({
  name: "randomCategory",
  infer: ([weights, words], { trials }) => {
    const shape = words.shape.slice(0, trials === undefined ? -1 : -2);
    const categories = weights.shape.slice(-1);
    return [{ shape: trials === undefined ? shape : [...shape, ...categories], dtype: "int32", weak: false }];
  },
  evaluate: ([weights, words], { trials }, [{ shape }]) => {
    const k = weights.shape[weights.ndim - 1];
    const rows = sizeOf(weights.shape.slice(0, -1));
    const pairs = arrayOf(words);
    const out = new Int32Array(sizeOf(shape));
    const draws = trials === undefined ? out.length : out.length / k;
    const sums = new Float64Array(k);
    for (let row = 0; row < rows; row++) {
      const total = addUp(arrayOf(weights), row * k, sums);
      const find = finder(sums, total, ((trials ?? 1) * draws) / rows);
      if (trials === undefined) {
        for (let i = row; i < draws; i += rows) out[i] = find(pairs[2 * i], pairs[2 * i + 1]);
      } else {
        for (let i = row; i < draws; i += rows) {
          for (let j = i * trials; j < (i + 1) * trials; j++) out[i * k + find(pairs[2 * j], pairs[2 * j + 1])]++;
        }
      }
    }
    return [out];
  },
  jvp: noTangents,
  batch: ({ args: [weights, words], batched: [ownWeights, ownWords], size, params }) => {
    const pairs = ownWords ? words : broadcast(words, [size, ...words.shape]);
    // Rows stand behind the axes of draws: those of a batch must have them all in front.
    const inner = pairs.shape.slice(1, params.trials === undefined ? -1 : -2);
    const k = weights.shape.slice(-1);
    const all = ownWeights ? broadcast(alignBatch(weights, inner.length + 1), [size, ...inner, ...k]) : weights;
    return { outs: [bind1(categoryOp, [all, pairs], params)], batched: [true] };
  },
});

/** Of a pair of words, the category. */
type Find = (x: number, y: number) => number;

function addUp(weights: ArrayLike<number>, from: number, sums: Float64Array): number {
  let total = 0;
  for (let i = 0; i < sums.length; i++) sums[i] = total += weights[from + i];
  return total;
}

function finder(sums: Float64Array, total: number, draws: number): Find {
  const k = sums.length;
  if (draws < k) return (x, y) => firstAtLeast(sums, total * rest(x, y));
  // A power of 2, lest a product below rounds over a boundary. In most cells there is one category only.
  const cells = 2 ** Math.min(16, Math.max(Math.ceil(Math.log2(k)) + 3, Math.min(10, Math.floor(Math.log2(draws)))));
  const starts = k <= 65536 ? new Uint16Array(cells + 1) : new Int32Array(cells + 1);
  for (let cell = 0, i = 0; cell <= cells; cell++) {
    while (sums[i] < total * (cell / cells)) i++;
    starts[cell] = i;
  }
  return (x, y) => {
    const part = rest(x, y);
    const goal = total * part;
    let i = starts[Math.floor(part * cells)];
    while (sums[i] < goal) i++;
    return i;
  };
}

/** 1 - u for the fraction u of 52 bits: in (0, 1]. */
const rest = (x: number, y: number): number => 1 - (x * 2 ** -32 + (y >>> 12) * 2 ** -52);

/** Where ascending numbers first reach x, which is at most the last of them. */
function firstAtLeast(sums: Float64Array, x: number): number {
  let [from, to] = [0, sums.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sums[middle] >= x) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Weights of rows [...rows, k] so that the rows are the last axes of a shape. */
export function rowsFor(weights: Tensor, shape: Shape): Tensor {
  const rows = weights.shape.slice(0, -1);
  const last = shape.slice(shape.length - rows.length);
  return sameShape(rows, last) ? weights : broadcast(weights, [...last, weights.shape[weights.ndim - 1]]);
}
