/** What is known of formulas from their making, and look-ups by structure after the table has forgotten. */
import { describe, expect, test } from "vitest";
import { stopGradient, type Tensor, TensorError } from "nabla";
import { add, mul, neg, power } from "../../src/calculus/build.ts";
import { evaluateNumber } from "../../src/calculus/evaluate/number.ts";
import { plainPoint } from "../../src/calculus/evaluate/points.ts";
import { symbolic } from "../../src/calculus/evaluate/symbolic.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { apply, functionNamed } from "../../src/calculus/functions.ts";
import { intern, same } from "../../src/calculus/intern.ts";
import { e, i, infinity, number, one, pi, symbol } from "../../src/calculus/leaves.ts";
import { surelySign, surelyZero } from "../../src/calculus/series/sure.ts";
import { dependsOn, partsOf, substituteAll } from "../../src/calculus/substitute.ts";

const x = symbol("x");
const positive = symbol("p", { dimensions: [], positive: true });
const complex = symbol("z", { dimensions: [], real: false });
const call = (name: string, u: Expression): Expression =>
  apply((functionNamed(name) as NonNullable<ReturnType<typeof functionNamed>>).op, u);
const f = (u: Expression): Expression => intern("unknown", { name: "f", orders: [0] }, [u]);

/** So many formulas that both generations of the table are new. */
function forget(): void {
  for (let k = 0; k < 40_000; k++) intern("sum", undefined, [x, number(1000 + k)]);
}

describe("real and positive", () => {
  test.each<[string, Expression, real: boolean, positive: boolean]>([
    ["x", x, true, false],
    ["a positive symbol", positive, true, true],
    ["a complex symbol", complex, false, false],
    ["π", pi, true, true],
    ["i", i, false, false],
    ["∞", infinity, false, true],
    ["-2", number(-2), true, false],
    ["p + 1", add(positive, one), true, true],
    ["p - 1", add(positive, number(-1)), true, false],
    ["-p", neg(positive), true, false],
    ["p^x", power(positive, x), true, true],
    ["p^z", power(positive, complex), false, false],
    ["x i", mul(x, i), false, false],
    ["sin p", call("sin", positive), true, false],
  ])("%s", (_, u, isReal, isPositive) => {
    expect([u.isReal, u.isPositive]).toEqual([isReal, isPositive]);
  });

  test("ln e^u is u for real u only", () => {
    expect(call("ln", power(e, x))).toBe(x);
    expect(call("ln", power(e, mul(i, x))).kind).toBe("call");
    expect(call("ln", power(e, complex)).kind).toBe("call");
  });

  test("deep and shared formulas take no time", () => {
    let deep: Expression = positive;
    for (let k = 0; k < 20_000; k++) deep = power(add(deep, one), x);
    expect([deep.isReal, deep.isPositive]).toEqual([true, true]);
    let shared: Expression = x;
    for (let k = 0; k < 60; k++) shared = mul(add(shared, positive), add(shared, one));
    expect([shared.isReal, shared.isPositive]).toEqual([true, false]);
    const start = performance.now();
    expect(surelySign(shared)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

test("what overflows or vanishes in float64 is not taken for 0", () => {
  expect(surelyZero(add(power(e, number(1000)), power(e, number(900))))).toBe(false);
  expect(surelyZero(add(power(e, number(-1000)), neg(power(e, number(-2000)))))).toBe(false);
  expect(surelyZero(add(call("sin", one), neg(call("sin", one))))).toBe(true);
});

describe("look-ups by structure", () => {
  test("values and replacements are found for a formula that was made again", () => {
    const before = f(power(x, number(2)));
    const kernel = call("sin", x);
    forget();
    const again = f(power(x, number(2)));
    const kernelAgain = call("sin", x);
    expect(again).not.toBe(before);
    expect(same(again, before)).toBe(true);
    expect(evaluateNumber(add(again, one), new Map([[before, 3]]))).toBe(4);
    expect(substituteAll(mul(again, x), new Map([[before, x]]))).toBe(power(x, number(2)));
    expect(substituteAll(kernelAgain, new Map([[kernel, x]]))).toBe(x);
    expect(dependsOn(mul(x, again), before)).toBe(true);
  });

  test("parts come once, in the order of reading", () => {
    const u = add(x, one);
    const parts = partsOf(power(u, u));
    expect(parts[0]).toBe(power(u, u));
    expect(parts.filter((part) => part === x)).toHaveLength(1);
    expect(partsOf(power(u, x), (part) => part !== u)).toEqual([power(u, x), u, x]);
  });
});

test("values of symbols are all different", () => {
  const symbols = Array.from({ length: 50 }, (_, k) => symbol(`s${k}`));
  const values = [...plainPoint(symbols).values(), ...plainPoint(symbols.slice(0, 20), 2).values()];
  expect(new Set(values).size).toBe(70);
  expect(Math.min(...values)).toBeGreaterThan(1);
});

test("a traced function that stops gradients is refused", () => {
  const run = (): Expression => symbolic((t: Tensor) => t.mul(stopGradient(t)));
  expect(run).toThrow(TensorError);
  expect(run).toThrow(/unsupported: stopGradient/);
});
