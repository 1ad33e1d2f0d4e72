/** Numbers, symbols and constants, and the arithmetic of numbers. */
import { fail } from "../base/errors.ts";
import type { Assumptions, Expression, Node } from "./expression.ts";
import { intern } from "./intern.ts";
import * as q from "../base/rational.ts";
import type { Rational } from "../base/rational.ts";

// ---------------------------------------------------------------- leaves

export function number(value: Rational | bigint | number): Expression {
  if (typeof value === "bigint") return ofRational({ n: value, d: 1n });
  if (typeof value === "object") return ofRational(value);
  const exact = q.fromNumber(value);
  if (exact !== undefined) return ofRational(exact);
  if (value === Infinity) return infinity;
  return value === -Infinity ? intern("product", undefined, [minusOne, infinity]) : float(value);
}

/** Whole numbers from -64 to 64 are met all the time: each is one object for ever. */
const SMALL = 64;
const small: (Expression | undefined)[] = /*@__PURE__*/ new Array<undefined>(2 * SMALL + 1).fill(undefined);

/** The arguments of leaves. */
const NONE: readonly Expression[] = [];

/** Larger numerators and denominators are of no use, and slow. */
const MOST_BITS = 1 << 18;
const largest = /*@__PURE__*/ (() => 1n << BigInt(MOST_BITS))();
const smallest = /*@__PURE__*/ (() => -largest)();

export function ofRational(value: Rational): Expression {
  const place = value.d === 1n ? Number(value.n) + SMALL : -1;
  if (!(place >= 0 && place <= 2 * SMALL)) {
    if (value.n > largest || value.n < smallest || value.d > largest) {
      fail("budget", {
        op: "formula",
        limit: MOST_BITS,
        unit: "bits of an exact number",
        fix: "write the large number as a power with a symbol in it, or use a float",
      });
    }
    return intern("number", value, NONE);
  }
  return (small[place] ??= intern("number", value, NONE));
}

export function float(value: number): Expression {
  return intern("float", value, []);
}

const SCALAR: Assumptions = { dimensions: [] };

export function symbol(name: string, assumptions: Assumptions = SCALAR): Node<"symbol"> {
  return intern("symbol", { name, assumptions }, []);
}

export const zero: Expression = /*@__PURE__*/ ofRational(q.ZERO);
export const one: Expression = /*@__PURE__*/ ofRational(q.ONE);
export const minusOne: Expression = /*@__PURE__*/ ofRational(q.MINUS_ONE);
export const two: Expression = /*@__PURE__*/ ofRational({ n: 2n, d: 1n });
export const half: Expression = /*@__PURE__*/ ofRational({ n: 1n, d: 2n });
export const e: Expression = /*@__PURE__*/ intern("constant", "e", []);
export const pi: Expression = /*@__PURE__*/ intern("constant", "pi", []);
export const i: Expression = /*@__PURE__*/ intern("constant", "i", []);
export const infinity: Expression = /*@__PURE__*/ intern("constant", "infinity", []);

/** The exact value of a number; undefined for all else. */
export function rationalOf(x: Expression): Rational | undefined {
  return x.is("number") ? x.payload : undefined;
}

export const isZero = (x: Expression): boolean => x === zero;
export const isOne = (x: Expression): boolean => x === one;

export const isNumeric = (x: Expression): boolean => x.kind === "number" || x.kind === "float";

/** The sum of two numbers. */
export function addNumbers(a: Expression, b: Expression): Expression {
  if (a.kind === "number" && b.kind === "number") {
    return ofRational(q.addRational(a.payload as Rational, b.payload as Rational));
  }
  return floatOrExact(numericValue(a) + numericValue(b));
}

/** The product of two numbers. */
export function mulNumbers(a: Expression, b: Expression): Expression {
  if (a === one) return b;
  if (b === one) return a;
  if (a.kind === "number" && b.kind === "number") {
    return ofRational(q.mulRational(a.payload as Rational, b.payload as Rational));
  }
  if (isZero(a) || isZero(b)) return zero;
  return floatOrExact(numericValue(a) * numericValue(b));
}

/** A rounded number; the infinities are constants. */
export function floatOrExact(value: number): Expression {
  return Number.isFinite(value) ? float(value) : number(value);
}

/** The float64 behind a number. */
export function numericValue(x: Expression): number {
  return x.kind === "number" ? q.toNumber(x.payload as Rational) : (x.payload as number);
}

/** An order that depends on the structure alone. */
export function sorted(parts: Expression[]): Expression[] {
  if (parts.length > FEW) return parts.sort(compareHashes);
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at];
    let to = at;
    for (; to > 0 && compareHashes(parts[to - 1], part) > 0; to--) parts[to] = parts[to - 1];
    parts[to] = part;
  }
  return parts;
}

/** Up to so many, insertion is faster than the sort of the language. */
const FEW = 12;

const compareHashes = (a: Expression, b: Expression): number =>
  a.hash - b.hash || a.size - b.size || (a === b ? 0 : compareStructure(a, b));

/** For the rare parts of the same hash and size. */
function compareStructure(a: Expression, b: Expression): number {
  const [x, y] = [a, b].map(
    (part) => `${part.kind} ${String(part.payload)} ${part.args.map(({ hash }) => hash).join(" ")}`,
  );
  return x < y ? -1 : x > y ? 1 : 0;
}
