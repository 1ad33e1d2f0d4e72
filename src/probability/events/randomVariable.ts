/** Random variables: maps from outcomes to values. */
import { type Drawable, type Drawing, FIGURE } from "../../base/drawing.ts";
import { fail } from "../../base/errors.ts";
import { readList } from "../../base/trees.ts";
import { checkFunction, type Checks, readOptions } from "../../ops/arguments.ts";
import type { JointTable } from "../tables/joint.ts";
import { compare, minus, type Num, plus, rootOf, times } from "../tables/number.ts";
import { showing } from "../../base/showing.ts";
import { Quantity, type QuantityLike, toNum } from "../tables/quantity.ts";
import { checkName, isMade, isOf, keyOf, labelOf, latexName, listed } from "../tables/states.ts";
import { numberOfState } from "../tables/statistics.ts";
import { Event, GIVEN } from "./event.ts";
import { condition, finiteOf, jointOf, mean, valuesOf, type WeightedValue } from "./jointOf.ts";
import { SampleSpace } from "./space.ts";

/** Options of the moments of a random variable. */
export interface MomentOptions<T> {
  /** An event that is known to happen. Default none. */
  readonly given?: Event<T>;
}

/** A random variable of the same space, or a constant. */
export type Operand<T> = RandomVariable<T, unknown> | QuantityLike;

/**
 * A map from the outcomes of a sample space to values. Made by `randomVariable`; arithmetic and conditions give new variables and events.
 * @example
 * const dice = sampleSpace([1, 2, 3, 4, 5, 6]).power(2);
 * const sum = randomVariable(dice, ([a, b]) => a + b, "X");
 * [P(sum.equals(7)), P(sum.between(2, 4)), sum.expectation(), sum.variance()] // => [ 1/6, 1/6, 7, 35/6 ]
 */
export class RandomVariable<T, V> implements Drawable {
  /** The sample space. */
  readonly space: SampleSpace<T>;
  /** The value for an outcome. */
  readonly f: (outcome: T) => V;
  /** How it is written. */
  readonly name: string;
  declare readonly "nabla.figure": () => Drawing;

  /** @internal */
  constructor(space: SampleSpace<T>, f: (outcome: T) => V, name: string) {
    this.space = space;
    this.f = f;
    this.name = name;
    const table = (): JointTable => this.distribution();
    showing(this, { text: () => this.toString(), latex: () => table().latex(), html: () => table().toHTML() });
    Object.defineProperty(this, FIGURE, { value: () => table()[FIGURE]() });
  }

  /**
   * The event that it has a value.
   * @param value - compared by content
   * @returns X = value
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * P(X.equals(5)) // => 1/6 ≈ 0.166667
   */
  equals(value: V): Event<T> {
    const key = keyOf(value);
    return this.where((v) => keyOf(v) === key, `${this.name} = ${labelOf(value)}`);
  }

  /**
   * The event that it has one of some values.
   * @param values - a list
   * @returns X ∈ values
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * P(X.in([1, 3, 5])) // => 1/2 = 0.5
   */
  in(values: readonly V[]): Event<T> {
    const list = readList(values);
    if (list === undefined) fail("value", { op: "in", argument: "values", got: values, expects: "a list of values" });
    const keys = new Set(list.map((each) => keyOf(each)));
    return this.where((v) => keys.has(keyOf(v)), `${this.name} ∈ {${listed(list.map((each) => labelOf(each)))}}`);
  }

  /**
   * The event that it lies between two numbers or is one of them.
   * @param low - the least
   * @param high - the most
   * @returns low ≤ X ≤ high
   * @throws TensorError "value" when its values are no numbers
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * P(X.between(1, 3)) // => 1/2 = 0.5
   */
  between(low: QuantityLike, high: QuantityLike): Event<T> {
    const [from, to] = [toNum("between", "low", low), toNum("between", "high", high)];
    const holds = (v: unknown): boolean => compare(this.number(v), from) >= 0 && compare(this.number(v), to) <= 0;
    return this.where(holds, `${labelOf(low)} ≤ ${this.name} ≤ ${labelOf(high)}`);
  }

