/** Draws from finitely many categories: which one, which things of a population. */
import { fail } from "../base/errors.ts";
import { checkShape, normalizeAxis, type Shape, sizeOf } from "../base/shapes.ts";
import { cast, moveAxis, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { bind1 } from "../core/interpreter.ts";
import { scalar, type Tensor, type TensorLike } from "../core/tensor.ts";
import { checkBoolean, checkedLater, type Checks, oneOf, readOptions } from "../ops/arguments.ts";
import { add, sub } from "../ops/arithmetic.ts";
import { argmax, max } from "../ops/extrema.ts";
import { exp, log } from "../ops/exponential.ts";
import { gatherAxis } from "../ops/gather.ts";
import { topk } from "../ops/sort.ts";
import { stopGradient } from "../ops/stopGradient.ts";
import { belowOf } from "./bits.ts";
import { categoryOp, rowsFor } from "./categoryOp.ts";
import { gumbelOf } from "./continuous.ts";
import { checkKey, type Key } from "./key.ts";
import { checkValues, drawShape, floatDTypeOf, toExact } from "./parameters.ts";
import { checkCount, orderOf } from "./permutation.ts";
import { wordsOf } from "./threefry.ts";

/** Options of {@link categorical}. */
export interface CategoricalOptions {
  /** The axis of the categories. Default -1. */
  readonly axis?: number;
  /** The shape of the result. Default: that of the logits without the axis, which must broadcast to it. */
  readonly shape?: Shape;
  /** How they are drawn. Default "inversion". */
  readonly method?: "inversion" | "gumbel";
}

const CATEGORICAL: Checks<CategoricalOptions> = {
  axis: checkedLater,
  shape: checkedLater,
  method: /*@__PURE__*/ oneOf("inversion", "gumbel"),
};

/**
 * Categories with probabilities softmax(logits). By inversion, at a cost of the number of draws plus that of logits; or, with
 * `method: "gumbel"`, the places of the largest of logits plus Gumbel numbers: the values of JAX, at a cost of the product.
 * @param key - a key
 * @param logits - logarithms of probabilities, up to a constant, along an axis; -Infinity for what never happens
 * @param options - `axis` of the categories, default -1; `shape` of the result, default that of the logits without the axis;
 * `method`: "inversion" (default) or "gumbel"
 * @returns int32: places along the axis
 * @throws TensorError "value" when `key` is no key, or logits are NaN, Infinity or all -Infinity; "axis"; "shape" when there are
 * no categories or the shapes do not broadcast
 * @example random.categorical(random.key(0), [0, 0, Math.log(2)], { shape: [5] }) // => Tensor [2, 2, 0, 1, 1] int32
 * @source Devroye, Non-uniform random variate generation (1986), III.2; JAX `random.categorical`
 * @peers tf.random.categorical, jax.random.categorical
 * @math P(X = i) = \frac{e^{z_i}}{\sum_j e^{z_j}}
 * @see random.multinomial, random.choice
 * @keywords sample classes, sample from logits, roll a die, weighted choice
 */
export function categorical(key: Key, logits: TensorLike, options?: CategoricalOptions): Tensor {
  checkKey("categorical", key);
  const { axis = -1, shape: sizes, method = "inversion" } = readOptions("categorical", options, CATEGORICAL);
  const given = toTensor(logits, "categorical", "logits");
  const along = normalizeAxis("categorical", axis, given.ndim);
  requireCategories("categorical", "logits", given, along);
  const last = moveAxis(cast(given, floatDTypeOf([given])), along, given.ndim - 1);
  const checked = checkValues(last, "logits", "categorical", "logits");
  const rest = given.shape.toSpliced(along, 1);
  const shape = drawShape("categorical", sizes, { "logits without the axis": rest });
  if (method === "inversion") {
    const exact = cast(stopGradient(checked), "float64");
    const weights = exp(sub(exact, max(exact, -1, { keepdims: true })));
    return bind1(categoryOp, [rowsFor(weights, shape), wordsOf(key, shape)], {});
  }
  const x = moveAxis(checked, given.ndim - 1, along);
  const place = shape.length - rest.length + along;
  const noise = gumbelOf(wordsOf(key, shape.toSpliced(place, 0, given.shape[along])), floatDTypeOf([x]));
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

/** Probabilities along the last axis, in float64. */
export function toProbabilities(op: string, argument: string, value: TensorLike, least?: number): Tensor {
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
    return replace
      ? belowOf(wordsOf(key, shape), scalar(Math.max(n, 1), "float64"), "int32")
      : reshapeTo(orderOf(key, n, count), shape);
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
    return reshapeTo(topk(add(gumbelOf(wordsOf(key, [n]), "float64"), log(weights)), count).indices, shape);
  }
  return bind1(categoryOp, [weights, wordsOf(key, shape)], {});
}
