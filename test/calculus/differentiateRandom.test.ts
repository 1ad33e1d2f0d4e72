import { describe, expect, test } from "vitest";
import { power } from "../../src/calculus/build.ts";
import { derive } from "../../src/calculus/differentiate/derive.ts";
import { deriveWithSteps, stepsOf } from "../../src/calculus/differentiate/record.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { same } from "../../src/calculus/intern.ts";
import { e, number, pi } from "../../src/calculus/leaves.ts";
import { rational } from "../../src/base/rational.ts";
import { showFormula } from "../../src/calculus/steps/print.ts";
import * as f from "./differentiate/formulas.ts";
import { add, call, div, exp, mul, num, pow, x, y } from "./differentiate/formulas.ts";
import { agreement, autodiff, POINTS, valuesOf } from "./differentiate/oracle.ts";

// ---------------------------------------------------------------- random formulas

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let r = Math.imul(state ^ (state >>> 15), state | 1);
    r ^= r + Math.imul(r ^ (r >>> 7), r | 61);
    return ((r ^ (r >>> 14)) >>> 0) / 2 ** 32;
  };
}

const UNARY = [
  "sin",
  "cos",
  "tan",
  "arctan",
  "sinh",
  "cosh",
  "tanh",
  "arsinh",
  "ln",
  "abs",
  "sigmoid",
  "softplus",
  "erf",
  "arcsin",
  "relu",
  "gelu",
  "silu",
];

function randomFormula(random: () => number, depth: number): Expression {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const inner = (): Expression => randomFormula(random, depth - 1);
  if (depth === 0 || random() < 0.1) {
    return pick([
      x,
      x,
      x,
      y,
      number(Math.floor(random() * 9) - 4),
      number(rational(BigInt(Math.floor(random() * 7) + 1), 3n)),
      pi,
      e,
    ]);
  }
  const kind = random();
  if (kind < 0.25) return add(inner(), inner(), ...(random() < 0.3 ? [inner()] : []));
  if (kind < 0.5) return mul(inner(), inner());
  if (kind < 0.6) return divOr(inner(), inner());
  if (kind < 0.7) return powerOr(inner(), pick([2, 3, -1, -2, 0.5, 1 / 2, -0.5, 1.5]));
  if (kind < 0.76) return exp(inner());
  if (kind < 0.79) return powerOr(add(num(2), pow(inner(), 2)), inner());
  if (kind < 0.82) return call(pick(["max", "min"]), inner(), inner());
  if (kind < 0.84) return f.cases(inner(), f.relation("<", inner(), inner()), inner());
  return call(pick(UNARY), inner());
}

const orElse = (make: () => Expression, other: Expression): Expression => {
  try {
    return make();
  } catch {
    return other;
  }
};
const divOr = (u: Expression, v: Expression): Expression => orElse(() => div(u, v), u);
const powerOr = (u: Expression, v: Expression | number): Expression =>
  orElse(() => power(u, typeof v === "number" ? num(v) : v), u);

describe("random formulas against autodiff in both modes", () => {
  test("5,000 formulas of depth 2 to 6", { timeout: 300_000 }, () => {
    const random = generator(20261126);
    const wrong: string[] = [];
    const refused: string[] = [];
    let [compared, without] = [0, 0];
    for (let k = 0; k < 5000; k++) {
      const of = orElse(() => randomFormula(random, 2 + (k % 5)), x);
      let derivative: Expression;
      try {
        derivative = derive(of, x);
      } catch (error) {
        refused.push(`${showFormula(of)}: ${(error as Error).message.split("\n")[0]}`);
        continue;
      }
      const { forward, reverse } = autodiff(of, "x", POINTS);
      // Where the formula has no value, nothing is said of its derivative.
      const values = valuesOf(of, POINTS);
      const found = valuesOf(derivative, POINTS).map((value, at) => (Number.isFinite(values[at]) ? value : NaN));
      const [one, two] = [agreement(found, forward, 1e-6), agreement(found, reverse, 1e-6)];
      if (one.same + one.other === 0) without++;
      else compared++;
      if (one.other > 0 || two.other > 0)
        wrong.push(`${showFormula(of)} -> ${showFormula(derivative)}: ${found} | ${forward}`);
    }
    expect(refused).toEqual([]);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(4000);
    expect(without).toBeLessThan(1000);
  });
});

describe("steps of random formulas", () => {
  test("before, after and result are equal at every step of 150 formulas", { timeout: 120_000 }, () => {
    const random = generator(7);
    let checked = 0;
    for (let k = 0; k < 150; k++) {
      const of = orElse(() => randomFormula(random, 2 + (k % 3)), x);
      const { derivation, lines, result } = deriveWithSteps(of, x, { simplify: false });
      expect(same(result, derive(of, x))).toBe(true);
      const values = valuesOf(of, POINTS);
      const inDomain = (u: Expression): number[] =>
        valuesOf(u, POINTS).map((value, at) => (Number.isFinite(values[at]) ? value : NaN));
      const last = lines().at(-1)?.expression as Expression;
      expect(agreement(inDomain(last), inDomain(result), 1e-6).other, showFormula(of)).toBe(0);
      for (const step of stepsOf(derivation)) {
        const [before, after, end] = [step.before, step.after, step.result].map(inDomain);
        expect(agreement(before, after, 1e-6).other, `${showFormula(step.before)} by the ${step.rule}`).toBe(0);
        expect(agreement(after, end, 1e-6).other, `${showFormula(step.after)} after the ${step.rule}`).toBe(0);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(500);
  });
});