  /**
   * The event that it is less than a number.
   * @param x - a number or what stands for one
   * @returns X < x
   * @throws TensorError "value" when its values are no numbers
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * P(X.lessThan(3)) // => 1/3 ≈ 0.333333
   */
  lessThan(x: QuantityLike): Event<T> {
    return this.compared("<", x, (order) => order < 0);
  }

  /**
   * The event that it is a number or less.
   * @param x - a number or what stands for one
   * @returns X ≤ x
   * @throws TensorError "value" when its values are no numbers
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * P(X.atMost(3)) // => 1/2 = 0.5
   */
  atMost(x: QuantityLike): Event<T> {
    return this.compared("≤", x, (order) => order <= 0);
  }

  /**
   * The event that it is greater than a number.
   * @param x - a number or what stands for one
   * @returns X > x
   * @throws TensorError "value" when its values are no numbers
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * P(X.greaterThan(3)) // => 1/2 = 0.5
   */
  greaterThan(x: QuantityLike): Event<T> {
    return this.compared(">", x, (order) => order > 0);
  }

  /**
   * The event that it is a number or more.
   * @param x - a number or what stands for one
   * @returns X ≥ x
   * @throws TensorError "value" when its values are no numbers
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * P(X.atLeast(3)) // => 2/3 ≈ 0.666667
   */
  atLeast(x: QuantityLike): Event<T> {
    return this.compared("≥", x, (order) => order >= 0);
  }

  /**
   * The event that a predicate holds for its value.
   * @param holds - a predicate of a value
   * @param name - how the event is written, default: its outcomes
   * @returns the event
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * P(X.where((x) => x % 2 === 0)) // => 1/2 = 0.5
   */
  where(holds: (value: V) => boolean, name?: string): Event<T> {
    const { space, f } = this;
    checkFunction("where", "holds", holds);
    if (name !== undefined) checkName("where", name);
    return new Event({
      space,
      has: (outcome) => holds(f(outcome)) === true,
      name: name === undefined ? undefined : condition(name),
    });
  }

  private compared(sign: string, x: QuantityLike, holds: (order: number) => boolean): Event<T> {
    const bound = toNum("compare", "x", x);
    return this.where((v) => holds(compare(this.number(v), bound)), `${this.name} ${sign} ${labelOf(x)}`);
  }

  private number(value: unknown): Num {
    return numberOfState("randomVariable", `a value of ${this.name}`, value);
  }

  // -------------------------------------------------------------- arithmetic

  /**
   * A function of it.
   * @param g - a function of a value
   * @param name - how the result is written, default "g(X)"
   * @returns g(X)
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * X.map((x) => x * x).expectation() // => 91/6 ≈ 15.1667
   */
  map<W>(g: (value: V) => W, name: string = `g(${this.name})`): RandomVariable<T, W> {
    const { space, f } = this;
    checkFunction("map", "g", g);
    return new RandomVariable(space, (outcome) => g(f(outcome)), checkName("map", name));
  }

  /**
   * The sum.
   * @param other - a random variable of the same space, or a number
   * @returns X + Y
   * @throws TensorError "value" when values are no numbers, or the spaces differ
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * X.add(1).expectation() // => 9/2 = 4.5
   */
  add(other: Operand<T>): RandomVariable<T, Quantity> {
    return this.combined("+", other, plus);
  }

  /**
   * The difference.
   * @param other - a random variable of the same space, or a number
   * @returns X - Y
   * @throws TensorError "value" when values are no numbers, or the spaces differ
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * X.sub(X.expectation()).expectation() // => 0
   */
  sub(other: Operand<T>): RandomVariable<T, Quantity> {
    return this.combined("-", other, minus);
  }

  /**
   * The product.
   * @param other - a random variable of the same space, or a number
   * @returns X · Y
   * @throws TensorError "value" when values are no numbers, or the spaces differ
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * X.mul(2).variance() // => 35/3 ≈ 11.6667
   */
  mul(other: Operand<T>): RandomVariable<T, Quantity> {
    return this.combined("·", other, times);
  }

