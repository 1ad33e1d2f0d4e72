/** Functions of one or several numbers that stay as they are in a formula: sin x. Each is an op of the core, with facts about it. */
import type { ElementwiseOp } from "../core/elementwise.ts";
import { gelu, logit, logSigmoid, relu, sigmoid, silu, softplus } from "../ops/activation.ts";
import { abs, sign } from "../ops/arithmetic.ts";
import { log } from "../ops/exponential.ts";
import { acosh, asinh, atanh, cosh, sinh, tanh } from "../ops/hyperbolic.ts";
import { maximum, minimum } from "../ops/maximum.ts";
import { ceil, floor, round, trunc } from "../ops/rounding.ts";
import * as special from "../ops/special.ts";
import { acos, asin, atan, atan2, cos, sin, tan } from "../ops/trigonometric.ts";
import { mul, neg, power } from "./build.ts";
import type { Expression, Payloads } from "./expression.ts";
import { intern, same } from "./intern.ts";
import {
  e,
  half,
  isNumeric,
  isOne,
  isZero,
  minusOne,
  numericValue,
  ofRational,
  one,
  pi,
  rationalOf,
  two,
  zero,
} from "./leaves.ts";
import { type Rational, rational } from "../base/rational.ts";

/** What is known of a function besides its derivatives, which its op states. */
export interface FunctionFacts {
  /** How texts write it. */
  readonly name: string;
  readonly op: ElementwiseOp;
  /** Command or words in LaTeX; by default `\operatorname{name}`. */
  readonly latex?: string;
  /** Other names that texts may use. */
  readonly aliases?: readonly string[];
  /** f(-x) = -f(x), or f(-x) = f(x). */
  readonly parity?: "odd" | "even";
  /** Name of the function that undoes it: f(inverse(x)) = x. */
  readonly inverse?: string;
  /** The exact value at some points. */
  readonly value?: (x: Expression) => Expression | undefined;
}

/** The value of a function at one point. */
const at =
  (point: Expression, value: Expression) =>
  (x: Expression): Expression | undefined =>
    same(x, point) ? value : undefined;

const r = (n: bigint, d: bigint): Expression => ofRational(rational(n, d));
const root = (n: bigint): Expression => power(ofRational({ n, d: 1n }), half);

/** sin of multiples of π/12 up to π/2 that are roots: 0, π/6, π/4, π/3, π/2. */
function sineTable(): ReadonlyMap<number, Expression> {
  return new Map([
    [0, zero],
    [2, half],
    [3, mul(half, root(2n))],
    [4, mul(half, root(3n))],
    [6, one],
  ]);
}

/** x as a whole multiple of π/12, modulo 24. */
function twelfthsOfPi(x: Expression): number | undefined {
  if (isZero(x)) return 0;
  if (same(x, pi)) return 12;
  if (x.kind !== "product" || x.args.length !== 2 || !same(x.args[1], pi)) return undefined;
  const c = rationalOf(x.args[0]);
  if (c === undefined || 12n % c.d !== 0n) return undefined;
  return Number((((c.n * 12n) / c.d) % 24n) + 24n) % 24;
}

function sineAt(twelfths: number | undefined): Expression | undefined {
  if (twelfths === undefined) return undefined;
  const place = ((twelfths % 24) + 24) % 24;
  const folded = place % 12 > 6 ? 12 - (place % 12) : place % 12;
  const value = sineTable().get(folded);
  return value !== undefined && place > 12 ? neg(value) : value;
}

const shift = (twelfths: number | undefined, by: number): number | undefined =>
  twelfths === undefined ? undefined : twelfths + by;

function tangentAt(x: Expression): Expression | undefined {
  const place = twelfthsOfPi(x);
  const [s, c] = [sineAt(place), sineAt(shift(place, 6))];
  return s === undefined || c === undefined || isZero(c) ? undefined : mul(s, power(c, minusOne));
}

