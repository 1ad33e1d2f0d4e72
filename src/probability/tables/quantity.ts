/** The numbers that probability answers with: fractions where everything is exact. */
import { fail } from "../../base/errors.ts";
import type { Rational } from "../../base/rational.ts";
import {
  absolute,
  agrees,
  compare,
  decimalOf,
  floatOf,
  isExact,
  isNothing,
  latexOf,
  minus,
  negated,
  type Num,
  ONE,
  over,
  plus,
  readNumber,
  rootOf,
  shortFloat,
  textOf,
  times,
} from "./number.ts";
import { showing } from "../../base/showing.ts";
import { isOf } from "./states.ts";

/**
 * What stands for a number: integers, bigints, texts such as `"1/3"` or `"0.0015"` and constant formulas are exact, other JavaScript
 * numbers are floats.
 */
export type QuantityLike = number | bigint | string | Quantity | Rational | { item(): number } | { toString(): string };

/**
 * A number of probability: an exact fraction, or a float64 where a float went in. It computes exactly as long as it can, compares with
 * `<` and `>` like a number, and shows fraction and decimal.
 * @example
 * const p = quantity("3/2000");
 * p; // => 3/2000 = 0.0015
 * [String(p), p.toNumber(), p.latex()]; // => [ "3/2000", 0.0015, "\\frac{3}{2000}" ]
 * p.mul("1/3").add(1) // => 2001/2000 = 1.0005
 */
export class Quantity {
  /** @internal */
  readonly value: Num;

  /** @internal */
  constructor(value: Num) {
    this.value = value;
    showing(this, {
      text: () => this.toString(),
      alone: () => `${textOf(value)} ${decimalOf(value)}`.trimEnd(),
      latex: () => this.latex(),
    });
    Object.freeze(this);
  }

  /** Whether it is a fraction, without any rounding. @example quantity(0.5).isExact // => false */
  get isExact(): boolean {
    return isExact(this.value);
  }

  /** The number above the line, undefined for floats. @example quantity("2/6").numerator // => 1n */
  get numerator(): bigint | undefined {
    return isExact(this.value) ? this.value.n : undefined;
  }

  /** The number below the line, undefined for floats. @example quantity("2/6").denominator // => 3n */
  get denominator(): bigint | undefined {
    return isExact(this.value) ? this.value.d : undefined;
  }

  /**
   * The sum.
   * @param other - a number or what stands for one
   * @returns an exact sum of exact numbers
   * @example quantity("1/3").add("1/6") // => 1/2 = 0.5
   */
  add(other: QuantityLike): Quantity {
    return new Quantity(plus(this.value, toNum("add", "other", other)));
  }

  /**
   * The difference.
   * @param other - a number or what stands for one
   * @returns an exact difference of exact numbers
   * @example quantity(1).sub("1/3") // => 2/3 ≈ 0.666667
   */
  sub(other: QuantityLike): Quantity {
    return new Quantity(minus(this.value, toNum("sub", "other", other)));
  }

  /**
   * The product.
   * @param other - a number or what stands for one
   * @returns an exact product of exact numbers
   * @example quantity("2/3").mul("3/4") // => 1/2 = 0.5
   */
  mul(other: QuantityLike): Quantity {
    return new Quantity(times(this.value, toNum("mul", "other", other)));
  }

  /**
   * The quotient.
   * @param other - a number or what stands for one, not 0
   * @returns an exact quotient of exact numbers
   * @throws TensorError "value" when it is divided by 0
   * @example quantity(1).div(3) // => 1/3 ≈ 0.333333
   */
  div(other: QuantityLike): Quantity {
    const divisor = toNum("div", "other", other);
    if (isNothing(divisor))
      fail("value", { op: "div", argument: "other", got: other, expects: "a number other than 0" });
    return new Quantity(over(this.value, divisor));
  }

  /**
   * The number with the other sign.
   * @returns minus the number
   * @example quantity("1/3").neg() // => -1/3 ≈ -0.333333
   */
  neg(): Quantity {
    return new Quantity(negated(this.value));
  }

  /**
   * What is missing to 1.
   * @returns 1 minus the number
   * @example quantity("1/3").complement() // => 2/3 ≈ 0.666667
   */
  complement(): Quantity {
    return new Quantity(minus(ONE, this.value));
  }