  private combined(sign: string, other: Operand<T>, op: (a: Num, b: Num) => Num): RandomVariable<T, Quantity> {
    const { space, f } = this;
    const name = `${this.name} ${sign} ${isOf(other, RandomVariable) ? other.name : labelOf(other)}`;
    if (!isOf(other, RandomVariable)) {
      const constant = toNum(name, "other", other);
      return new RandomVariable(space, (x) => new Quantity(op(this.number(f(x)), constant)), name);
    }
    const theirs = checkedSpace(space, other as RandomVariable<T, unknown>);
    return new RandomVariable(space, (x) => new Quantity(op(this.number(f(x)), theirs.number(theirs.f(x)))), name);
  }

  // -------------------------------------------------------------- moments

  /**
   * The expectation: the mean of the values, each as often as it is probable.
   * @param options - `given`: an event that is known to happen, default none
   * @returns E[X]; exact where values and probabilities are
   * @throws TensorError "value" when values are no numbers, the space is not finite, or `given` has probability 0
   * @example randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]), (x) => x).expectation() // => 7/2 = 3.5
   * @math E[X] = \sum_\omega X(\omega) P(\omega)
   */
  expectation(options?: MomentOptions<T>): Quantity {
    return new Quantity(mean(this.weighted("expectation", options)));
  }

  /**
   * The variance.
   * @param options - `given`: an event that is known to happen, default none
   * @returns E[(X - E[X])²]
   * @throws TensorError "value" when values are no numbers, the space is not finite, or `given` has probability 0
   * @example randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]), (x) => x).variance() // => 35/12 ≈ 2.91667
   * @math \mathrm{Var}[X] = E[(X - E[X])^2]
   */
  variance(options?: MomentOptions<T>): Quantity {
    const list = this.weighted("variance", options);
    const center = mean(list);
    return new Quantity(mean(list.map(({ x, p }) => ({ x: times(minus(x, center), minus(x, center)), p }))));
  }

  /**
   * The standard deviation.
   * @param options - `given`: an event that is known to happen, default none
   * @returns the root of the variance
   * @throws TensorError "value" when values are no numbers, the space is not finite, or `given` has probability 0
   * @example
   * const X = randomVariable(sampleSpace([1, 2, 3, 4, 5, 6]));
   * X.standardDeviation().toNumber() // => 1.707825127659933
   */
  standardDeviation(options?: MomentOptions<T>): Quantity {
    return new Quantity(rootOf(this.variance(options).value));
  }

  /**
   * The covariance with another random variable.
   * @param other - a random variable of the same space
   * @returns E[(X - E[X]) (Y - E[Y])]
   * @throws TensorError "value" when values are no numbers, or the spaces differ
   * @example
   * const dice = sampleSpace([1, 2, 3, 4, 5, 6]).power(2);
   * const [a, sum] = [randomVariable(dice, ([x]) => x, "a"), randomVariable(dice, ([x, y]) => x + y, "sum")];
   * a.covariance(sum) // => 35/12 ≈ 2.91667
   */
  covariance(other: RandomVariable<T, unknown>): Quantity {
    return this.with(other).covariance(this.name, other.name);
  }

  /**
   * The correlation with another random variable.
   * @param other - a random variable of the same space
   * @returns a number from -1 to 1; NaN where one of them is constant
   * @throws TensorError "value" when values are no numbers, or the spaces differ
   * @example
   * const dice = sampleSpace([1, 2, 3, 4, 5, 6]).power(2);
   * const [a, sum] = [randomVariable(dice, ([x]) => x, "a"), randomVariable(dice, ([x, y]) => x + y, "sum")];
   * a.correlation(sum).toNumber() // => 0.7071067811865475
   */
  correlation(other: RandomVariable<T, unknown>): Quantity {
    return this.with(other).correlation(this.name, other.name);
  }

