/** How often each category comes, with and without replacement. */
import { fail } from "../base/errors.ts";
import { type Shape, sizeOf } from "../base/shapes.ts";
import { alignBatch, broadcast, cast, spread } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor, type TensorLike } from "../core/tensor.ts";
import { checkedLater, type Checks, readOptions } from "../ops/arguments.ts";
import { sub } from "../ops/arithmetic.ts";
import { sum } from "../ops/reduce.ts";
import { OTHERS } from "./attempts.ts";
import { toProbabilities } from "./categories.ts";
import { categoryOp, rowsFor } from "./categoryOp.ts";
import { binomialDraw, hypergeometricDraw } from "./countLaws.ts";
import type { Draw } from "./countOp.ts";
import { checkKey, type Key } from "./key.ts";
import { checkValues, drawShape, type Rule, toExact } from "./parameters.ts";
import { checkCount } from "./permutation.ts";
import { noTangents, threefryBlock, wordsOf } from "./threefry.ts";

/** The draw of one part, when `left` are left and so much of the whole: how many of them it takes. */
type PartOf = (left: number, part: number, whole: number) => Draw;

const parts = {
  /** The binomial count of a part among the trials that are left. */
  binomial: (left, part, whole) => binomialDraw(left, Math.min(1, part / whole)),
  hypergeometric: (left, part, whole) => hypergeometricDraw(part, whole - part, left),
} as const satisfies Readonly<Record<string, PartOf>>;

/**
 * Counts that sum to a total, one part after the other, each from the block of its place under the pair of its row: words
 * [..., 2], totals that broadcast to [...] and sizes [..., k] of the parts, with axes in front that broadcast.
 * @source Davis, The computer generation of multinomial random variates, Computational Statistics & Data Analysis 16 (1993)
 */
const partsOp: Op<{ readonly kind: keyof typeof parts }> = /*@__PURE__*/ primitive({
  name: "randomParts",
  infer: ([words, , sizes]) => [
    { shape: [...words.shape.slice(0, -1), ...sizes.shape.slice(-1)], dtype: "int32", weak: false },
  ],
  evaluate: ([words, totals, sizes], { kind }, [{ shape }]) => {
    const k = shape[shape.length - 1];
    const [pairs, weights] = [arrayOf(words), sizes.ndim === 1 ? arrayOf(sizes) : spread(sizes, shape)];
    const counts = spread(totals, shape.slice(0, -1));
    const out = new Int32Array(sizeOf(shape));
    const own = new Uint32Array(2);
    for (let row = 0; row * k < out.length; row++) {
      const at = sizes.ndim === 1 ? 0 : row * k;
      let whole = 0;
      for (let j = 0; j < k; j++) whole += weights[at + j];
      let left = counts.length === 1 ? counts[0] : counts[row];
      for (let j = 0; j < k && left > 0; j++) {
        const part = weights[at + j];
        threefryBlock(pairs[2 * row] | 0, pairs[2 * row + 1] | 0, OTHERS, j, own, 0);
        const isLast = part >= whole || !hasMore(weights, at + j + 1, at + k);
        const taken = isLast ? left : parts[kind](left, part, whole)(own[0], own[1]);
        out[row * k + j] = taken;
        left -= taken;
        whole -= part;
      }
    }
    return [out];
  },
  jvp: noTangents,
  batch: ({ args: [words, totals, sizes], batched: [a, b, c], size, params }) => {
    const pairs = a ? words : broadcast(words, [size, ...words.shape]);
    const counts = b ? alignBatch(totals, pairs.ndim - 2) : totals;
    const weights = c ? alignBatch(sizes, pairs.ndim - 1) : sizes;
    return { outs: [bind1(partsOp, [pairs, counts, weights], params)], batched: [true] };
  },
});

/** Is there a weight > 0? Differences of sums may not tell. */
function hasMore(weights: ArrayLike<number>, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (weights[i] > 0) return true;
  return false;
}

/** Options of {@link multinomial} and {@link multivariateHypergeometric}. */
export interface MultinomialOptions {
  /** The shape of the draws, without the axis of the categories. Default: that of the parameters. */
  readonly shape?: Shape;
}

const MULTINOMIAL: Checks<MultinomialOptions> = { shape: checkedLater };

/** A number of trials up to this is drawn trial by trial. */
const FEW = 128;

const MOST = 2 ** 31 - 1;
const trialsRule: Rule = {
  name: "trials",
  expects: "an integer of 0 ... 2 ** 31 - 1",
  whole: true,
  least: 0,
  most: MOST,
};