/** Values at whole numbers and fractions that are whole numbers or fractions. */
function exactly(f: (x: Rational) => Rational | undefined): (x: Expression) => Expression | undefined {
  return (x) => {
    const value = rationalOf(x);
    const found = value && f(value);
    return found && ofRational(found);
  };
}

const floorOf = ({ n, d }: Rational): bigint => n / d - (n % d < 0n ? 1n : 0n);

export const functions: readonly FunctionFacts[] = /*@__PURE__*/ (() => [
  { name: "sin", op: sin.op, latex: "\\sin", parity: "odd", inverse: "arcsin", value: (x) => sineAt(twelfthsOfPi(x)) },
  {
    name: "cos",
    op: cos.op,
    latex: "\\cos",
    parity: "even",
    inverse: "arccos",
    value: (x) => sineAt(shift(twelfthsOfPi(x), 6)),
  },
  { name: "tan", op: tan.op, latex: "\\tan", parity: "odd", inverse: "arctan", value: tangentAt },
  { name: "arcsin", op: asin.op, latex: "\\arcsin", aliases: ["asin"], parity: "odd", value: at(one, mul(half, pi)) },
  { name: "arccos", op: acos.op, latex: "\\arccos", aliases: ["acos"], value: at(one, zero) },
  {
    name: "arctan",
    op: atan.op,
    latex: "\\arctan",
    aliases: ["atan"],
    parity: "odd",
    value: at(one, mul(r(1n, 4n), pi)),
  },
  { name: "sinh", op: sinh.op, latex: "\\sinh", parity: "odd", inverse: "arsinh" },
  { name: "cosh", op: cosh.op, latex: "\\cosh", parity: "even", inverse: "arcosh", value: at(zero, one) },
  { name: "tanh", op: tanh.op, latex: "\\tanh", parity: "odd", inverse: "artanh" },
  { name: "arsinh", op: asinh.op, latex: "\\operatorname{arsinh}", aliases: ["asinh", "arcsinh"], parity: "odd" },
  {
    name: "arcosh",
    op: acosh.op,
    latex: "\\operatorname{arcosh}",
    aliases: ["acosh", "arccosh"],
    value: at(one, zero),
  },
  { name: "artanh", op: atanh.op, latex: "\\operatorname{artanh}", aliases: ["atanh", "arctanh"], parity: "odd" },
  { name: "ln", op: log.op, latex: "\\ln", aliases: ["log"], value: logarithmOf },
  { name: "abs", op: abs.op, parity: "even", value: absoluteOf },
  {
    name: "sgn",
    op: sign.op,
    latex: "\\operatorname{sgn}",
    aliases: ["sign"],
    parity: "odd",
    value: exactly((x) => ({ n: x.n > 0n ? 1n : x.n < 0n ? -1n : 0n, d: 1n })),
  },
  { name: "floor", op: floor.op, value: exactly((x) => ({ n: floorOf(x), d: 1n })) },
  { name: "ceil", op: ceil.op, value: exactly((x) => ({ n: -floorOf({ n: -x.n, d: x.d }), d: 1n })) },
  { name: "round", op: round.op },
  { name: "trunc", op: trunc.op },
  { name: "max", op: maximum.op, latex: "\\max" },
  { name: "min", op: minimum.op, latex: "\\min" },
  { name: "atan2", op: atan2.op, aliases: ["arctan2"] },
  {
    name: "sigmoid",
    op: sigmoid.op,
    latex: "\\sigma",
    aliases: ["logistic", "expit"],
    inverse: "logit",
    value: at(zero, half),
  },
  { name: "logit", op: logit.op, inverse: "sigmoid", value: at(half, zero) },
  { name: "softplus", op: softplus.op },
  { name: "relu", op: relu.op },
  { name: "silu", op: silu.op, aliases: ["swish"] },
  { name: "gelu", op: gelu.op },
  { name: "logSigmoid", op: logSigmoid.op },
  { name: "erf", op: special.erf.op, parity: "odd", inverse: "erfinv" },
  { name: "erfc", op: special.erfc.op, value: at(zero, one) },
  { name: "erfinv", op: special.erfinv.op, parity: "odd", inverse: "erf" },
  { name: "Gamma", op: special.gamma.op, latex: "\\Gamma", aliases: ["gamma", "Γ"], value: exactly(gammaOf) },
  { name: "lgamma", op: special.lgamma.op, latex: "\\ln\\Gamma", aliases: ["logGamma", "gammaln"] },
  { name: "digamma", op: special.digamma.op, latex: "\\psi", aliases: ["psi", "ψ"] },
  { name: "trigamma", op: special.trigamma.op, latex: "\\psi'" },
  { name: "Phi", op: special.ndtr.op, latex: "\\Phi", aliases: ["ndtr", "normcdf"], value: at(zero, half) },
])();