  /**
   * The distance from 0.
   * @returns the number without its sign
   * @example quantity("-1/3").abs() // => 1/3 ≈ 0.333333
   */
  abs(): Quantity {
    return new Quantity(absolute(this.value));
  }

  /**
   * The square root.
   * @returns exact where it is a fraction
   * @example quantity("4/9").sqrt() // => 2/3 ≈ 0.666667
   */
  sqrt(): Quantity {
    return new Quantity(rootOf(this.value));
  }

  /**
   * Whether two numbers are equal: fractions exactly, floats up to 1e-9.
   * @param other - a number or what stands for one
   * @returns true or false
   * @example quantity("1/2").equals("2/4") // => true
   */
  equals(other: QuantityLike): boolean {
    return agrees(this.value, toNum("equals", "other", other));
  }

  /**
   * Compares two numbers.
   * @param other - a number or what stands for one
   * @returns -1, 0 or 1 as this number is less than, equal to or greater than the other
   * @example quantity("1/3").compareTo("1/2") // => -1
   */
  compareTo(other: QuantityLike): number {
    return Math.sign(compare(this.value, toNum("compareTo", "other", other)));
  }

  /**
   * The number as JavaScript has it.
   * @returns the nearest float64
   * @example quantity("1/3").toNumber() // => 0.3333333333333333
   */
  toNumber(): number {
    return floatOf(this.value);
  }

  /**
   * Lets `<`, `>` and `Number(…)` see a number.
   * @returns the nearest float64
   * @example quantity("1/3") < quantity("1/2") // => true
   */
  valueOf(): number {
    return floatOf(this.value);
  }

  /**
   * The number as a decimal.
   * @param digits - how many significant ones, default 6
   * @returns text
   * @example quantity("300/2297").toDecimal(9) // => "0.130605137"
   */
  toDecimal(digits = 6): string {
    return shortFloat(floatOf(this.value), digits);
  }

  /** "1/3" for fractions, the shortest decimal for floats. @example String(quantity("2/6")) // => "1/3" */
  toString(): string {
    return textOf(this.value);
  }

  /** What `JSON.stringify` writes: a text for fractions, a number for floats. */
  toJSON(): string | number {
    return typeof this.value === "number" ? this.value : textOf(this.value);
  }

  /**
   * The number in LaTeX.
   * @returns a formula
   * @example quantity("1/3").latex() // => "\\frac{1}{3}"
   */
  latex(): string {
    return latexOf(this.value);
  }
}

/**
 * A number for probability: exact for integers, bigints, texts (`"1/3"`, `"0.0015"`) and constant formulas, a float for other JavaScript
 * numbers.
 * @param x - a number or what stands for one
 * @returns the number
 * @throws TensorError "value" when it stands for no finite number
 * @example quantity("0.0015") // => 3/2000 = 0.0015
 * @example quantity(1).div(6).add("1/3") // => 1/2 = 0.5
 * @see joint, P
 * @source Knuth, The Art of Computer Programming 2, 4.5.1
 * @keywords exact fraction, rational number
 */
export function quantity(x: QuantityLike): Quantity {
  return isOf(x, Quantity) ? x : new Quantity(toNum("quantity", "x", x));
}

/** The number behind a value; raises where there is none. */
export function toNum(op: string, argument: string, value: unknown): Num {
  const number = readNumber(value);
  if (number !== undefined) return number;
  const fix = typeof value === "string" ? 'write a fraction "1/3" or a decimal "0.25"' : undefined;
  fail("value", { op, argument, got: value, expects: 'a finite number, or a fraction such as "1/3"', fix });
}

/** A number from 0 to 1. */
export function toProbability(op: string, argument: string, value: unknown): Num {
  const p = toNum(op, argument, value);
  const isOne = floatOf(p) <= 1 || agrees(p, ONE);
  if (floatOf(p) < 0 || !isOne) {
    const problem = `"${argument}" is ${textOf(p)}, which is no probability`;
    fail("value", { op, argument, got: value, expects: "a number from 0 to 1", problem });
  }
  return p;
}