  private weighted(op: string, options?: MomentOptions<T>): WeightedValue[] {
    const { given } = readOptions(op, options, GIVEN as Checks<MomentOptions<T>>);
    return valuesOf(op, this.space, (outcome) => this.number(this.f(outcome)), given);
  }

  /**
   * Its distribution.
   * @returns a table of one variable: each value with its probability
   * @throws TensorError "value" when the space is not finite
   * @example
   * const heads = randomVariable(sampleSpace([0, 1]).power(2), ([a, b]) => a + b, "heads");
   * console.log(`${heads.distribution()}`);
   * // => heads  P(heads)
   * //    ─────────────────────
   * //    0           1/4  0.25
   * //    1           1/2   0.5
   * //    2           1/4  0.25
   */
  distribution(): JointTable {
    return this.with();
  }

  /**
   * The joint distribution with others.
   * @param others - random variables of the same space, with different names
   * @returns a joint table
   * @throws TensorError "value" when the space is not finite, or spaces differ
   * @example
   * const dice = sampleSpace([1, 2, 3, 4, 5, 6]).power(2);
   * const [a, sum] = [randomVariable(dice, ([x]) => x, "a"), randomVariable(dice, ([x, y]) => x + y, "sum")];
   * a.with(sum).P({ a: 1 }, { given: { sum: 3 } }) // => 1/2 = 0.5
   */
  with(...others: readonly RandomVariable<T, unknown>[]): JointTable {
    const all = [this as RandomVariable<T, unknown>, ...others.map((other) => checkedSpace(this.space, other))];
    return jointOf(finiteOf("distribution", this.space), all);
  }

  /** Its name and its distribution; of a countable space the first values. */
  toString(): string {
    if (this.space.isFinite) return `${this.distribution()}`;
    return `${this.name}: ${this.space
      .first(5)
      .map(([outcome]) => labelOf(this.f(outcome)))
      .join(", ")}, …`;
  }

  /**
   * The name in LaTeX.
   * @returns a formula
   * @example randomVariable(sampleSpace([1, 2]), (x) => x, "X1").latex() // => "X_{1}"
   */
  latex(): string {
    return latexName(this.name);
  }
}

function checkedSpace<T>(space: SampleSpace<T>, other: RandomVariable<T, unknown>): RandomVariable<T, unknown> {
  if (isOf(other, RandomVariable) && other.space === space) return other;
  const expects = "a random variable of the same sample space";
  fail("value", { op: "randomVariable", argument: "other", got: labelOf(other), expects });
}

/**
 * A random variable: a value for each outcome.
 * @param space - a sample space
 * @param f - the value for an outcome; by default the outcome itself
 * @param name - how it is written, default "X"
 * @returns the variable, with events (`equals`, `between`, `lessThan`, …), `distribution`, `expectation`, `variance` and arithmetic
 * @throws TensorError "value" when the space is none, or f is no function
 * @example P(randomVariable(sampleSpace([1, 2, 3, 4, 5, 6])).between(1, 3)) // => 1/2 = 0.5
 * @see sampleSpace, P
 * @source Dive into Deep Learning 2.6.1.2
 * @keywords map from outcomes, distribution, expectation
 */
export function randomVariable<T>(space: SampleSpace<T>): RandomVariable<T, T>;
export function randomVariable<T, V>(space: SampleSpace<T>, f: (outcome: T) => V, name?: string): RandomVariable<T, V>;
export function randomVariable<T>(
  space: SampleSpace<T>,
  f: (outcome: T) => unknown = (x) => x,
  name = "X",
): RandomVariable<T, unknown> {
  if (!isMade(space, SampleSpace)) {
    const fix = "e.g. randomVariable(sampleSpace([1, 2, 3]), (x) => x * x)";
    fail("value", { op: "randomVariable", argument: "space", got: space, expects: "a sample space", fix });
  }
  checkFunction("randomVariable", "f", f);
  return new RandomVariable(space, f, checkName("randomVariable", name));
}
