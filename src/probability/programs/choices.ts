/** What a program can yield: random choices, observations and weights. */
import { fail } from "../../base/errors.ts";
import { rational } from "../../base/rational.ts";
import { isPlainObject, readList } from "../../base/trees.ts";
import { JointTable } from "../tables/joint.ts";
import { floatOf, isNothing, minus, type Num, ONE } from "../tables/number.ts";
import { type QuantityLike, toNum, toProbability } from "../tables/quantity.ts";
import { normalized } from "../tables/read.ts";
import { isOf, stateOfKey } from "../tables/states.ts";

/** One way that a choice can go. */
export interface Branch {
  readonly value: unknown;
  readonly probability: Num;
}

/**
 * A point of a program where something random happens or is observed. `yield*` hands it over and gives what came out, with its type; `yield`
 * does the same without.
 * @example
 * enumerate(function* () {
 *   const a = yield* flip("1/2");
 *   return a;
 * }).runs // => 2
 */
export class Choice<T> {
  /** @internal */
  readonly branches: readonly Branch[];
  /** Multiplies the probability of the run: an observation is 0 or 1. @internal */
  readonly weight: Num;

  /** @internal */
  constructor(branches: readonly Branch[], weight: Num = ONE) {
    this.branches = branches.filter(({ probability }) => !isNothing(probability));
    this.weight = weight;
  }

  /** So that `yield*` gives the value with its type. */
  *[Symbol.iterator](): Generator<Choice<unknown>, T, unknown> {
    return (yield this as Choice<unknown>) as T;
  }
}

/**
 * A coin that shows true with a probability; for programs of `enumerate`.
 * @param p - the probability of true: exact as a fraction `"1/3"`
 * @returns what to yield
 * @throws TensorError "value" when p is no number from 0 to 1
 * @example
 * enumerate(function* () { return yield* flip("1/3"); }).P(true) // => 1/3 ≈ 0.333333
 * @see categorical, observe
 * @source Goodman & Stuhlmüller, The Design and Implementation of Probabilistic Programming Languages (2014)
 * @keywords Bernoulli, random choice, probabilistic programming
 */
export function flip(p: QuantityLike): Choice<boolean> {
  const probability = toProbability("flip", "p", p);
  return new Choice([
    { value: true, probability },
    { value: false, probability: minus(ONE, probability) },
  ]);
}

/**
 * One of several values; for programs of `enumerate`.
 * @param weights - a list of probabilities, for 0, 1, 2, …; an object with a probability for each value; or a table of one variable
 * @returns what to yield
 * @throws TensorError "value" when the probabilities are negative or do not sum to 1
 * @example
 * enumerate(function* () { return yield* categorical({ red: "1/2", green: "1/3", blue: "1/6" }); }).P("green") // => 1/3 ≈ 0.333333
 * @see choose, flip
 * @source Goodman & Stuhlmüller, The Design and Implementation of Probabilistic Programming Languages (2014)
 * @keywords random choice, discrete distribution
 */
export function categorical(weights: readonly QuantityLike[]): Choice<number>;
/** One of the states of an object or a table. */
export function categorical<K extends string>(weights: Readonly<Record<K, QuantityLike>>): Choice<K>;
/** One of the states of a table. */
export function categorical(weights: JointTable): Choice<unknown>;
export function categorical(
  weights: readonly QuantityLike[] | Readonly<Record<string, QuantityLike>> | JointTable,
): Choice<unknown> {
  if (isOf(weights, JointTable)) {
    const { variables, cells } = weights.table;
    if (variables.length === 1)
      return new Choice(cells.map((probability, i) => ({ value: variables[0].states[i], probability })));
  }
  const list = readList(weights);
  const isList = list !== undefined;
  if ((!isList && !isPlainObject(weights)) || Object.keys(list ?? weights).length === 0) {
    const fix = 'e.g. categorical({ red: "1/2", blue: "1/2" })';
    fail("value", {
      op: "categorical",
      argument: "weights",
      got: weights,
      expects: "a probability for each value",
      fix,
    });
  }
  const given = Object.entries((list ?? weights) as Readonly<Record<string, QuantityLike>>);
  const cells = given.map(([key, value]) => toProbability("categorical", `weights.${key}`, value));
  const probabilities = normalized("categorical", "the list of probabilities", cells, false);
  return new Choice(given.map(([key], i) => ({ value: isList ? i : stateOfKey(key), probability: probabilities[i] })));
}

/**
 * One of several values, all equally likely; for programs of `enumerate`.
 * @param values - at least one
 * @returns what to yield
 * @throws TensorError "value" when there are no values
 * @example
 * enumerate(function* () { return (yield* choose([1, 2, 3, 4, 5, 6])) + (yield* choose([1, 2, 3, 4, 5, 6])); }).P(7) // => 1/6 ≈ 0.166667
 * @see categorical
 * @source Goodman & Stuhlmüller, The Design and Implementation of Probabilistic Programming Languages (2014)
 * @keywords dice, throw, uniform, draw
 */
export function choose<T>(values: readonly T[]): Choice<T> {
  const list = readList(values) as T[] | undefined;
  if (list === undefined || list.length === 0) {
    fail("value", {
      op: "choose",
      argument: "values",
      got: values,
      expects: "a list of at least one value",
      fix: "e.g. choose([1, 2, 3])",
    });
  }
  const probability = rational(1n, BigInt(list.length));
  return new Choice(list.map((value) => ({ value, probability })));
}

/**
 * Something was seen to be so: runs where it is not are left out; for programs of `enumerate`.
 * @param condition - whether the run agrees with what was observed
 * @returns what to yield
 * @throws TensorError "value" when the condition is neither true nor false
 * @example
 * const coins = enumerate(function* () {
 *   const [a, b] = [yield* flip("1/2"), yield* flip("1/2")];
 *   yield* observe(a || b);
 *   return a;
 * });
 * coins.P(true) // => 2/3 ≈ 0.666667
 * @see factor
 * @source Goodman & Stuhlmüller, The Design and Implementation of Probabilistic Programming Languages (2014)
 * @keywords condition, evidence
 */
export function observe(condition: boolean): Choice<void> {
  if (typeof condition !== "boolean") {
    const fix = "a soft observation is factor(p)";
    fail("value", { op: "observe", argument: "condition", got: condition, expects: "true or false", fix });
  }
  return new Choice([], condition ? ONE : rational(0n));
}

/**
 * A soft observation: the run counts as much as what was seen is likely in it; for programs of `enumerate`.
 * @param weight - the likelihood, from 0 on
 * @returns what to yield
 * @throws TensorError "value" when the weight is negative
 * @example
 * const test = enumerate(function* () {
 *   const ill = yield* flip("3/2000");
 *   yield* factor(ill ? 1 : "1/100");
 *   return ill;
 * });
 * test.P(true) // => 300/2297 ≈ 0.130605
 * @see observe
 * @source Goodman & Stuhlmüller, The Design and Implementation of Probabilistic Programming Languages (2014)
 * @keywords soft evidence, likelihood, score
 */
export function factor(weight: QuantityLike): Choice<void> {
  const number = toNum("factor", "weight", weight);
  if (floatOf(number) < 0)
    fail("value", { op: "factor", argument: "weight", got: weight, expects: "a number from 0 on" });
  return new Choice([], number);
}
