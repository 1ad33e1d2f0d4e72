/** Functions by the names that texts give them: what they are of and what formula they make. */
import { add, div, mul, power, sub } from "../build.ts";
import type { Expression, Payloads } from "../expression.ts";
import { apply, functionNamed, functions } from "../functions.ts";
import { e, half, minusOne, number, ofRational, one, pi, two } from "../leaves.ts";
import * as matrix from "./matrices.ts";

const third = /*@__PURE__*/ ofRational({ n: 1n, d: 3n });

/** How many arguments, and the formula of them. */
export interface Call {
  readonly least: number;
  readonly most: number;
  readonly build: (args: readonly Expression[]) => Expression;
  /** A letter by itself as well: only a function where a bracket follows. */
  readonly letter?: true;
}

const of = (name: string, ...args: readonly Expression[]): Expression => {
  const facts = functionNamed(name);
  if (facts === undefined) throw new Error(name);
  return apply(facts.op, ...args);
};

const unary = (build: (x: Expression) => Expression): Call => ({ least: 1, most: 1, build: ([x]) => build(x) });
const binary = (build: (x: Expression, y: Expression) => Expression): Call => ({
  least: 2,
  most: 2,
  build: ([x, y]) => build(x, y),
});
/** Functions of two are nested for more, which must not go too deep. */
const MOST_ARGUMENTS = 200;

/** Of two or more, from left to right. */
const folded = (name: string): Call => ({
  least: 1,
  most: MOST_ARGUMENTS,
  build: (args) => args.reduce((a, b) => of(name, a, b)),
});

const reciprocal = (x: Expression): Expression => power(x, minusOne);

export const factorial = (x: Expression): Expression => of("Gamma", add(x, one));

/** n!/(k! (n - k)!) */
export const binomial = (n: Expression, k: Expression): Expression =>
  div(factorial(n), mul(factorial(k), factorial(sub(n, k))));

/** The natural logarithm; of a determinant as one function. */
export function logarithm(x: Expression): Expression {
  const inner = x.kind === "call" && x.payload === functionNamed("abs")?.op ? x.args[0] : x;
  const isDet = inner.kind === "matrix" && (inner.payload as Payloads["matrix"]).name === "det";
  return isDet ? matrix.logdet(inner.args[0]) : of("ln", x);
}

const logarithmTo = (base: Expression, x: Expression): Expression => div(logarithm(x), of("ln", base));

/** |x|: the determinant of a square matrix. */
export const bars = (x: Expression): Expression => (x.dimensions.length === 2 ? matrix.det(x) : of("abs", x));

const OWN: Readonly<Record<string, Call>> = /*@__PURE__*/ (() => ({
  exp: unary((x) => power(e, x)),
  log: { least: 1, most: 2, build: ([x, base]) => (base === undefined ? logarithm(x) : logarithmTo(base, x)) },
  ln: unary(logarithm),
  log2: unary((x) => logarithmTo(two, x)),
  log10: unary((x) => logarithmTo(number(10), x)),
  lg: unary((x) => logarithmTo(number(10), x)),
  log1p: unary((x) => logarithm(add(one, x))),
  expm1: unary((x) => sub(power(e, x), one)),
  sqrt: unary((x) => power(x, half)),
  "√": unary((x) => power(x, half)),
  cbrt: unary((x) => power(x, third)),
  "∛": unary((x) => power(x, third)),
  root: binary((x, n) => power(x, reciprocal(n))),
  pow: binary(power),
  sec: unary((x) => reciprocal(of("cos", x))),
  csc: unary((x) => reciprocal(of("sin", x))),
  cosec: unary((x) => reciprocal(of("sin", x))),
  cot: unary((x) => mul(of("cos", x), reciprocal(of("sin", x)))),
  sech: unary((x) => reciprocal(of("cosh", x))),
  csch: unary((x) => reciprocal(of("sinh", x))),
  coth: unary((x) => mul(of("cosh", x), reciprocal(of("sinh", x)))),
  arcsec: unary((x) => of("arccos", reciprocal(x))),
  arccsc: unary((x) => of("arcsin", reciprocal(x))),
  arccot: unary((x) => sub(mul(half, pi), of("arctan", x))),
  abs: unary(bars),
  max: folded("max"),
  min: folded("min"),
  atan2: binary((y, x) => of("atan2", y, x)),
  arctan2: binary((y, x) => of("atan2", y, x)),
  factorial: unary(factorial),
  binomial: binary(binomial),
  binom: binary(binomial),
  choose: binary(binomial),
  tr: unary(matrix.trace),
  trace: unary(matrix.trace),
  det: unary(matrix.det),
  logdet: unary(matrix.logdet),
  diag: unary(matrix.diag),
  diagonal: unary(matrix.diagonal),
  vec: unary(matrix.vec),
  transpose: unary(matrix.transpose),
  inv: unary(matrix.inverse),
  inverse: unary(matrix.inverse),
  pinv: unary(matrix.pseudoinverse),
  expm: unary(matrix.expm),
  norm: unary((x) => matrix.norm(x, undefined)),
  kron: binary(matrix.kron),
  hadamard: binary(matrix.hadamard),
  dot: binary(matrix.inner),
  matmul: { least: 1, most: MOST_ARGUMENTS, build: (args) => matrix.product(args.map((x) => ({ op: "*", x }))) },
  softmax: unary(matrix.softmax),
  logsumexp: unary(matrix.logsumexp),
  tril: unary((x) => matrix.triangleOf("tril", x)),
  triu: unary((x) => matrix.triangleOf("triu", x)),
  // Letters that are functions where a bracket follows.
  gamma: { ...unary((x) => of("Gamma", x)), letter: true },
  Gamma: { ...unary((x) => of("Gamma", x)), letter: true },
  psi: { ...unary((x) => of("digamma", x)), letter: true },
  sigma: { ...unary((x) => of("sigmoid", x)), letter: true },
  Phi: { ...unary((x) => of("Phi", x)), letter: true },
}))();

/** Names of functions that undo others: the sin^-1 of sin. */
const INVERSES: Readonly<Record<string, string>> = {
  sin: "arcsin",
  cos: "arccos",
  tan: "arctan",
  sec: "arcsec",
  csc: "arccsc",
  cot: "arccot",
  sinh: "arsinh",
  cosh: "arcosh",
  tanh: "artanh",
};

/** The function of a name; undefined where there is none. */
export function callNamed(name: string): Call | undefined {
  if (Object.hasOwn(OWN, name)) return OWN[name];
  const facts = functionNamed(name);
  return facts && unary((x) => apply(facts.op, x));
}

/** The function that undoes the named one. */
export function inverseOf(name: string): Call | undefined {
  const inverse = Object.hasOwn(INVERSES, name) ? INVERSES[name] : functionNamed(name)?.inverse;
  return inverse === undefined ? undefined : callNamed(inverse);
}

/** Words that are functions, besides letters. */
export function callNames(): string[] {
  const known = functions.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  return [...new Set([...Object.keys(OWN), ...known])].filter((name) => name.length > 1);
}

/** ψ' as a function. */
export const trigamma: Call = /*@__PURE__*/ unary((x) => of("trigamma", x));
/** ln Γ as a function. */
export const logGamma: Call = /*@__PURE__*/ unary((x) => of("lgamma", x));

/** x ↦ ⌊x⌋, ⌈x⌉ */
export const floor = (x: Expression): Expression => of("floor", x);
export const ceil = (x: Expression): Expression => of("ceil", x);
