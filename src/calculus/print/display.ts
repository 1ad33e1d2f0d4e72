/** A formula as it stands on paper: signs in front, denominators below a line, roots as roots, in textbook order. */
import type { Expression, Payloads } from "../expression.ts";
import type { Order } from "./order.ts";

/** What each kind of display carries besides its parts. */
export interface DisplayPayloads {
  /** A whole number that is not negative. */
  integer: bigint;
  /** A rounded number that is not negative. */
  decimal: number;
  symbol: Payloads["symbol"];
  constant: Payloads["constant"];
  /** Minus its one part. */
  negative: undefined;
  /** Terms, of which some are negative. */
  sum: undefined;
  product: undefined;
  /** Numerator and denominator. */
  fraction: undefined;
  /** Base and exponent. */
  power: undefined;
  /** The root of that degree. */
  root: bigint;
  call: Payloads["call"];
  unknown: Payloads["unknown"];
  derivative: undefined;
  integral: undefined;
  series: undefined;
  piecewise: undefined;
  relation: Payloads["relation"];
  matrix: MatrixDisplay;
}

/** The function of matrices and the formulas it is of, which its notation may take apart. */
export interface MatrixDisplay {
  readonly head: Payloads["matrix"];
  readonly of: readonly Expression[];
}

export type DisplayKind = keyof DisplayPayloads;

export interface Display<K extends DisplayKind = DisplayKind> {
  readonly kind: K;
  readonly payload: DisplayPayloads[K];
  readonly args: readonly Display[];
  /** No vector or matrix. */
  readonly isScalar: boolean;
  readonly order: Order;
  /** What the writers without options made of it. */
  latex: unknown;
  text: unknown;
  unicode: unknown;
}

export function isDisplay<K extends DisplayKind>(x: Display, kind: K): x is Display<K> {
  return x.kind === kind;
}

/** The number aᵀ x before vectors, or before another such number: without parentheses (aᵀ x) b would be a chain of products. */
export function isChainAmong(x: Display, factors: readonly Display[]): boolean {
  return isChain(x) && factors.some((other) => other !== x && (!other.isScalar || isChain(other)));
}

const isChain = (x: Display): boolean =>
  isDisplay(x, "matrix") && x.isScalar && (x.payload as MatrixDisplay).head.name === "matmul";
