/** Numbers, symbols and constants, and the arithmetic of numbers. */
import type { Assumptions, Expression, Node } from "./expression.ts";
import { intern } from "./intern.ts";
import * as q from "./rational.ts";
import type { Rational } from "./rational.ts";

// ---------------------------------------------------------------- leaves

export function number(value: Rational | bigint | number): Expression {
  if (typeof value === "bigint") return ofRational({ n: value, d: 1n });
  if (typeof value === "object") return ofRational(value);
  const exact = q.fromNumber(value);
  if (exact !== undefined) return ofRational(exact);
  if (value === Infinity) return infinity;
  return value === -Infinity ? intern("product", undefined, [minusOne, infinity]) : float(value);
}

/** Small whole numbers are met all the time. */
const small = /*@__PURE__*/ new Map<bigint, Expression>();

export function ofRational(value: Rational): Expression {
  if (value.d !== 1n || value.n > 64n || value.n < -64n) return intern("number", value, []);
  let found = small.get(value.n);
  if (found === undefined) small.set(value.n, (found = intern("number", value, [])));
  return found;
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

export const isZero = (x: Expression): boolean => x.kind === "number" && q.isZero(x.payload as Rational);
export const isOne = (x: Expression): boolean => x.kind === "number" && q.isOne(x.payload as Rational);

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
  if (isOne(a)) return b;
  if (isOne(b)) return a;
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
  return parts.sort((a, b) => a.hash - b.hash || a.size - b.size || compareStructure(a, b));
}

/** For the rare parts of the same hash and size. */
function compareStructure(a: Expression, b: Expression): number {
  const [x, y] = [a, b].map(
    (part) => `${part.kind} ${String(part.payload)} ${part.args.map(({ hash }) => hash).join(" ")}`,
  );
  return x < y ? -1 : x > y ? 1 : 0;
}
