/** Products of sines and cosines: as sums, or as quotients of polynomials in a sine, a cosine, or a tangent. */
import { add, div, integerOf, mul, power, productOf, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { half, number, one, two } from "../leaves.ts";
import { cos, cosh, opName, rewritten, sin, sinh, tan, tanh } from "../series/known.ts";
import { coefficientsIn } from "../polynomial/formula.ts";
import { dependsOn, partsOf, transform } from "../substitute.ts";

const WAVES: ReadonlySet<string> = /*@__PURE__*/ (() => new Set(["sin", "cos", "sinh", "cosh"]))();

/** A product as waves and the other factors; powers of waves as repeated factors. */
function wavesIn(f: Expression, x: Expression): { waves: Expression[]; others: Expression[] } {
  const waves: Expression[] = [];
  const others: Expression[] = [];
  for (const factor of f.kind === "product" ? f.args : [f]) {
    const [base, times] = factor.kind === "power" ? [factor.args[0], integerOf(factor.args[1])] : [factor, 1n];
    const isWave = WAVES.has(opName(base)) && dependsOn(base, x) && times !== undefined && times > 0n && times <= 10n;
    if (isWave) for (let k = 0n; k < (times as bigint); k++) waves.push(base);
    else others.push(factor);
  }
  return { waves, others };
}

/** sin a sin b and its kin as sums, until no product of two is left; undefined where there is none. */
export function productToSum(f: Expression, x: Expression): Expression | undefined {
  const { waves, others } = wavesIn(f, x);
  if (waves.length < 2 || waves.length > 10) return undefined;
  if (waves.some((each) => isHyperbolic(each) !== isHyperbolic(waves[0]))) return undefined;
  let sum: Expression = waves[0];
  for (const wave of waves.slice(1)) {
    const terms = sum.kind === "sum" ? sum.args : [sum];
    sum = sumOf(terms.flatMap((term) => times(term, wave, x)));
  }
  const rest = productOf(others);
  return sumOf((sum.kind === "sum" ? sum.args : [sum]).map((term) => mul(term, rest)));
}

/** A number times a wave, times another wave. */
function times(term: Expression, wave: Expression, x: Expression): Expression[] {
  const { waves, others } = wavesIn(term, x);
  if (waves.length === 0) return [mul(term, wave)];
  return pair(waves[0], wave).map((part) => mul(part, ...others));
}

const isHyperbolic = (wave: Expression): boolean => opName(wave).endsWith("h");

function pair(a: Expression, b: Expression): Expression[] {
  const [u, v] = [a.args[0], b.args[0]];
  const [odd, even] = isHyperbolic(a) ? [sinh, cosh] : [sin, cos];
  const isOdd = (wave: Expression): boolean => opName(wave).startsWith("sin");
  if (isOdd(a) === isOdd(b)) {
    // cos cos = (cos(u - v) + cos(u + v))/2; the sign turns for sin sin, and for sinh sinh.
    const signs = isOdd(a) ? (isHyperbolic(a) ? [-0.5, 0.5] : [0.5, -0.5]) : [0.5, 0.5];
    return [mul(number(signs[0]), even(sub(u, v))), mul(number(signs[1]), even(add(u, v)))];
  }
  const [s, c] = isOdd(a) ? [u, v] : [v, u];
  return [mul(half, odd(add(s, c))), mul(half, odd(sub(s, c)))];
}

/** ∫ f dx = ∫ g(u) du. */
export interface Change {
  readonly g: Expression;
  readonly u: Expression;
  /** u as a formula in x. */
  readonly is: Expression;
  readonly rule: string;
}

/** sin^m cos^n of one straight line. @param odd - only where one of the exponents is odd */
export function monomialChange(f: Expression, x: Expression, u: Expression, odd = false): Change | undefined {
  const found = exponentsOf(f, x);
  if (found === undefined) return undefined;
  const { m, n, angle, slope } = found;
  if (odd && m % 2 === 0 && n % 2 === 0) return undefined;
  const square = power(u, two);
  const by = (g: Expression, is: Expression, rule: string): Change => ({ g: div(g, slope), u, is, rule });
  if (m % 2 !== 0) {
    return by(
      mul(number(-1), power(sub(one, square), number((m - 1) / 2)), power(u, number(n))),
      cos(angle),
      "substitution u = cos",
    );
  }
  if (n % 2 !== 0) {
    return by(
      mul(power(u, number(m)), power(sub(one, square), number((n - 1) / 2))),
      sin(angle),
      "substitution u = sin",
    );
  }
  return by(
    mul(power(u, number(m)), power(add(one, square), number(-(m + n) / 2 - 1))),
    tan(angle),
    "substitution u = tan",
  );
}

function exponentsOf(
  f: Expression,
  x: Expression,
): { m: number; n: number; angle: Expression; slope: Expression } | undefined {
  let [m, n, angle]: [number, number, Expression | undefined] = [0, 0, undefined];
  for (const factor of f.kind === "product" ? f.args : [f]) {
    const [base, exponent] = factor.kind === "power" ? [factor.args[0], integerOf(factor.args[1])] : [factor, 1n];
    const name = opName(base);
    if (exponent === undefined || (name !== "sin" && name !== "cos" && name !== "tan")) return undefined;
    if (angle !== undefined && !same(angle, base.args[0])) return undefined;
    [angle] = base.args;
    const times = Number(exponent);
    if (name !== "cos") m += times;
    if (name === "cos") n += times;
    if (name === "tan") n -= times;
  }
  const line = angle && coefficientsIn(angle, x);
  if (angle === undefined || line?.length !== 2 || Math.abs(m) + Math.abs(n) > 24) return undefined;
  return { m, n, angle, slope: line[1] };
}

/** Quotients in sin v and cos v by t = tan(v/2); in sinh v and cosh v by t = tanh(v/2). */
export function halfAngle(f: Expression, x: Expression, u: Expression): Change | undefined {
  const spread = transform(f, (part) => {
    const name = opName(part);
    return name === "tan" || name === "tanh" ? rewritten(part) : undefined;
  });
  const isWave = (part: Expression): boolean => WAVES.has(opName(part)) && dependsOn(part, x);
  const waves = partsOf(spread, (part) => !isWave(part)).filter(isWave);
  const hyperbolic = waves.some((part) => opName(part).endsWith("h"));
  const circular = waves.some((part) => !opName(part).endsWith("h"));
  const angles = new Set(waves.map((part) => part.args[0]));
  const [angle] = angles;
  const line = angle && coefficientsIn(angle, x);
  if (angles.size !== 1 || line?.length !== 2 || circular === hyperbolic) return undefined;
  const square = power(u, two);
  const [above, below] = circular ? [sub(one, square), add(one, square)] : [add(one, square), sub(one, square)];
  const replaced = new Map<Expression, Expression>([[angle, angle]]);
  const g = transform(spread, (part) => {
    const name = opName(part);
    if (replaced.has(part.args[0]) && (name === "sin" || name === "sinh")) return div(mul(two, u), below);
    return replaced.has(part.args[0]) && (name === "cos" || name === "cosh") ? div(above, below) : undefined;
  });
  if (dependsOn(g, x)) return undefined;
  const is = (circular ? tan : tanh)(mul(half, angle));
  return {
    g: mul(g, div(two, mul(line[1], below))),
    u,
    is,
    rule: circular ? "substitution u = tan(x/2)" : "substitution u = tanh(x/2)",
  };
}
