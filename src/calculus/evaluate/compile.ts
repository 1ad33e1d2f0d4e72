/** Formulas as functions of tensors, in the ops of the core: grad, jit and vmap of them work, shapes broadcast. */
import { fail } from "../../base/errors.ts";
import type { ElementwiseOp } from "../../core/elementwise.ts";
import { toTensor } from "../../core/convert.ts";
import { bind1 } from "../../core/interpreter.ts";
import { scalar, type Tensor, type TensorLike } from "../../core/tensor.ts";
import * as arithmetic from "../../ops/arithmetic.ts";
import * as compare from "../../ops/compare.ts";
import * as exponential from "../../ops/exponential.ts";
import * as powers from "../../ops/power.ts";
import { neg, power, sub } from "../build.ts";
import type { Expression, MatrixHead, Payloads } from "../expression.ts";
import { same } from "../intern.ts";
import { e, half, isNumeric, isOne, minusOne, numericValue, one, rationalOf, two } from "../leaves.ts";
import { toNumber } from "../../base/rational.ts";
import { symbolsOf } from "../substitute.ts";

/** A formula as a function of tensors. */
export type CompiledFormula = (...args: TensorLike[]) => Tensor;

/** One op of the compiled formula: the places of its arguments among the values computed so far. */
interface Instruction {
  readonly run: (args: readonly Tensor[]) => Tensor;
  readonly args: readonly number[];
}

/** A function of tensors that computes a formula of scalars, each shared part once; matrix/tensor.ts computes those of matrices. */
export function compile(x: Expression, names: readonly string[] = namesOf(x)): CompiledFormula {
  const places = new Map<Expression, number>();
  for (const leaf of symbolsOf(x)) {
    const at = names.indexOf((leaf.payload as Payloads["symbol"]).name);
    if (at >= 0) places.set(leaf, at);
  }
  const instructions = instructionsOf(x, places, names);
  return (...args) => {
    checkCount(args, names);
    const values = args.slice(0, names.length).map((arg, at) => toTensor(arg, "compile", names[at]));
    for (const { run, args: at } of instructions) values.push(run(at.map((place) => values[place])));
    return values[places.get(x) as number];
  };
}

/** The names of the symbols in a formula, in the order of the alphabet. */
export function namesOf(x: Expression): string[] {
  return [...new Set(symbolsOf(x).map((leaf) => (leaf.payload as Payloads["symbol"]).name))].sort();
}

function checkCount(args: readonly TensorLike[], names: readonly string[]): void {
  if (args.length >= names.length) return;
  fail("value", {
    op: "compile",
    argument: names[args.length],
    got: undefined,
    expects: `${names.length} arguments: ${names.join(", ")}`,
    problem: `"${names[args.length]}" has no value`,
  });
}

/** The parts of a formula from the leaves up; `places` gets the place of each. */
function instructionsOf(root: Expression, places: Map<Expression, number>, names: readonly string[]): Instruction[] {
  const instructions: Instruction[] = [];
  const stack: Expression[] = [root];
  for (let x = stack.at(-1); x !== undefined; x = stack.at(-1)) {
    if (!places.has(x)) {
      const { parts, run } = planOf(x, names);
      const open = parts.filter((part) => !places.has(part));
      if (open.length > 0) {
        stack.push(...open.reverse());
        continue;
      }
      places.set(x, names.length + instructions.length);
      instructions.push({ run, args: parts.map((part) => places.get(part) as number) });
    }
    stack.pop();
  }
  return instructions;
}

interface Plan {
  readonly parts: readonly Expression[];
  readonly run: (args: readonly Tensor[]) => Tensor;
}

const RELATIONS: Readonly<Record<Payloads["relation"], (a: Tensor, b: Tensor) => Tensor>> = /*@__PURE__*/ (() => ({
  "=": compare.equal,
  "≠": compare.notEqual,
  "<": compare.less,
  "≤": compare.lessEqual,
  ">": compare.greater,
  "≥": compare.greaterEqual,
}))();

function planOf(x: Expression, names: readonly string[]): Plan {
  const { args, payload } = x;
  switch (x.kind) {
    case "number":
      return constant(toNumber(payload as Payloads["number"]));
    case "float":
      return constant(payload as number);
    case "constant":
      if (payload === "i") return unsupported("the imaginary unit", names);
      return constant(payload === "e" ? Math.E : payload === "pi" ? Math.PI : Infinity);
    case "sum":
      return planSum(args);
    case "product":
      return planProduct(args);
    case "power":
      return planPower(args[0], args[1]);
    case "call":
      return planCall(payload as ElementwiseOp, args);
    case "relation":
      return { parts: args, run: ([a, b]) => RELATIONS[payload as Payloads["relation"]](a, b) };
    case "piecewise":
      return { parts: args, run: choose };
    case "matrix":
      return unsupported(`the function ${(payload as MatrixHead).name}`, names);
    case "symbol":
      return unsupported(`the symbol "${(payload as Payloads["symbol"]).name}", which has no value`, names);
    default:
      return unsupported(`a ${x.kind}`, names);
  }
}

/** Numbers are weak: they take the dtype of what they meet. */
function constant(value: number): Plan {
  return { parts: [], run: () => toTensor(value, "compile") };
}

