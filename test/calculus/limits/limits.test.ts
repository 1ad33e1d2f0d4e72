import { describe, expect, test } from "vitest";
import { TensorError } from "nabla";
import { evaluateNumber } from "../../../src/calculus/evaluate/number.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { intern } from "../../../src/calculus/intern.ts";
import { limit, type Side } from "../../../src/calculus/limits/limit.ts";
import { toText } from "../../../src/calculus/print/text.ts";
import { limits } from "../solve/golden.ts";
import { n, read, x, y } from "../solve/read.ts";

const lim = (f: string, at: string, side?: Side): ReturnType<typeof limit> => limit(read(f), x, read(at), side);
const text = (f: Expression | undefined): string | undefined => f && toText(f);

describe("limits against SymPy", () => {
  test("there are 60 and more", () => expect(limits.length).toBeGreaterThanOrEqual(60));

  test.each(limits)("%s at %s (%s)", (f, at, side, wanted) => {
    const { value, steps } = lim(f, at, side as Side);
    expect(value, f).toBeDefined();
    const found = evaluateNumber(value as Expression, new Map());
    if (Number.isFinite(wanted))
      expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
    else expect(found).toBe(wanted);
    expect(steps.length).toBeGreaterThan(0);
    expect(evaluateNumber(steps.at(-1)?.after as Expression, new Map())).toBe(found);
  });
});

describe("exact values", () => {
  test.each([
    ["sin(x)/x", "0", "1"],
    ["(1+1/x)^x", "oo", "e"],
    ["(1+a/x)^x", "oo", "e^a"],
    ["(2^x-1)/x", "0", "ln(2)"],
    ["arctan(x)", "oo", "pi/2"],
    ["cos(x)^(1/x^2)", "0", "1/sqrt(e)"],
    ["arccos(x)/sqrt(1-x)", "1", "sqrt(2)"],
    ["(x^2-a^2)/(x-a)", "a", "2a"],
    ["sin(a*x)/x", "0", "a"],
  ])("%s at %s is %s", (f, at, wanted) => expect(text(lim(f, at).value)).toBe(wanted));

  test.each([
    ["(x+y)^2", "2x"],
    ["(x+y)^3", "3x^2"],
    ["exp(x+y)", "e^x"],
    ["ln(x+y)", "1/x"],
    ["sin(x+y)", "cos(x)"],
    ["1/(x+y)", "-1/x^2"],
  ])("the difference quotient of %s", (f, wanted) => {
    const at0 = read(f.replace("+y", ""));
    const { value } = limit(read(`(${f}-(${f.replace("+y", "")}))/y`), y, read("0"), "right");
    const values = new Map([[x, 1.7]]);
    expect(at0).toBeDefined();
    expect(evaluateNumber(value as Expression, values)).toBeCloseTo(
      evaluateNumber(read(wanted.replace("2x", "2*x").replace("3x", "3*x").replace("e^x", "exp(x)")), values),
      12,
    );
  });

  test("sequences and letters", () => {
    expect(text(limit(read("n^(1/n)"), n, read("oo")).value)).toBe("1");
  });
});

describe("named steps", () => {
  test.each([
    ["x^2+1", "2", ["substitution"]],
    ["(x^2-1)/(x-1)", "1", ["cancel common factor", "substitution"]],
    ["(3*x^2+2)/(5*x^2-x)", "oo", ["dominant terms", "constant"]],
    ["sin(x)/x", "0", ["known limit f(u)/u"]],
    ["(exp(3*x)-1)/x", "0", ["known limit (e^u - 1)/u"]],
    ["ln(1+x)/x", "0", ["known limit ln(1 + u)/u"]],
    ["(1+1/x)^x", "oo", ["known limit (1 + u)^(1/u)"]],
    ["(x-sin(x))/(x*x*x)", "0", ["L'Hôpital's rule", "known limit (1 - cos u)/u²"]],
    ["x*sin(1/x)", "0", ["squeeze"]],
    ["x*ln(x)", "0", ["leading term of the series"]],
    ["exp(x)/x^x", "oo", ["comparison of growth"]],
  ])("%s", (f, at, wanted) => expect(lim(f, at).steps.map(({ rule }) => rule)).toEqual(wanted));
});

describe("no limit", () => {
  test.each([
    ["1/x", "0", "-infinity", "infinity"],
    ["abs(x)/x", "0", "-1", "1"],
    ["exp(1/x)", "0", "0", "infinity"],
    ["tan(x)", "pi/2", "infinity", "-infinity"],
    ["floor(x)", "2", "1", "2"],
    ["arctan(1/x)", "0", "-pi/2", "pi/2"],
    ["sgn(x-1)", "1", "-1", "1"],
  ])("%s at %s: both sides", (f, at, left, right) => {
    const found = lim(f, at);
    expect(found.value).toBeUndefined();
    expect([text(found.left), text(found.right)]).toEqual([left, right]);
    expect(found.note).toContain("differ");
  });

  test.each([
    ["sin(1/x)", "0"],
    ["sin(x)", "oo"],
    ["x*cos(x)", "oo"],
  ])("%s at %s oscillates", (f, at) => {
    const found = lim(f, at);
    expect(found.value).toBeUndefined();
    expect(found.note).toContain("oscillates");
  });

  test("functions that are defined on one side only", () => {
    const found = lim("sqrt(x)", "0");
    expect(text(found.value)).toBe("0");
    expect(found.note).toBe("defined on the right side only");
  });

  test("pieces", () => {
    const pieces = intern("piecewise", undefined, [read("x^2"), intern("relation", "<", [x, read("1")]), read("2*x")]);
    const found = limit(pieces, x, read("1"));
    expect([text(found.left), text(found.right), found.value]).toEqual(["1", "2", undefined]);
  });
});

describe("refusals are typed and quick", () => {
  test.each([
    ["sin(x)+cos(sqrt(2)*x)", "oo"],
    ["a*x", "oo"],
    ["(3^x+5^x)^(1/x)", "oo"],
    ["(x-x)^x", "0"],
    ["Gamma(x)", "oo"],
    ["lgamma(x)-x", "oo"],
  ])("%s at %s", (f, at) => {
    const start = performance.now();
    expect(() => lim(f, at)).toThrow(TensorError);
    expect(() => lim(f, at)).toThrow(/unsupported: .* at /);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test("deep towers do not hang", () => {
    let tower = "x";
    for (let k = 0; k < 40; k++) tower = `exp(${tower})/x`;
    const start = performance.now();
    try {
      lim(tower, "oo");
    } catch (error) {
      expect(error).toBeInstanceOf(TensorError);
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
