import { describe, expect, test } from "vitest";
import { TensorError } from "nabla";
import { evaluateNumber } from "../../src/calculus/evaluate/number.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { intern, same } from "../../src/calculus/intern.ts";
import { infinity, symbol } from "../../src/calculus/leaves.ts";
import { derive } from "../../src/calculus/differentiate/derive.ts";
import { deriveWithSteps, stepsOf } from "../../src/calculus/differentiate/record.ts";
import { parseText } from "../../src/calculus/parse/formula.ts";
import { ruleNames, walk } from "../../src/calculus/steps/text.ts";
import { showFormula } from "../../src/calculus/steps/print.ts";
import { cases } from "./differentiate/cases.ts";
import { textCases } from "./differentiate/textCases.ts";
import * as f from "./differentiate/formulas.ts";
import {
  add,
  call,
  cos,
  div,
  exp,
  ln,
  mul,
  neg,
  num,
  pow,
  sin,
  sub,
  t,
  unknown,
  x,
  y,
} from "./differentiate/formulas.ts";
import { expectEqual, expectSteps } from "./differentiate/oracle.ts";

describe("derivations checked by hand", () => {
  test.each(cases.map((one) => [showFormula(one.of), one] as const))("%s", (_, { of, is, rules }) => {
    const steps = deriveWithSteps(of, x);
    expect(ruleNames(steps)).toEqual(rules);
    if (is !== undefined) expectEqual(steps.result, is);
    expect(same(steps.raw, derive(of, x))).toBe(true);
    expectSteps(steps.derivation);
    const lines = steps.lines();
    for (const line of lines) expectEqual(line.expression, lines[0].expression);
    lines.slice(1).forEach((line, at) => expect(same(line.expression, lines[at].expression)).toBe(false));
    expect(same(lines[lines.length - 1].expression, steps.result)).toBe(true);
  });
});

describe("derivations checked by hand, as text", () => {
  test("there are a hundred together", () => expect(cases.length + textCases.length).toBeGreaterThanOrEqual(100));
  test.each(textCases)("%s", (text, is, rules) => {
    const of = parseText(text);
    const steps = deriveWithSteps(of, x);
    expect([...walk(steps.derivation)].map(({ step }) => step.rule)).toEqual(rules);
    expectEqual(steps.result, parseText(is));
    expectSteps(steps.derivation);
    const lines = steps.lines();
    expect(same(lines[lines.length - 1].expression, steps.result)).toBe(true);
  });
});

describe("all kinds", () => {
  const unknownF = unknown("f", mul(x, y), pow(x, 2));
  const list: readonly (readonly [string, Expression])[] = [
    ["unknown function of several arguments", unknownF],
    ["second derivative of it", derive(unknownF, x)],
    ["integral with moving limits", f.integral(sin(mul(x, t)), t, mul(num(-1), x), sin(x))],
    ["integral with one moving limit", f.integral(exp(neg(pow(t, 2))), t, num(0), x)],
    ["integral under the sign", f.integral(pow(add(num(4), mul(x, t)), 0.5), t, num(0), num(1))],
    ["series", f.series(div(pow(x, f.n), call("Gamma", add(f.n, num(1)))), f.n, num(1), num(5))],
    ["minimum", call("min", sin(x), cos(x))],
    ["relu", call("relu", sub(pow(x, 2), num(1)))],
    ["angle", call("atan2", mul(x, y), add(x, num(1)))],
    ["cases", f.cases(pow(x, 3), f.relation(">", x, num(1)), sin(x), f.relation("<", x, num(0)), exp(x))],
  ];
  test.each(list)("%s", (_, of) => {
    expectEqual(intern("derivative", undefined, [of, x]), derive(of, x));
    expectSteps(deriveWithSteps(of, x).derivation);
  });

  test("fundamental theorem", () => {
    expect(same(derive(f.integral(sin(pow(x, 2)), x), x), sin(pow(x, 2)))).toBe(true);
  });
  test("infinite limits", () => {
    const gauss = f.integral(exp(mul(neg(x), pow(t, 2))), t, num(0), infinity);
    const [df] = derive(gauss, x).args;
    expect(derive(gauss, x).kind).toBe("integral");
    expectEqual(df, neg(mul(pow(t, 2), exp(mul(neg(x), pow(t, 2))))));
  });
  test("a bound variable is not the variable", () => {
    expect(same(derive(f.integral(sin(x), x, num(0), num(1)), x), num(0))).toBe(true);
    expect(same(derive(f.series(x, x, num(0), num(3)), x), num(0))).toBe(true);
  });
  test("orders of derivatives add up, in any order", () => {
    const u = intern("derivative", undefined, [y, x]);
    const open = intern("derivative", undefined, [unknown("f", x, y), x]);
    expect(same(derive(derive(open, y), x), derive(derive(open, x), y))).toBe(true);
    expect(derive(open, x).args).toHaveLength(3);
    expect(same(derive(u, x), num(0))).toBe(true);
  });
  test("mixed partial derivatives of an unknown function", () => {
    const of = unknown("f", x, y);
    expect(derive(derive(of, x), y).payload).toEqual({ name: "f", orders: [1, 1] });
    expect(same(derive(derive(of, x), y), derive(derive(of, y), x))).toBe(true);
  });
});

