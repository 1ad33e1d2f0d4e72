/** Reads the ops of the core as formulas: what a traced function computes, and what ops state as their derivatives. */
import { fail } from "../base/errors.ts";
import { castOp, stopGradientOp } from "../core/basic.ts";
import * as core from "../core/elementwise.ts";
import type { ElementwiseOp } from "../core/elementwise.ts";
import type { Op } from "../core/op.ts";
import type { Atom, Program } from "../core/program.ts";
import { Tensor } from "../core/tensor.ts";
import * as arithmetic from "../ops/arithmetic.ts";
import * as compare from "../ops/compare.ts";
import * as division from "../ops/division.ts";
import * as exponential from "../ops/exponential.ts";
import * as powers from "../ops/power.ts";
import * as normal from "../ops/special/erf.ts";
import { add, div, mul, neg, power, sub } from "./build.ts";
import type { Expression, Payloads } from "./expression.ts";
import { apply } from "./functions.ts";
import { intern } from "./intern.ts";
import { float, e, half, minusOne, number, ofRational, one, pi, two } from "./leaves.ts";
import { rational } from "../base/rational.ts";

type Build = (...args: Expression[]) => Expression;

const relation =
  (sign: Payloads["relation"]): Build =>
  (a, b) =>
    intern("relation", sign, [a, b]);

const log = (x: Expression): Expression => apply(exponential.log.op, x);

/** scale · e^(power · t²): slopes of the error function and its inverses. */
const gaussian = (scale: Expression, times: Expression, t: Expression): Expression =>
  mul(scale, power(e, mul(times, power(t, two))));

/** The square root of π times a number. */
const rootOfPi = (times: Expression, exponent: Expression): Expression => power(mul(times, pi), exponent);

/** Ops that are sums, products and powers in a formula. All others stay what they are. */
const builders: ReadonlyMap<object, Build> = /*@__PURE__*/ (() =>
  new Map<object, Build>([
    [core.add.op, add],
    [core.neg.op, neg],
    [core.scale.op, mul],
    [arithmetic.sub.op, sub],
    [arithmetic.mul.op, mul],
    [arithmetic.div.op, div],
    [arithmetic.reciprocal.op, (x) => power(x, minusOne)],
    [arithmetic.square.op, (x) => power(x, two)],
    [arithmetic.squaredDifference.op, (a, b) => power(sub(a, b), two)],
    [arithmetic.lerp.op, (a, b, w) => add(a, mul(w, sub(b, a)))],
    [powers.pow.op, power],
    [powers.sqrt.op, (x) => power(x, half)],
    [powers.rsqrt.op, (x) => power(x, neg(half))],
    [powers.cbrt.op, (x) => power(x, ofRational(rational(1n, 3n)))],
    [powers.hypot.op, (a, b) => power(add(power(a, two), power(b, two)), half)],
    [powers.cosine.op, (a, b) => div(a, power(add(power(a, two), power(b, two)), half))],
    [exponential.exp.op, (x) => power(e, x)],
    [exponential.exp2.op, (x) => power(two, x)],
    [exponential.expm1.op, (x) => sub(power(e, x), one)],
    [exponential.log1p.op, (x) => log(add(one, x))],
    [exponential.log2.op, (x) => div(log(x), log(two))],
    [exponential.log10.op, (x) => div(log(x), log(number(10n)))],
    [division.divideNoNan.op, div],
    [normal.erfSlope.op, (x) => gaussian(mul(two, rootOfPi(one, neg(half))), minusOne, x)],
    [normal.normalDensity.op, (x) => gaussian(rootOfPi(two, neg(half)), neg(half), x)],
    [normal.erfinvSlope.op, (p) => gaussian(mul(half, rootOfPi(one, half)), one, apply(normal.erfinv.op, p))],
    [normal.erfcinvSlope.op, (y) => gaussian(mul(neg(half), rootOfPi(one, half)), one, apply(normal.erfcinv.op, y))],
    [normal.ndtriSlope.op, (p) => gaussian(rootOfPi(two, half), half, apply(normal.ndtri.op, p))],
    [compare.equal.op, relation("=")],
    [compare.notEqual.op, relation("≠")],
    [compare.less.op, relation("<")],
    [compare.lessEqual.op, relation("≤")],
    [compare.greater.op, relation(">")],
    [compare.greaterEqual.op, relation("≥")],
    [compare.where.op, (condition, a, b) => intern("piecewise", undefined, [a, condition, b])],
  ]))();

/** What one elementwise op computes, as a formula. */
export function fromOp(op: ElementwiseOp, args: readonly Expression[]): Expression {
  const build = builders.get(op);
  return build === undefined ? apply(op, ...args) : build(...args);
}

/** Ops that formulas read besides the elementwise ones: matrix/ knows those of linear algebra. */
export type ReadOp = (op: Op, args: readonly Expression[], params: unknown) => readonly Expression[] | undefined;

/** A tensor that stands in a program as a formula. */
export type ReadConstant = (value: Tensor) => Expression;

/** The outputs of a program as formulas of its inputs. @param constant - reads tensors that are no numbers */
export function fromProgram(
  program: Program,
  inputs: readonly Expression[],
  read?: ReadOp,
  constant?: ReadConstant,
): Expression[] {
  const values = new Map<number, Expression>();
  program.inputs.forEach(({ id }, at) => values.set(id, inputs[at]));
  const valueOf = (atom: Atom): Expression =>
    atom instanceof Tensor ? constantOf(atom.item() as number) : (values.get(atom.id) as Expression);
  for (const { variable, value } of program.constants) {
    if (value.ndim !== 0 && constant === undefined) unsupported("a constant tensor", "symbolic");
    values.set(variable.id, value.ndim === 0 ? constantOf(value.item() as number) : (constant as ReadConstant)(value));
  }
  for (const { op, args, outs, params } of program.equations) {
    const given = args.map(valueOf);
    const results = op === castOp ? given : (read?.(op, given, params) ?? elementwise(op, given));
    outs.forEach(({ id }, at) => values.set(id, results[at]));
  }
  return program.outputs.map(valueOf);
}

/** So many digits are written by people; numbers with more were computed, and rounded. */
const WRITTEN = 12;

/** A number in code: exact where it is short, 0.1 as 1/10, else the float64 that it is. */
function constantOf(value: number): Expression {
  const digits = String(value).replace(/e.*$/, "").replace(/\D/g, "").replace(/^0+/, "");
  return digits.length <= WRITTEN || !Number.isFinite(value) ? number(value) : float(value);
}

function elementwise(op: Op, args: readonly Expression[]): readonly Expression[] {
  if (op.kind === "elementwise") return [fromOp(op as ElementwiseOp, args)];
  // As the identity it would have the right value and a wrong derivative.
  return unsupported(
    op === stopGradientOp ? "stopGradient, as no formula is constant in its symbols" : `the op ${op.name}`,
    "symbolic",
  );
}

function unsupported(what: string, op: string): never {
  return fail("value", {
    op,
    argument: "f",
    got: what,
    expects: "a function made of elementwise ops on numbers",
    problem: `unsupported: ${what}`,
    fix: "differentiate it with grad, or write the formula out",
  });
}
