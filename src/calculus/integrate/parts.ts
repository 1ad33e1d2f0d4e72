/** Polynomials times exponentials, sines and cosines of straight lines: by parts until the polynomial is gone. */
import { add, div, mul, neg, power, productOf, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { e, isZero, number, one, zero } from "../leaves.ts";
import { cos, cosh, ln, opName, sin, sinh } from "../series/known.ts";
import { surelyZero } from "../series/sure.ts";
import { coefficientsIn } from "../polynomial/formula.ts";
import { dependsOn } from "../substitute.ts";

/** ∫ P(x) e^(ax + c) sin(bx + d), and without one of the factors; undefined for all else. */
export function integrateByTable(f: Expression, x: Expression): Expression | undefined {
  const factors = f.kind === "product" ? f.args : [f];
  const isWave = (each: Expression): boolean => ["sin", "cos", "sinh", "cosh"].includes(opName(each));
  const isExponential = (each: Expression): boolean =>
    each.kind === "power" && !dependsOn(each.args[0], x) && dependsOn(each.args[1], x);
  const waves = factors.filter((each) => isWave(each) && dependsOn(each, x));
  const exponentials = factors.filter(isExponential);
  const rest = factors.filter((each) => !waves.includes(each) && !exponentials.includes(each));
  const polynomial = coefficientsIn(productOf(rest), x);
  if (polynomial === undefined || waves.length > 1 || waves.length + exponentials.length === 0) return undefined;
  const exponent = sumOf(
    exponentials.map((each) => (same(each.args[0], e) ? each.args[1] : mul(each.args[1], ln(each.args[0])))),
  );
  const line = coefficientsIn(exponent, x);
  if (line === undefined || line.length > 2) return undefined;
  const growth = line[1] ?? zero;
  const outside = productOf(exponentials);
  const [wave] = waves;
  if (wave === undefined) return exponentialTimes(polynomial, growth, outside, x);
  const frequency = coefficientsIn(wave.args[0], x);
  if (frequency?.length !== 2) return undefined;
  return waveTimes(polynomial, growth, outside, wave, frequency[1], x);
}

const slopeOf = (p: readonly Expression[]): Expression[] => p.slice(1).map((c, k) => mul(number(k + 1), c));
const formula = (p: readonly Expression[], x: Expression): Expression =>
  sumOf(p.map((c, k) => mul(c, power(x, number(k)))));

/** e^(ax) (P/a - P'/a² + P''/a³ - …). */
function exponentialTimes(
  p: readonly Expression[],
  a: Expression,
  outside: Expression,
  x: Expression,
): Expression | undefined {
  if (isZero(a)) return undefined;
  const terms: Expression[] = [];
  let scale = power(a, number(-1));
  for (let rest = p; rest.length > 0; rest = slopeOf(rest)) {
    terms.push(...rest.map((c, k) => mul(scale, c, power(x, number(k)))));
    scale = neg(div(scale, a));
  }
  return mul(sumOf(terms), outside);
}

/** e^(ax) (P s + Q c) for a sine s and a cosine c of bx, circular or hyperbolic. */
function waveTimes(
  p: readonly Expression[],
  a: Expression,
  outside: Expression,
  wave: Expression,
  b: Expression,
  x: Expression,
): Expression | undefined {
  const name = opName(wave);
  const hyperbolic = name.endsWith("h");
  // s' = b c and c' = turn · b s.
  const turn = hyperbolic ? number(1) : number(-1);
  const norm = sub(mul(a, a), mul(turn, b, b));
  if (surelyZero(norm)) return undefined;
  const [s, c] = hyperbolic ? [sinh(wave.args[0]), cosh(wave.args[0])] : [sin(wave.args[0]), cos(wave.args[0])];
  let [sines, cosines]: Expression[][] = name.startsWith("sin") ? [[...p], []] : [[], [...p]];
  const [ofSine, ofCosine]: Expression[][] = [[], []];
  for (let sign = one; sines.length + cosines.length > 0; sign = neg(sign)) {
    // ∫ e^(ax)(P s + Q c) = e^(ax)(P(a s - b c) + Q(a c - turn b s))/norm - ∫ e^(ax) (the same of P', Q').
    const next = combine(sines, cosines, a, b, turn, norm);
    ofSine.push(mul(sign, formula(next[0], x)));
    ofCosine.push(mul(sign, formula(next[1], x)));
    [sines, cosines] = [slopeOf(next[0]), slopeOf(next[1])];
  }
  return mul(outside, add(mul(sumOf(ofSine), s), mul(sumOf(ofCosine), c)));
}

function combine(
  p: readonly Expression[],
  r: readonly Expression[],
  a: Expression,
  b: Expression,
  turn: Expression,
  norm: Expression,
): Expression[][] {
  const length = Math.max(p.length, r.length);
  const at = (list: readonly Expression[], k: number): Expression => list[k] ?? zero;
  const each = (make: (k: number) => Expression): Expression[] => Array.from({ length }, (_, k) => div(make(k), norm));
  return [
    each((k) => sub(mul(a, at(p, k)), mul(turn, b, at(r, k)))),
    each((k) => sub(mul(a, at(r, k)), mul(b, at(p, k)))),
  ];
}
