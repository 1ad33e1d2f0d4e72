/** Element by element: Hadamard products, powers, and scalar formulas lifted to vectors and matrices. */
import { mul as mulTensors } from "../../../ops/arithmetic.ts";
import { add, integerOf, mul, power, productOf, sumOf, zeros } from "../../build.ts";
import type { Dimensions, Expression, Payloads } from "../../expression.ts";
import { apply } from "../../functions.ts";
import { intern, same, sameDimensions } from "../../intern.ts";
import { isOne, isZero, minusOne, one, sorted } from "../../leaves.ts";
import { type Head, isHead, isZeros, mismatch, PRODUCT, shown } from "../head.ts";
import { postorder } from "../walk.ts";
import { isOnes, ones } from "./constants.ts";

export const hadamardHead: Head = {
  name: "hadamard",
  dimensions: (args) => sameOfAll("hadamard", args),
  build: (args) => hadamard(...args),
  transposed: (args, transpose) => hadamard(...args.map(transpose)),
  rule: {
    name: "product rule",
    text: "d(X ⊙ Y) = dX ⊙ Y + X ⊙ dY",
    latex: "\\mathrm{d}(X \\odot Y) = \\mathrm{d}X \\odot Y + X \\odot \\mathrm{d}Y",
  },
  multilinear: true,
  adjoint: (g, { args, at }) => hadamard(g, ...args.toSpliced(at, 1)),
  tensor: (args) => args.reduce((product, x) => mulTensors(product, x)),
  notation: (args, write) => {
    // They commute: short ones first.
    const parts = args.map((arg) => write(arg, PRODUCT + 0.5)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    return { text: parts.join(" ⊙ "), latex: parts.join(" \\odot "), precedence: PRODUCT };
  },
};

function sameOfAll(op: string, args: readonly Expression[]): Dimensions {
  for (const arg of args) {
    if (!sameDimensions(arg.dimensions, args[0].dimensions)) {
      mismatch(op, `the dimensions ${shown(args[0].dimensions)} and ${shown(arg.dimensions)} differ`);
    }
  }
  return args[0].dimensions;
}

/**
 * The elementwise product; scalars are pulled out, equal factors collected in powers. Thus hadamard(x, x) is x^⊙2.
 * @param factors - vectors or matrices of the same dimensions, and scalars
 * @returns the product, of their dimensions
 * @throws TensorError "shape" when the dimensions differ
 * @math (X \odot Y)_{ij} = X_{ij} Y_{ij}
 */
export function hadamard(...factors: readonly Expression[]): Expression {
  const scalars: Expression[] = [];
  const shaped: Expression[] = [];
  const open = factors.toReversed();
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (x.isScalar) scalars.push(x);
    else if (x.kind === "product") open.push(...x.args.toReversed());
    else if (isHead(x, hadamardHead)) open.push(...x.args.toReversed());
    else shaped.push(x);
  }
  if (shaped.length === 0) return productOf(scalars);
  const dimensions = sameOfAll("hadamard", shaped);
  if (shaped.some(isZeros)) return zeros(dimensions);
  const kept = collectPowers(shaped.filter((x) => !isOnes(x)));
  if (kept.length === 0) return mul(...scalars, ones(dimensions));
  const inner = kept.length === 1 ? kept[0] : intern("matrix", hadamardHead, sorted(kept));
  return scalars.length === 0 ? inner : mul(...scalars, inner);
}

function collectPowers(factors: readonly Expression[]): Expression[] {
  const bases: Expression[] = [];
  const exponents: Expression[] = [];
  for (const x of factors) {
    const [base, exponent] = x.kind === "power" ? x.args : [x, one];
    const at = bases.findIndex((other) => same(other, base));
    if (at >= 0) exponents[at] = add(exponents[at], exponent);
    else {
      bases.push(base);
      exponents.push(exponent);
    }
  }
  if (bases.length === factors.length) return [...factors];
  const made = bases.map((base, at) => elementPower(base, exponents[at]));
  return made.filter((x) => !isOnes(x) && !isOne(x));
}

/**
 * The power of each element. Thus elementPower(x, number(3)) is x^⊙3.
 * @param base - a scalar, vector or matrix
 * @param exponent - a scalar, or of the same dimensions
 * @returns of the dimensions of the one that is no scalar
 * @math (X^{\odot k})_{ij} = X_{ij}^k
 */
export function elementPower(base: Expression, exponent: Expression): Expression {
  if (base.isScalar && exponent.isScalar) return power(base, exponent);
  if (isZeros(exponent) || isZero(exponent) || isOnes(base)) {
    return ones(base.isScalar ? exponent.dimensions : base.dimensions);
  }
  if (isOnes(exponent)) return base;
  if (integerOf(exponent) !== undefined) {
    if (base.kind === "product") return hadamard(...base.args.map((x) => elementPower(x, exponent)));
    if (isHead(base, hadamardHead)) return hadamard(...base.args.map((x) => elementPower(x, exponent)));
  }
  return power(base, exponent);
}

/** The product of scalars, of a scalar with anything, or of each element. */
export function times(...factors: readonly Expression[]): Expression {
  return factors.filter(({ isScalar }) => !isScalar).length > 1 ? hadamard(...factors) : productOf(factors);
}

/** The sum in which scalars are added to each element. */
export function plus(terms: readonly Expression[]): Expression {
  const shaped = terms.find(({ isScalar }) => !isScalar);
  if (shaped === undefined) return sumOf(terms);
  return sumOf(terms.map((term) => (term.isScalar && !isZero(term) ? mul(term, ones(shaped.dimensions)) : term)));
}

/** 1/x of each element. */
export const reciprocal = (x: Expression): Expression => elementPower(x, minusOne);

/** A scalar formula with vectors or matrices in the place of symbols, element by element. */
export function lift(template: Expression, parts: ReadonlyMap<Expression, Expression>): Expression {
  const done = new Map<Expression, Expression>();
  const get = (x: Expression): Expression => done.get(x) as Expression;
  for (const x of postorder(template)) done.set(x, parts.get(x) ?? lifted(x, x.args.map(get)));
  return get(template);
}

/** The same node over arguments that may have elements. */
export function lifted(x: Expression, args: readonly Expression[]): Expression {
  switch (x.kind) {
    case "sum":
      return plus(args);
    case "product":
      return times(...args);
    case "power":
      return elementPower(args[0], args[1]);
    case "call":
      return apply(x.payload as Payloads["call"], ...args);
    case "piecewise":
      return choice(args);
    default:
      return args.length === 0 ? x : intern(x.kind, x.payload as never, args);
  }
}

/** The dimensions of a choice are those of its conditions too. */
function choice(args: readonly Expression[]): Expression {
  const shaped = args.flatMap((arg) => (arg.kind === "relation" ? arg.args : [arg])).find(({ isScalar }) => !isScalar);
  if (shaped === undefined) return intern("piecewise", undefined, args);
  const spread = (x: Expression): Expression =>
    x.isScalar && x.kind !== "relation" ? mul(x, ones(shaped.dimensions)) : x;
  return intern("piecewise", undefined, args.map(spread));
}
