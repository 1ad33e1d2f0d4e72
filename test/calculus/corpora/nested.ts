/** Formulas written as nested arrays, which is how the corpora are kept: ["+", "x", ["^", "y", 2]]. */
import { add, div, mul, neg, power, sub } from "../../../src/calculus/build.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { apply, functionNamed } from "../../../src/calculus/functions.ts";
import { e, half, i, minusOne, number, pi, symbol } from "../../../src/calculus/leaves.ts";

export type Nested = number | string | NestedCall;

/** The head and its arguments. */
export type NestedCall = readonly (number | string | NestedCall)[];

type Make = (...args: Expression[]) => Expression;

const call =
  (name: string): Make =>
  (...args) => {
    const facts = functionNamed(name);
    if (facts === undefined) throw new Error(`no function is named ${name}`);
    return apply(facts.op, ...args);
  };

const reciprocal = (x: Expression): Expression => power(x, minusOne);

/** 1/f(x), and the inverse of that: g(1/x). */
const reciprocals = (
  pairs: readonly (readonly [name: string, of: string, inverse: string, inverseOf: string])[],
): readonly (readonly [string, Make])[] =>
  pairs.flatMap(([name, of, inverse, inverseOf]): (readonly [string, Make])[] => [
    [name, (x) => reciprocal(call(of)(x))],
    [inverse, (x) => call(inverseOf)(reciprocal(x))],
  ]);

const heads: ReadonlyMap<string, Make> = new Map<string, Make>([
  ["+", add],
  ["-", (a, b) => (b === undefined ? neg(a) : sub(a, b))],
  ["*", mul],
  ["/", div],
  ["^", power],
  ["sqrt", (x) => power(x, half)],
  ["exp", (x) => power(e, x)],
  ...reciprocals([
    ["sec", "cos", "arcsec", "arccos"],
    ["csc", "sin", "arccsc", "arcsin"],
    ["cot", "tan", "arccot", "arctan"],
    ["sech", "cosh", "arsech", "arcosh"],
    ["csch", "sinh", "arcsch", "arsinh"],
    ["coth", "tanh", "arcoth", "artanh"],
  ]),
]);

const constants: ReadonlyMap<string, Expression> = new Map([
  ["E", e],
  ["Pi", pi],
  ["I", i],
]);

/** How names and heads are read that are not those of scalar formulas. */
export interface Reader {
  readonly symbol: (name: string) => Expression;
  /** undefined for heads of scalar formulas. */
  readonly call: (head: string, args: readonly Nested[]) => Expression | undefined;
}

const scalars: Reader = { symbol: (name) => symbol(name), call: () => undefined };

/** The formula of nested arrays, by the constructors. */
export function formulaOf(nested: Nested, reader: Reader = scalars): Expression {
  if (typeof nested === "number") return number(nested);
  if (typeof nested === "string") return constants.get(nested) ?? reader.symbol(nested);
  const [head, ...args] = nested as readonly [string, ...Nested[]];
  return reader.call(head, args) ?? (heads.get(head) ?? call(head))(...args.map((arg) => formulaOf(arg, reader)));
}

/** As one would type it, for messages. */
export function shown(nested: Nested): string {
  if (typeof nested !== "object") return String(nested);
  const [head, ...args] = nested;
  const inner = args.map(shown);
  if (!/^[-+*/^]$/.test(head as string)) return `${String(head)}(${inner.join(", ")})`;
  return inner.length === 1 ? `(${String(head)}${inner[0]})` : `(${inner.join(` ${String(head)} `)})`;
}