/**
 * How often each category comes in n trials; the counts sum to n. A number n up to 128 is drawn trial by trial; more, and tensors n,
 * as one binomial count after the other, at a cost that does not grow with n.
 * @param key - a key
 * @param n - the number of trials
 * @param probs - probabilities along the last axis, with the sum 1
 * @param options - `shape` of the draws, default that of n and of probs without its last axis, which must broadcast to it
 * @returns int32, the shape with the axis of the categories behind
 * @throws TensorError "value" when `key` is no key, n no integer >= 0, or probs are negative, NaN or do not sum to 1 within
 * 1e-6; "shape" when there are no categories or the shapes do not broadcast
 * @example
 * const fair = new Array(6).fill(1 / 6);
 * random.multinomial(random.key(0), 10, fair); // => Tensor [2, 0, 4, 2, 2, 0] int32
 * random.multinomial(random.key(0), 10, fair, { shape: [1000] }).shape; // => [1000, 6]
 * @source Devroye, Non-uniform random variate generation (1986), XI.1.3; Dive into Deep Learning 2.6
 * @peers torch.multinomial, jax.random.multinomial, mxnet.np.random.multinomial, numpy.random.multinomial
 * @math P(n_1, \dots, n_k) = \frac{n!}{n_1! \cdots n_k!} \prod_i p_i^{n_i}
 * @see random.categorical, random.binomial
 * @keywords dice counts, roll dice
 */
export function multinomial(key: Key, n: TensorLike, probs: TensorLike, options?: MultinomialOptions): Tensor {
  checkKey("multinomial", key);
  const { shape: sizes } = readOptions("multinomial", options, MULTINOMIAL);
  const p = toProbabilities("multinomial", "probs", probs);
  const rows = { "probs without its last axis": p.shape.slice(0, -1) };
  if (typeof n === "number" && checkCount("multinomial", "n", n) <= FEW) {
    const shape = drawShape("multinomial", sizes, rows);
    return bind1(categoryOp, [rowsFor(p, shape), wordsOf(key, [...shape, n])], { trials: n });
  }
  const trials = checkValues(cast(toExact(n, "multinomial", "n"), "float64"), trialsRule, "multinomial", "n");
  const shape = drawShape("multinomial", sizes, { n: trials.shape, ...rows });
  return bind1(partsOp, [wordsOf(key, shape), trials, p], { kind: "binomial" });
}

/**
 * How many things of each kind there are among those that are drawn without replacement.
 * @param key - a key
 * @param counts - how many things there are of each kind, along the last axis
 * @param draws - how many are drawn
 * @param options - `shape` of the draws, default that of draws and of counts without its last axis, which must broadcast to it
 * @returns int32, the shape with the axis of the kinds behind
 * @throws TensorError "value" when `key` is no key, the numbers are no integers >= 0, or more are drawn than there are; "shape" when
 * counts is a scalar or the shapes do not broadcast
 * @example random.multivariateHypergeometric(random.key(0), [5, 3, 2], 4) // => Tensor [2, 1, 1] int32
 * @source Devroye, Non-uniform random variate generation (1986), XI.1
 * @math P(k_1, \dots, k_m) = \prod_i \binom{n_i}{k_i} \Big/ \binom{\sum n_i}{d}
 * @see random.hypergeometric, random.multinomial
 * @keywords urn with colours, deal cards
 */
export function multivariateHypergeometric(
  key: Key,
  counts: TensorLike,
  draws: TensorLike,
  options?: MultinomialOptions,
): Tensor {
  const op = "multivariateHypergeometric";
  checkKey(op, key);
  const { shape: sizes } = readOptions(op, options, MULTINOMIAL);
  const kinds = checkValues(cast(toExact(counts, op, "counts"), "float64"), trialsRule, op, "counts");
  if (kinds.ndim === 0 || kinds.shape[kinds.ndim - 1] === 0) {
    const problem = '"counts" has no kinds';
    const fix = "pass a vector, e.g. [5, 3, 2]";
    fail("shape", { op, problem, shapes: { counts: kinds.shape }, expects: "one number for each kind", fix });
  }
  const taken = checkValues(cast(toExact(draws, op, "draws"), "float64"), trialsRule, op, "draws");
  const shape = drawShape(op, sizes, { draws: taken.shape, "counts without its last axis": kinds.shape.slice(0, -1) });
  const whole = sum(kinds, -1);
  const left = checkValues(sub(whole, taken), enough, op, "the sum of counts - draws");
  return bind1(partsOp, [wordsOf(key, shape), sub(whole, left), kinds], { kind: "hypergeometric" });
}

const enough: Rule = { name: "enough", expects: "no more draws than there are things", least: 0 };
