/** What a head of matrix calculus is: data that differentiation, transposition, printing and evaluation read. */
import { fail } from "../../base/errors.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Dimension, Dimensions, Expression, MatrixHead } from "../expression.ts";
import { productOf } from "../build.ts";
import { ofRational, one, symbol } from "../leaves.ts";

/** Text or LaTeX of a part, in parentheses where it binds less tightly than asked for. */
export type Write = (x: Expression, precedence: number) => string;

/** How tightly notations bind. */
export const SUM = 1;
export const PRODUCT = 2;
export const POWER = 3;
export const ATOM = 4;

/** What a head looks like. */
export interface Notation {
  readonly text: string;
  readonly latex: string;
  readonly precedence: number;
}

/** A rule for differentials, as texts name and write it. */
export interface DifferentialRule {
  readonly name: string;
  readonly text: string;
  readonly latex: string;
}

/** A linear head seen from one of its arguments. */
export interface Linear {
  readonly args: readonly Expression[];
  /** The argument in which it is linear. */
  readonly at: number;
  readonly whole: Expression;
}

/** What a value is computed for. */
export interface TensorPlace {
  /** Of the result. */
  readonly shape: readonly number[];
  readonly whole: Expression;
  /** What a named size is. */
  readonly size: (dimension: Dimension) => number;
}

/** A function of vectors and matrices, complete: everything about it stands in its one const. */
export interface Head extends MatrixHead {
  readonly build: (args: readonly Expression[]) => Expression;
  /** The transpose of a matrix result with the transposes of the arguments; without it the transpose stays outside. */
  readonly transposed?: (args: readonly Expression[], transpose: (x: Expression) => Expression) => Expression;
  /** How to differentiate it; absent for constants. */
  readonly rule?: DifferentialRule;
  /** Linear in each argument by itself, so that its differential is the sum over the arguments. */
  readonly multilinear?: true;
  /** The differential of the others, linear in `d`, of which those are undefined that vanish; undefined: has no closed form. */
  readonly differential?: (
    args: readonly Expression[],
    d: readonly (Expression | undefined)[],
    whole: Expression,
  ) => Expression | undefined;
  /** L* with ⟨g, L(h)⟩ = ⟨L*(g), h⟩ for all h in the place of one argument; undefined: has no closed form. */
  readonly adjoint?: (g: Expression, linear: Linear) => Expression | undefined;
  /** J with vec L(h) = J vec h; undefined: has no closed form. */
  readonly jacobian?: (inner: Expression, linear: Linear) => Expression | undefined;
  /** tr of it, where that is simpler. */
  readonly traced?: (args: readonly Expression[], trace: (x: Expression) => Expression) => Expression | undefined;
  /** Square matrices and exponents with det(whole) = Π det(matrix)^exponent. */
  readonly determinants?: (args: readonly Expression[]) => readonly (readonly [Expression, Expression])[] | undefined;
  /** Its value. */
  readonly tensor: (args: readonly Tensor[], at: TensorPlace) => Tensor;
  readonly notation: (args: readonly Expression[], write: Write) => Notation;
}

/** The head of a formula of kind matrix. Zeros are made by the constructors of sums, without one. */
export function headOf(x: Expression): Head | undefined {
  return x.kind === "matrix" && !isZeros(x) ? (x.payload as Head) : undefined;
}

export const isHead = (x: Expression, head: MatrixHead): boolean =>
  x.kind === "matrix" && (x.payload as MatrixHead).name === head.name;

/** A vector or matrix of zeros. */
export const isZeros = (x: Expression): boolean => x.kind === "matrix" && (x.payload as MatrixHead).name === "zero";

/** A notation of words: name(a, b). */
export function called(name: string, latex = `\\operatorname{${name}}`): Head["notation"] {
  return (args, write) => {
    const list = args.map((arg) => write(arg, 0)).join(", ");
    return { text: `${name}(${list})`, latex: `${latex}\\left(${list}\\right)`, precedence: ATOM };
  };
}

// ---------------------------------------------------------------- dimensions

/** Vectors are columns. */
export const rowsOf = ({ dimensions }: Expression): Dimension => (dimensions.length === 0 ? 1 : dimensions[0]);
export const columnsOf = ({ dimensions }: Expression): Dimension => (dimensions.length === 2 ? dimensions[1] : 1);

/** One column is a vector, one row and one column a scalar. */
export function dimensionsFrom(rows: Dimension, columns: Dimension): Dimensions {
  if (columns !== 1) return [rows, columns];
  return rows === 1 ? [] : [rows];
}

export const isColumn = ({ dimensions }: Expression): boolean => dimensions.length === 1;
export const isRow = ({ dimensions }: Expression): boolean => dimensions.length === 2 && dimensions[0] === 1;
export const isSquare = ({ dimensions }: Expression): boolean =>
  dimensions.length === 2 && dimensions[0] === dimensions[1];

/** m·n, of numbers or names. */
export function timesDimensions(a: Dimension, b: Dimension): Dimension {
  if (a === 1) return b;
  if (b === 1) return a;
  if (typeof a === "number" && typeof b === "number") return a * b;
  return [...String(a).split("·"), ...String(b).split("·")].sort().join("·");
}

/** A size as a formula: a number, or a positive whole symbol of that name. */
export function sizeOf(dimension: Dimension): Expression {
  if (typeof dimension === "number") return dimension === 1 ? one : ofRational({ n: BigInt(dimension), d: 1n });
  const names = dimension.split("·");
  return productOf(names.map((name) => symbol(name, { dimensions: [], positive: true, integer: true })));
}

export const shown = (dimensions: Dimensions): string => `[${dimensions.join(", ")}]`;

/** Two sizes that ought to be the same. */
export function mismatch(op: string, problem: string, fix = "declare the symbols with the same dimensions"): never {
  return fail("shape", { op, problem, shapes: {}, expects: "dimensions that fit together", fix });
}

/** Requires a square matrix. */
export function requireSquare(op: string, x: Expression): void {
  if (!isSquare(x)) mismatch(op, `a matrix of dimensions ${shown(x.dimensions)} is not square`, "use a square matrix");
}

/** The typed refusal: no answer instead of a wrong one. */
export function unsupported(
  what: string,
  at: string,
  fix = "differentiate it with grad, which needs no formula",
): never {
  return fail("value", {
    op: "matrix calculus",
    argument: "formula",
    got: at,
    expects: "a formula whose derivative has a form in matrix notation",
    problem: `unsupported: ${what} at ${at}`,
    fix,
  });
}
