/** Draws from finitely many categories: which one, how often each, which things of a population. */
import { fail } from "../base/errors.ts";
import { checkShape, normalizeAxis, type Shape, sizeOf } from "../base/shapes.ts";
import { broadcast, cast, moveAxis, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor, type TensorLike } from "../core/tensor.ts";
import { checkBoolean, checkedLater, type Checks, readOptions } from "../ops/arguments.ts";
import { add } from "../ops/arithmetic.ts";
import { argmax } from "../ops/extrema.ts";
import { log } from "../ops/exponential.ts";
import { gatherAxis } from "../ops/gather.ts";
import { topk } from "../ops/sort.ts";
import { fractionOf } from "./bits.ts";
import { gumbel } from "./continuous.ts";
import { randint } from "./integers.ts";
import { checkKey, type Key } from "./key.ts";
import { checkValues, drawShape, floatDTypeOf, toExact } from "./parameters.ts";
import { checkCount, orderOf } from "./permutation.ts";
import { noTangents, repeatUnbatched, wordsOf } from "./threefry.ts";

/** Options of {@link categorical}. */
export interface CategoricalOptions {
  /** The axis of the categories. Default -1. */
  readonly axis?: number;
  /** The shape of the result. Default: that of the logits without the axis, which must broadcast to it. */
  readonly shape?: Shape;
}

const CATEGORICAL: Checks<CategoricalOptions> = { axis: checkedLater, shape: checkedLater };

/**
 * Categories with probabilities softmax(logits): the place of the largest of logits plus Gumbel numbers. The cost is the number
 * of draws times that of categories.
 * @param key - a key
 * @param logits - logarithms of probabilities, up to a constant, along an axis; -Infinity for what never happens
 * @param options - `axis` of the categories, default -1; `shape` of the result, default that of the logits without the axis
 * @returns int32: places along the axis
 * @throws TensorError "value" when `key` is no key, or logits are NaN, Infinity or all -Infinity; "axis"; "shape" when there are
 * no categories or the shapes do not broadcast
 * @example random.categorical(random.key(0), [0, 0, Math.log(2)], { shape: [5] }) // => Tensor [2, 2, 0, 1, 1] int32
 * @source JAX `random.categorical`; Maddison, Tarlow & Minka, A* sampling (2014), §2
 * @peers tf.random.categorical, jax.random.categorical
 * @math P(X = i) = \frac{e^{z_i}}{\sum_j e^{z_j}}
 * @see random.multinomial, random.choice
 * @keywords sample classes, sample from logits, roll a die, weighted choice
 */
export function categorical(key: Key, logits: TensorLike, options?: CategoricalOptions): Tensor {
  checkKey("categorical", key);
  const { axis = -1, shape: sizes } = readOptions("categorical", options, CATEGORICAL);
  const given = toTensor(logits, "categorical", "logits");
  const along = normalizeAxis("categorical", axis, given.ndim);
  requireCategories("categorical", "logits", given, along);
  const last = moveAxis(cast(given, floatDTypeOf([given])), along, given.ndim - 1);
  const x = moveAxis(checkValues(last, "logits", "categorical", "logits"), given.ndim - 1, along);
  const rest = given.shape.toSpliced(along, 1);
  const shape = drawShape("categorical", sizes, { "logits without the axis": rest });
  const place = shape.length - rest.length + along;
  const noise = gumbel(key, shape.toSpliced(place, 0, given.shape[along]), { dtype: floatDTypeOf([x]) });
  return cast(argmax(add(noise, x), place), "int32");
}

function requireCategories(op: string, argument: string, { shape }: Tensor, axis: number): void {
  if (shape[axis] > 0) return;
  const problem = `"${argument}" has no categories`;
  fail("shape", {
    op,
    problem,
    shapes: { [argument]: shape },
    expects: `at least one element along axis ${axis}`,
    fix: "name the axis of the categories, or check how it came to be empty",
  });
}

// ---------------------------------------------------------------- by inversion

/**
 * Categories by inversion: for probabilities [..., k] and fractions u [..., m] the first category up to which the probabilities
 * sum to total · (1 - u) or more, which is never one of probability 0; int32 [..., m]. `counts`: how often each came, [..., k].
 * @source Devroye, Non-uniform random variate generation (1986), III.2
 */
export const categoryOp: Op<{ readonly counts: boolean }> = /*@__PURE__*/ primitive({
  name: "randomCategory",
  infer: ([p, u], { counts }) => [{ shape: counts ? p.shape : u.shape, dtype: "int32", weak: false }],
  evaluate: ([p, u], { counts }, [{ shape }]) => {
    const [k, m] = [p.shape[p.ndim - 1], u.shape[u.ndim - 1]];
    const [probabilities, fractions] = [arrayOf(p), arrayOf(u)];
    const out = new Int32Array(sizeOf(shape));
    const sums = new Float64Array(k);
    for (let row = 0; row < probabilities.length / k; row++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sums[i] = sum += probabilities[row * k + i];
      for (let i = row * m; i < (row + 1) * m; i++) {
        const category = firstAtLeast(sums, sum * (1 - fractions[i]));
        if (counts) out[row * k + category]++;
        else out[i] = category;
      }
    }
    return [out];
  },
  jvp: noTangents,
  batch: ({ args, batched, size, params }) => ({
    outs: [bind1(categoryOp, repeatUnbatched(args, batched, size), params)],
    batched: [true],
  }),
});

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