function gammaOf({ n, d }: Rational): Rational | undefined {
  if (d !== 1n || n < 1n || n > 170n) return undefined;
  let product = 1n;
  for (let k = 2n; k < n; k++) product *= k;
  return { n: product, d: 1n };
}

/** ln 1 = 0, ln e^u = u for real u, ln √e = 1/2. */
function logarithmOf(x: Expression): Expression | undefined {
  if (isOne(x)) return zero;
  if (same(x, e)) return one;
  if (x.kind === "power" && same(x.args[0], e) && x.args[1].isScalar && x.args[1].isReal) return x.args[1];
  return undefined;
}

function absoluteOf(x: Expression): Expression | undefined {
  const value = rationalOf(x);
  if (value !== undefined) return ofRational({ n: value.n < 0n ? -value.n : value.n, d: value.d });
  if (x.isPositive) return x;
  return x.kind === "power" && same(x.args[1], two) ? x : undefined;
}

const byOp = /*@__PURE__*/ (() => new Map(functions.map((facts) => [facts.op, facts])))();

/** What is known of an op; undefined for ops that formulas have no name for. */
export function factsOf(op: ElementwiseOp): FunctionFacts | undefined {
  return byOp.get(op);
}

const byName = /*@__PURE__*/ (() =>
  new Map(
    functions.flatMap((facts) => [facts.name, ...(facts.aliases ?? [])].map((name) => [name, facts] as const)),
  ))();

export function functionNamed(name: string): FunctionFacts | undefined {
  return byName.get(name);
}

/** The function of these arguments; simpler where a value is known, with the sign in front where it is odd. */
export function apply(op: ElementwiseOp, ...args: readonly Expression[]): Expression {
  const facts = byOp.get(op);
  const [x] = args;
  if (facts !== undefined && args.length === 1) {
    if (x.kind === "float") return floatOf(op, x);
    const value = facts.value?.(x) ?? (facts.parity === "odd" && isZero(x) ? zero : undefined);
    if (value !== undefined) return value;
    if (facts.parity !== undefined && isNegativeTerm(x)) {
      const inner = apply(op, neg(x));
      return facts.parity === "odd" ? neg(inner) : inner;
    }
    if (
      facts.inverse !== undefined &&
      x.kind === "call" &&
      byOp.get(x.payload as Payloads["call"])?.name === facts.inverse
    ) {
      return x.args[0];
    }
  }
  return intern("call", op, args);
}

function floatOf(op: ElementwiseOp, x: Expression): Expression {
  const value = op.definition.eval(x.payload as number);
  return Number.isFinite(value) ? intern("float", value, []) : intern("call", op, [x]);
}

/** Whether a minus sign stands in front: -x, -2xy, and not x - y. */
export function isNegativeTerm(x: Expression): boolean {
  if (isNumeric(x)) return numericValue(x) < 0;
  return x.kind === "product" && isNumeric(x.args[0]) && numericValue(x.args[0]) < 0;
}
