/** What names mean: declared symbols, unknown functions, bound variables, Greek letters, constants. */
import { fail, nearest } from "../../base/errors.ts";
import { type Assumptions, type Dimension, Expression } from "../expression.ts";
import { e, i, infinity, pi, symbol } from "../leaves.ts";
import { callNames } from "./calls.ts";
import { GREEK } from "./names.ts";

/** What a symbol stands for, in a word. */
export type SymbolKind =
  | "scalar"
  | "real"
  | "complex"
  | "positive"
  | "integer"
  | "vector"
  | "matrix"
  | "square"
  | "symmetric"
  | "diagonal"
  | "orthogonal"
  | "positive definite";

/** What is known of a symbol: a word, facts, or a symbol that was made before. */
export type Declaration = SymbolKind | Partial<Assumptions> | Expression;

/** How texts are read. */
export interface ParseOptions {
  /** Names with what they stand for; names of several letters must be declared. */
  readonly symbols?: Readonly<Record<string, Declaration>>;
  /** Unknown functions, by name or with the names of their arguments: `["f"]`, `{ f: ["x", "y"] }`. */
  readonly functions?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  /** What y' and D differentiate by; default "x". */
  readonly variable?: string;
  /** What a dot over a letter differentiates by; default "t". */
  readonly time?: string;
  /** What ∇ differentiates by, in this order; by default the symbols of the formula, sorted. */
  readonly variables?: readonly string[];
}

const square: readonly Dimension[] = ["n", "n"];

const KINDS: Readonly<Record<SymbolKind, Assumptions>> = {
  scalar: { dimensions: [] },
  real: { dimensions: [], real: true },
  complex: { dimensions: [], real: false },
  positive: { dimensions: [], positive: true },
  integer: { dimensions: [], integer: true },
  vector: { dimensions: ["n"] },
  matrix: { dimensions: ["m", "n"] },
  square: { dimensions: square },
  symmetric: { dimensions: square, symmetric: true },
  diagonal: { dimensions: square, diagonal: true },
  orthogonal: { dimensions: square, orthogonal: true },
  "positive definite": { dimensions: square, positiveDefinite: true, symmetric: true },
};

const CONSTANTS: ReadonlyMap<string, Expression> = /*@__PURE__*/ (() =>
  new Map([
    ["e", e],
    ["pi", pi],
    ["i", i],
    ["infinity", infinity],
    ["inf", infinity],
    ["oo", infinity],
  ]))();

/** Letters that are unknown functions where a bracket follows. */
const FUNCTION_LETTERS: ReadonlySet<string> = /*@__PURE__*/ (() => new Set("fghFGHuv"))();

/** Words of the syntax. */
const KEYWORDS: readonly string[] = ["if", "otherwise", "else", "for", "when"];
/** Words that the parser has rules for, besides functions. */
const WORDS: readonly string[] = [
  "sum",
  "int",
  "integral",
  "prod",
  "lim",
  "diff",
  "ones",
  "nabla",
  "grad",
  "div",
  "curl",
  "rot",
  "hess",
  "laplacian",
];

/** Words that have a meaning, to compare unknown ones with. */
export const words: readonly string[] = /*@__PURE__*/ (() => [...callNames(), ...GREEK.keys(), ...WORDS])();

const KNOWN: ReadonlySet<string> = /*@__PURE__*/ (() => new Set([...words, ...CONSTANTS.keys(), ...KEYWORDS]))();

export class Scope {
  readonly variable: Expression;
  readonly time: Expression;
  /** Names of the arguments of declared functions, where they are known. */
  readonly functions: ReadonlyMap<string, readonly string[] | undefined>;
  /** What ∇ differentiates by. */
  readonly variables: readonly Expression[] | undefined;
  private readonly symbols = new Map<string, Expression>();
  /** Variables that sums bind, innermost last. */
  private readonly bound: Expression[] = [];

  constructor(op: string, options: ParseOptions) {
    for (const [name, declared] of Object.entries(options.symbols ?? {})) {
      this.symbols.set(name, declaredSymbol(op, name, declared));
    }
    const { functions = [] } = options;
    this.functions = Array.isArray(functions)
      ? new Map((functions as readonly string[]).map((name) => [name, undefined]))
      : new Map(Object.entries(functions as Readonly<Record<string, readonly string[]>>));
    this.variable = this.named(options.variable ?? "x");
    this.time = this.named(options.time ?? "t");
    this.variables = options.variables?.map((name) => this.named(name));
  }

  /** Whether a name was declared, or is bound. */
  declares(name: string): boolean {
    return this.symbols.has(name) || this.functions.has(name);
  }

  isSymbol(name: string): boolean {
    return this.symbols.has(name) || this.bound.some((other) => nameOf(other) === name);
  }

  /** Whether letters are one word and no product. */
  isWord(name: string): boolean {
    return KNOWN.has(name);
  }

  isKeyword(name: string): boolean {
    return KEYWORDS.includes(name) && !this.isSymbol(name);
  }

  /** Whether vectors or matrices were declared. */
  get hasShaped(): boolean {
    return [...this.symbols.values()].some(({ isScalar }) => !isScalar);
  }

  isGreek(name: string): boolean {
    return GREEK.has(name);
  }

  /** Whether a name followed by a bracket is an unknown function. */
  isFunction(name: string): boolean {
    return this.functions.has(name) || (FUNCTION_LETTERS.has(name) && !this.isSymbol(name));
  }

  /** The symbol or constant of a name. */
  read(name: string): Expression {
    if (this.isSymbol(name)) return this.named(name);
    return CONSTANTS.get(name) ?? this.named(name);
  }

  /** The symbol of a name, also where it is that of a constant. */
  named(name: string): Expression {
    const found = this.bound.findLast((other) => nameOf(other) === name);
    return found ?? this.symbols.get(name) ?? symbol(name);
  }

  /** The index that stands in a subscript, where a sum runs over it: the i of x_i under Σ_i. */
  boundIn(sub: string): Expression | undefined {
    return this.bound.findLast((other) => nameOf(other) === sub);
  }

  /** Reads with a variable bound. */
  within<T>(variable: Expression, read: () => T): T {
    this.bound.push(variable);
    const result = read();
    this.bound.pop();
    return result;
  }
}

export const nameOf = (x: Expression): string => (x.payload as { readonly name: string }).name;

function declaredSymbol(op: string, name: string, declared: Declaration): Expression {
  if (declared instanceof Expression) return declared;
  if (typeof declared === "object" && declared !== null)
    return symbol(name, { ...declared, dimensions: declared.dimensions ?? [] });
  const found = Object.hasOwn(KINDS, declared) ? KINDS[declared] : undefined;
  if (found !== undefined) return symbol(name, found);
  const names = Object.keys(KINDS);
  return fail("value", {
    op,
    argument: `symbols.${name}`,
    got: declared,
    expects: `one of ${names.map((kind) => `"${kind}"`).join(", ")}, or facts such as { dimensions: ["n"] }`,
    names: nearest(String(declared), names),
  });
}