/** Probabilities along the last axis, in float64. */
function toProbabilities(op: string, argument: string, value: TensorLike, least?: number): Tensor {
  const x = toExact(value, op, argument);
  if (x.ndim === 0) {
    const problem = `"${argument}" is a scalar`;
    fail("shape", {
      op,
      problem,
      shapes: { [argument]: [] },
      expects: "one probability for each category",
      fix: "pass a vector, e.g. [0.2, 0.8]",
    });
  }
  requireCategories(op, argument, x, x.ndim - 1);
  return checkValues(cast(x, "float64"), "distribution", op, argument, least);
}

/** Options of {@link multinomial}. */
export interface MultinomialOptions {
  /** The shape of the draws, without the axis of the categories. Default: that of probs without its last axis. */
  readonly shape?: Shape;
}

const MULTINOMIAL: Checks<MultinomialOptions> = { shape: checkedLater };

/**
 * How often each category comes in n trials; the counts sum to n. The trials themselves are drawn, so the cost is n log k for
 * k categories, and the memory n.
 * @param key - a key
 * @param n - the number of trials
 * @param probs - probabilities along the last axis, with the sum 1
 * @param options - `shape` of the draws, default that of probs without its last axis, which must broadcast to it
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
 * @see random.categorical
 * @keywords dice counts, roll dice
 */
export function multinomial(key: Key, n: number, probs: TensorLike, options?: MultinomialOptions): Tensor {
  checkKey("multinomial", key);
  const { shape: sizes } = readOptions("multinomial", options, MULTINOMIAL);
  const trials = checkCount("multinomial", "n", n);
  const p = toProbabilities("multinomial", "probs", probs);
  const shape = drawShape("multinomial", sizes, { "probs without its last axis": p.shape.slice(0, -1) });
  const fractions = fractionOf(wordsOf(key, [...shape, trials]), "float64");
  return bind1(categoryOp, [broadcast(p, [...shape, p.shape[p.ndim - 1]]), fractions], { counts: true });
}

/** Options of {@link choice}. */
export interface ChoiceOptions {
  /** The shape of the draws. Default []. */
  readonly shape?: Shape;
  /** Whether the same may come twice. Default true. */
  readonly replace?: boolean;
  /** The probability of each; equal where it is left out. */
  readonly p?: TensorLike;
  /** The axis of the population. Default 0. */
  readonly axis?: number;
}

const CHOICE: Checks<ChoiceOptions> = {
  shape: checkedLater,
  replace: checkBoolean,
  p: checkedLater,
  axis: checkedLater,
};

/**
 * Draws from a population: numbers 0 ... n - 1, or what stands along an axis of a tensor. With probabilities and without
 * replacement one after the other is drawn in proportion to the p of those that are left.
 * @param key - a key
 * @param population - how many, or a tensor; its values have gradients
 * @param options - `shape` of the draws, default []; `replace`, default true; `p`: the probability of each; `axis`, default 0
 * @returns int32 of the shape for a number; else the tensor's dtype, with the shape in place of the axis
 * @throws TensorError "value" when `key` is no key, the population is empty, without replacement too small, or p are no
 * probabilities; "shape" when p has another size; "axis"
 * @example
 * random.choice(random.key(0), 5, { shape: [3], replace: false }); // => Tensor [2, 3, 0] int32
 * random.choice(random.key(0), [10, 20, 30], { p: [0, 0.5, 0.5] }); // => Tensor 30
 * @source JAX `random.choice`; Kool, van Hoof & Welling, Stochastic beams and where to find them (2019), §3
 * @peers jax.random.choice, mxnet.np.random.choice, numpy.random.choice
 * @see random.permutation
 * @keywords sample without replacement, random element, pick, draw from a list, bootstrap, subsample
 */
export function choice(key: Key, population: number | TensorLike, options?: ChoiceOptions): Tensor {
  checkKey("choice", key);
  const { shape: sizes = [], replace = true, p, axis = 0 } = readOptions("choice", options, CHOICE);
  const shape = checkShape("choice", sizes);
  if (typeof population === "number") {
    normalizeAxis("choice", axis, 1);
    return chooseIndices(key, checkCount("choice", "population", population), shape, replace, p);
  }
  const x = toTensor(population, "choice", "population");
  const along = normalizeAxis("choice", axis, x.ndim);
  return gatherAxis(x, along, chooseIndices(key, x.shape[along], shape, replace, p));
}

function chooseIndices(key: Key, n: number, shape: Shape, replace: boolean, p: TensorLike | undefined): Tensor {
  const count = sizeOf(shape);
  const least = replace ? Math.min(count, 1) : count;
  if (n < least) {
    const fix = replace ? undefined : "draw fewer, or with replace: true";
    const problem = `the population has ${n} elements, and ${count} are drawn${replace ? "" : " without replacement"}`;
    fail("value", { op: "choice", argument: "population", got: n, expects: `at least ${least}`, problem, fix });
  }
  if (p === undefined)
    return replace ? randint(key, shape, 0, Math.max(n, 1)) : reshapeTo(orderOf(key, n, count), shape);
  const given = toExact(p, "choice", "p");
  if (given.ndim !== 1 || given.shape[0] !== n) {
    const problem = '"p" does not fit the population';
    fail("shape", {
      op: "choice",
      problem,
      shapes: { p: given.shape, population: [n] },
      expects: "one probability for each",
      fix: "pass as many probabilities as there are things to choose from",
    });
  }
  const weights = toProbabilities("choice", "p", given, replace ? undefined : count);
  if (!replace) {
    // The largest of log p plus Gumbel numbers are distributed as if drawn one after the other.
    return reshapeTo(topk(add(gumbel(key, [n], { dtype: "float64" }), log(weights)), count).indices, shape);
  }
  const fractions = fractionOf(wordsOf(key, [count]), "float64");
  return reshapeTo(bind1(categoryOp, [weights, fractions], { counts: false }), shape);
}