describe("notes", () => {
  const noteTexts = (of: Expression): string[] =>
    deriveWithSteps(of, x)
      .notes()
      .map(({ condition, text }) => (condition === undefined ? text : showFormula(condition)));
  test.each([
    [abs1(), ["x != 0"]],
    [ln(x), ["x > 0"]],
    [div(num(1), x), ["x != 0"]],
    [pow(x, x), ["x > 0"]],
    [pow(x, 2), []],
  ] as const)("%#", (of, notes) => expect(noteTexts(of)).toEqual(notes));
  test("steps of floor and boundaries of cases are named", () => {
    expect(noteTexts(call("floor", x))[0]).toMatch(/jumps/);
    expect(noteTexts(f.cases(x, f.relation("<", x, num(0)), sin(x)))).toEqual(["x != 0"]);
  });
  function abs1(): Expression {
    return call("abs", x);
  }
});

describe("routes", () => {
  const of = div(mul(pow(x, 2), sin(x)), add(exp(x), num(1)));
  test("other ways are named, with the reason for the one that was taken", () => {
    const { derivation } = deriveWithSteps(of, x);
    expect(derivation.why).toMatch(/numerator/);
    expect(derivation.alternatives.map(({ route }) => route)).toEqual(["product", "logarithmic"]);
  });
  test.each(["quotient", "product", "logarithmic"] as const)("%s", (route) => {
    const steps = deriveWithSteps(of, x, { route });
    expectEqual(steps.result, derive(of, x));
    expectSteps(steps.derivation);
    expect(steps.derivation.rule).toMatch(route === "logarithmic" ? "logarithmic differentiation" : `${route} rule`);
  });
});

describe("tidy steps", () => {
  test("by default the textbook form, with the names of what was done", () => {
    const steps = deriveWithSteps(parseText("(x^2 - 1)/(x^2 + 1)"), x);
    expect(showFormula(steps.result)).toBe("4x/(x^2 + 1)^2");
    expect(steps.tidy.length).toBeGreaterThan(0);
    for (const { before, after } of steps.tidy) expectEqual(before, after);
    expect(steps.lines().at(-1)).toEqual({ expression: steps.result, rule: "one fraction" });
    expect(deriveWithSteps(parseText("(x^2 - 1)/(x^2 + 1)"), x, { simplify: false }).tidy).toEqual([]);
  });
  test("stand apart from the rules, and only where something changes", () => {
    const simplify = (u: Expression): Expression => (same(u, mul(num(2), x)) ? add(x, x, num(0)) : num(5));
    expect(deriveWithSteps(pow(x, 2), x, { simplify }).tidy).toEqual([]);
    const { tidy, raw, result, lines } = deriveWithSteps(pow(x, 3), x, { simplify });
    expect(tidy).toHaveLength(1);
    expect(same(tidy[0].before, raw) && same(tidy[0].after, result)).toBe(true);
    expect(lines().at(-1)?.rule).toBe("simplify");
  });
});