/** Differences stay differences, and eᵘ - 1 keeps its digits near 0. */
function planSum(terms: readonly Expression[]): Plan {
  const growth = terms.length === 2 && terms.some((term) => same(term, minusOne)) && terms.find(isExponential);
  if (growth) return { parts: [growth.args[1]], run: ([u]) => exponential.expm1(u) };
  // What is added stands first, so that no sum begins with a sign.
  const parts = terms.toSorted((a, b) => Number(isNegative(a)) - Number(isNegative(b)));
  const negative = parts.map((term, at) => at > 0 && isNegative(term));
  return {
    parts: parts.map((term, at) => (negative[at] ? neg(term) : term)),
    run: (args) => args.reduce((sum, arg, at) => (negative[at] ? arithmetic.sub(sum, arg) : arithmetic.add(sum, arg))),
  };
}

const isExponential = (x: Expression): boolean => x.kind === "power" && same(x.args[0], e);

function isNegative(x: Expression): boolean {
  const first = x.kind === "product" ? x.args[0] : x;
  return isNumeric(first) && numericValue(first) < 0;
}

/** Negative powers of numbers make a quotient. */
function planProduct(factors: readonly Expression[]): Plan {
  const below = factors.filter(isReciprocal);
  const above = factors.filter((factor) => !isReciprocal(factor));
  if (below.length === 0) {
    if (same(above[0], minusOne)) {
      return { parts: above.slice(1), run: (args) => arithmetic.neg(args.reduce((a, b) => arithmetic.mul(a, b))) };
    }
    return { parts: above, run: (args) => args.reduce((a, b) => arithmetic.mul(a, b)) };
  }
  const parts = [...(above.length > 0 ? above : [one]), ...below.map(reciprocalOf)];
  const split = Math.max(above.length, 1);
  const product = (args: readonly Tensor[]): Tensor => args.reduce((a, b) => arithmetic.mul(a, b));
  return { parts, run: (args) => arithmetic.div(product(args.slice(0, split)), product(args.slice(split))) };
}

function isReciprocal(x: Expression): boolean {
  if (x.kind !== "power" || isNumeric(x.args[0]) || isExponential(x)) return false;
  const exponent = rationalOf(x.args[1]);
  return exponent !== undefined && exponent.n < 0n;
}

const reciprocalOf = (x: Expression): Expression => power(x.args[0], neg(x.args[1]));

function planPower(base: Expression, exponent: Expression): Plan {
  if (same(base, e)) return { parts: [exponent], run: ([u]) => exponential.exp(u) };
  if (same(exponent, two)) return { parts: [base], run: ([u]) => arithmetic.square(u) };
  if (same(exponent, half)) return { parts: [base], run: ([u]) => powers.sqrt(u) };
  if (same(exponent, minusOne)) return { parts: [base], run: ([u]) => arithmetic.reciprocal(u) };
  const value = rationalOf(exponent);
  if (value === undefined) return { parts: [base, exponent], run: ([u, v]) => powers.pow(u, v) };
  const { n, d } = value;
  if (n === -1n && d === 2n) return { parts: [base], run: ([u]) => powers.rsqrt(u) };
  if (d === 1n || d % 2n === 0n) return { parts: [base], run: ([u]) => powers.pow(u, toNumber(value)) };
  // Odd roots of negative numbers are real.
  if (d === 3n) {
    return {
      parts: [base],
      run: ([u]) => (n === 1n ? powers.cbrt(u) : powers.pow(powers.cbrt(u), Number(n))),
    };
  }
  const size = (u: Tensor): Tensor => powers.pow(arithmetic.abs(u), toNumber(value));
  return { parts: [base], run: ([u]) => (n % 2n === 0n ? size(u) : arithmetic.mul(arithmetic.sign(u), size(u))) };
}

function planCall(op: ElementwiseOp, args: readonly Expression[]): Plan {
  const [x] = args;
  // ln(1 + u) keeps its digits near 0.
  if (op === exponential.log.op && x.kind === "sum" && x.args.some(isOne)) {
    const rest = sub(x, one);
    return { parts: [rest], run: ([u]) => exponential.log1p(u) };
  }
  return { parts: args, run: (given) => applyOp(op, given) };
}

/** Ops take float tensors of one dtype; numbers take that of the others. */
function applyOp(op: ElementwiseOp, args: readonly Tensor[]): Tensor {
  const [first] = args;
  const common = args.find((arg) => !arg.weak) ?? first;
  const floats = common.dtype === "float32" || common.dtype === "float64" ? common.dtype : "float64";
  return bind1(
    op,
    args.map((arg) => {
      if (arg.dtype === floats) return arg;
      return arg.ndim === 0 && arg.isConcrete && arg.tracked === undefined
        ? scalar(arg.item() as number, floats, arg.weak)
        : arithmetic.add(arg, scalar(0, floats));
    }),
    undefined,
  );
}

/** Value, condition, value, condition, …, otherwise. */
function choose(args: readonly Tensor[]): Tensor {
  let result = args[args.length - 1];
  for (let at = args.length - 3; at >= 0; at -= 2) result = compare.where(args[at + 1], args[at], result);
  return result;
}

function unsupported(what: string, names: readonly string[]): never {
  return fail("value", {
    op: "compile",
    argument: "x",
    got: what,
    expects: `a formula of elementwise functions of ${names.join(", ") || "numbers"}`,
    problem: `unsupported: ${what}`,
    fix: "name every symbol among the arguments, and carry out derivatives and integrals first",
  });
}
