/** Formulas as values: immutable, each structure made once. */
import type { ElementwiseOp } from "../core/elementwise.ts";
import type { Rational } from "../base/rational.ts";

/** The size of an axis: known, or a name such as `n`. */
export type Dimension = number | string;
/** Axes of what a formula stands for: none for a scalar, one for a vector, two for a matrix. */
export type Dimensions = readonly Dimension[];

/** What is known of a symbol. */
export interface Assumptions {
  /** None for a scalar, one for a vector, two for a matrix. */
  readonly dimensions: Dimensions;
  /** Whether it is a real number, as is assumed; `false` for complex ones. */
  readonly real?: boolean;
  /** Greater than 0, so real. */
  readonly positive?: boolean;
  /** A whole number. */
  readonly integer?: boolean;
  /** A matrix that is its own transpose. */
  readonly symmetric?: boolean;
  /** A matrix with zeros off its diagonal. */
  readonly diagonal?: boolean;
  /** A matrix whose transpose is its inverse. */
  readonly orthogonal?: boolean;
  /** A symmetric matrix with xᵀAx > 0 for all x but 0. */
  readonly positiveDefinite?: boolean;
  /** Zeros above (lower) or below (upper) the diagonal. */
  readonly triangular?: "lower" | "upper";
}

/** What stands in a formula besides its arguments, by kind. */
export interface Payloads {
  /** An exact fraction. */
  number: Rational;
  /** A measured or rounded number, which no fraction stands for. */
  float: number;
  /** A variable or parameter. */
  symbol: { readonly name: string; readonly assumptions: Assumptions };
  /** e, π, i, ∞. */
  constant: "e" | "pi" | "i" | "infinity";
  /** a + b + …; at least two terms. */
  sum: undefined;
  /** a · b · … of scalars, at most one vector or matrix; a fraction stands first. */
  product: undefined;
  /** base ^ exponent, of scalars. */
  power: undefined;
  /** An elementwise function of the core: sin x. */
  call: ElementwiseOp;
  /** An unknown function of its arguments, differentiated so many times in each: f'(x), ∂²g/∂x∂y. */
  unknown: { readonly name: string; readonly orders: readonly number[] };
  /** A derivative that is not carried out: of the first argument in the others. */
  derivative: undefined;
  /** ∫ integrand d(variable), with two more arguments from … to. */
  integral: undefined;
  /** Σ term over index from … to; arguments in this order. */
  series: undefined;
  /** Values and conditions by turns, and the value otherwise. */
  piecewise: undefined;
  /** A comparison of two formulas. */
  relation: "=" | "≠" | "<" | "≤" | ">" | "≥";
  /** A linear-algebra function, read from its table. */
  matrix: MatrixHead;
}

/** A function of vectors and matrices; the table of them stands in matrix/. */
export interface MatrixHead {
  readonly name: string;
  /** Axes of the result; checks those of the arguments. */
  readonly dimensions: (args: readonly Expression[]) => Dimensions;
  /** Tells apart heads of the same name with different settings, such as the sizes of a matrix of zeros; the name by default. */
  readonly key?: string;
  /** Makes the function of other arguments, simplified; by default the bare node. */
  readonly build?: (args: readonly Expression[]) => Expression;
  /**
   * What it looks like; by default its name before the arguments. `write` gives a part as text or as LaTeX, in parentheses where it
   * binds less tightly than asked for: 1 sum, 2 product, 3 power, 4 atom.
   */
  readonly notation?: (
    args: readonly Expression[],
    write: (x: Expression, precedence: number) => string,
  ) => { readonly text: string; readonly latex: string; readonly precedence: number };
}

/** What stands at the top of a formula. */
export type Kind = keyof Payloads;

/** A formula of a given kind. */
export type Node<K extends Kind = Kind> = {
  [Each in K]: Expression & { readonly kind: Each; readonly payload: Payloads[Each] };
}[K];

/**
 * A formula: immutable, made by `formula` and the other functions of this module.
 *
 * Formulas with the same structure are the same object for as long as both are young; `equal` tells in any case.
 * @example String(formula("2x + 3x")) // => '5x'
 * @see formula
 * @keywords expression, symbolic, term, node
 */
export class Expression {
  /** What stands at the top: "sum", "product", "power", "call", "symbol", "number", … */
  readonly kind: Kind;
  /** What stands there besides the arguments: the value of a number, the name of a symbol, the op of a function. */
  readonly payload: Payloads[Kind];
  /** The parts: terms of a sum, factors of a product, base and exponent, arguments of a function. */
  readonly args: readonly Expression[];
  /** Axes of what it stands for. */
  readonly dimensions: Dimensions;
  /** Of the structure, the same in every run. @internal */
  readonly hash: number;
  /** How many nodes the tree has, shared ones counted each time; at most 2⁵³. @internal */
  readonly size: number;
  /** Longest way down. @internal */
  readonly depth: number;
  /** Whether it is surely real; symbols count as real unless they are said to be otherwise. @internal */
  readonly isReal: boolean;
  /** Whether it is surely a positive number. @internal */
  readonly isPositive: boolean;
  /** Another object of the same structure that this was found equal to. @internal */
  twin: Expression | undefined;
  /** How many leaves it has on paper; 0 until they are counted (simplify/measure.ts). @internal */
  printed: number;
  /** Its textbook form; undefined until it is simplified. @internal */
  simple: Expression | undefined;
  /** How it stands on paper, kept by print/ since formulas are printed again and again as parts of others. @internal */
  shown: object | undefined;

  /** @internal */
  constructor(kind: Kind, payload: Payloads[Kind], args: readonly Expression[], hash: number, dimensions: Dimensions) {
    this.kind = kind;
    this.dimensions = dimensions;
    this.payload = payload;
    this.args = args;
    this.hash = hash;
    let [size, depth] = [1, 0];
    let [real, positive] = [true, true];
    for (const arg of args) {
      size += arg.size;
      if (arg.depth > depth) depth = arg.depth;
      real &&= arg.isReal;
      positive &&= arg.isPositive;
    }
    this.size = size;
    this.depth = depth + 1;
    this.isReal = args.length === 0 ? isRealLeaf(kind, payload) : real;
    if (kind === "power") this.isPositive = args[0].isPositive && args[1].isReal;
    else if (kind === "sum" || kind === "product") this.isPositive = positive && dimensions.length === 0;
    else this.isPositive = args.length === 0 && isPositiveLeaf(kind, payload);
    this.twin = undefined;
    this.printed = 0;
    this.simple = undefined;
    this.shown = undefined;
  }

  /** Whether it stands for one number. */
  get isScalar(): boolean {
    return this.dimensions.length === 0;
  }

  /** Tells the compiler of which kind it is. @internal */
  is<K extends Kind>(kind: K): this is Node<K> {
    return this.kind === kind;
  }
}

function isRealLeaf(kind: Kind, payload: Payloads[Kind]): boolean {
  if (kind === "constant") return payload !== "i" && payload !== "infinity";
  return kind !== "symbol" || (payload as Payloads["symbol"]).assumptions.real !== false;
}

function isPositiveLeaf(kind: Kind, payload: Payloads[Kind]): boolean {
  switch (kind) {
    case "number":
      return (payload as Rational).n > 0n;
    case "float":
      return (payload as number) > 0;
    case "constant":
      return payload !== "i";
    default:
      return kind === "symbol" && (payload as Payloads["symbol"]).assumptions.positive === true;
  }
}