describe("refusals", () => {
  const refused: readonly (readonly [Expression, Expression, RegExp])[] = [
    [pow(x, 2), mul(num(2), x), /no variable/],
    [pow(x, 2), num(3), /no variable/],
    [f.relation("=", x, y), x, /unsupported: the derivative of a relation, at/],
    [f.series(x, f.n, num(0), x), x, /unsupported: a sum whose limits depend/],
    [pow(x, 2), symbol("w", { dimensions: ["n"] }), /unsupported/],
    [mul(x, symbol("w", { dimensions: ["n"] })), x, /unsupported/],
  ];
  test.each(refused)("%#", (of, by, message) => {
    expect(() => derive(of, by)).toThrow(message);
    expect(() => derive(of, by)).toThrow(TensorError);
  });
});

describe("large formulas", () => {
  test("a sum of 1,000 terms", () => {
    const terms = Array.from({ length: 1000 }, (_, k) => mul(num(k + 1), sin(mul(num(k + 2), x))));
    const derivative = derive(add(...terms), x);
    expect(derivative.args).toHaveLength(1000);
    const expected = terms.reduce((total, __, k) => total + (k + 1) * (k + 2) * Math.cos((k + 2) * 0.3), 0);
    expect(evaluateNumber(derivative, new Map([[x, 0.3]]))).toBeCloseTo(expected, 4);
    const steps = deriveWithSteps(add(...terms), x);
    expect(steps.derivation.children).toHaveLength(1000);
    expect(steps.lines().map(({ rule }) => rule)).toEqual(["", "sum rule", "3999 more steps"]);
    expect(same(steps.lines()[2].expression, derivative)).toBe(true);
  });
  test("a composition of 200 functions", () => {
    let of: Expression = x;
    let [value, slope] = [0.5, 1];
    for (let k = 0; k < 200; k++) {
      of = sin(of);
      slope *= Math.cos(value);
      value = Math.sin(value);
    }
    expect(evaluateNumber(derive(of, x), new Map([[x, 0.5]]))).toBeCloseTo(slope, 12);
    expect(ruleNames(deriveWithSteps(of, x))).toHaveLength(399);
  });
  test("a product of 300 factors", () => {
    const factors = Array.from({ length: 300 }, (_, k) => sin(mul(num(k + 1), x)));
    expect(derive(mul(...factors), x).args).toHaveLength(300);
  });
  test("what would take too long is refused", () => {
    const factors = Array.from({ length: 1200 }, (_, k) => sin(mul(num(k + 1), x)));
    expect(() => derive(mul(...factors), x)).toThrow(/unsupported: a product of 1200 factors/);
    let of: Expression = x;
    for (let k = 0; k < 5000; k++) of = sin(of);
    expect(() => derive(of, x)).toThrow(/unsupported: a formula nested 5001 levels deep/);
  });
  test("shared parts are differentiated once", () => {
    let of: Expression = x;
    for (let k = 0; k < 60; k++) of = add(mul(sin(of), cos(of)), of);
    expect(of.size).toBeGreaterThan(2 ** 52);
    expect(derive(of, x).size).toBeGreaterThan(1);
    expect(stepsOf(deriveWithSteps(of, x).derivation).length).toBeLessThan(500);
  });
});

// ---------------------------------------------------------------- the exercises of the book

describe("exercises of Dive into Deep Learning 2.4", () => {
  const value = (of: Expression, at: number): number => evaluateNumber(of, new Map([[x, at]]));
  test("x³ - 1/x", () => {
    const of = sub(pow(x, 3), div(num(1), x));
    expect(value(derive(of, x), 1)).toBe(4);
  });
  test("xˣ", () => {
    const derivative = derive(pow(x, x), x);
    expect(value(derivative, 1)).toBe(1);
    expect(value(derivative, 2)).toBeCloseTo(6.7725887, 7);
    expect(value(derivative, 0.5)).toBeCloseTo(0.2169777, 7);
    expect(value(derivative, 1 / Math.E)).toBeCloseTo(0, 12);
  });
  test("(ln x²) sin x + 1/x", () => {
    const derivative = derive(add(mul(ln(pow(x, 2)), sin(x)), div(num(1), x)), x);
    for (const [at, expected] of [
      [2, 0.0823954],
      [1, 0.682942],
      [-1, 0.682942],
      [0.5, -3.2988856],
      [Math.PI, -2.390781],
    ]) {
      expect(value(derivative, at)).toBeCloseTo(expected, 5);
    }
  });
});
