/** What may be read in two ways: which one it is, as the comment of parse/index.ts and docs/guides/formulas.md say. */
import { describe, expect, test } from "vitest";
import { same } from "../../../src/calculus/intern.ts";
import { formula, parseLatex, parseText, type ParseOptions } from "../../../src/calculus/parse/index.ts";
import { toText } from "../../../src/calculus/print/text.ts";
import { tensor } from "nabla";
import { shaped, sin, symbol, x } from "./build.ts";

const vectors: ParseOptions = { symbols: { x: "vector", y: "vector", A: "square", X: "square" } };
const ofTwo: ParseOptions = { functions: { f: ["x", "y"] } };

/** Text, the same written out, what it is not, options. */
const table: [text: string, same: string, not: string, options?: ParseOptions][] = [
  ["-x^2", "-(x^2)", "(-x)^2 + 1"],
  ["2^3^2", "2^9", "64"],
  ["1/2x", "(1/2)*x", "1/(2*x)"],
  ["a/b c", "(a/b)*c", "a/(b*c)"],
  ["x(x+1)", "x*(x+1)", "g(x+1)"],
  ["u(x+1)", "u(x + 1)", "u*(x+1)"],
  ["u(x+1)", "u*(x+1)", "x", { symbols: { u: "scalar" } }],
  ["phi(x)", "phi*x", "x"],
  ["phi(x)", "phi (x)", "phi*x", { functions: ["phi"] }],
  ["ab", "a*b", "a + b"],
  ["ab", "ab", "a*b", { symbols: { ab: "real" } }],
  ["sin 2x", "sin(2x)", "sin(2)*x"],
  ["sin x cos x", "sin(x)*cos(x)", "sin(x*cos(x))"],
  ["sin x/2", "sin(x)/2", "sin(x/2)"],
  ["sin x(x+1)", "sin(x)*(x+1)", "sin(x*(x+1))"],
  ["sin(x)^2", "(sin(x))^2", "sin(x^2)"],
  ["sin x^2", "sin(x^2)", "(sin x)^2"],
  ["sin^-1 x", "arcsin x", "1/sin x"],
  ["sin^-2 x", "1/(sin(x)^2)", "arcsin(x)"],
  ["log x", "ln x", "log10(x)"],
  ["√2x", "x*sqrt(2)", "sqrt(2x)"],
  ["2e3", "2000", "2*e*3"],
  ["2e x", "2*e*x", "2000"],
  ["e^i", "exp(sqrt(-1))", "x"],
  ["d/dx x^2 + 1", "(d/dx(x^2)) + 1", "d/dx(x^2 + 1)"],
  ["d/dx x^2 y", "d/dx(x^2 y)", "(d/dx(x^2)) y"],
  ["d/dx(x^2) y", "y*(d/dx x^2)", "d/dx(x^2 y)"],
  ["d/dx (x+1)^3", "D((x+1)^3, x)", "(d/dx(x+1))^3"],
  ["y'", "dy/dx", "dy/dt"],
  ["y'", "dy/dt", "dy/dx", { variable: "t" }],
  ["x'", "dx/dt", "1"],
  ["f_x", "df/dx", "x"],
  ["f_x", "∂/∂x f(x, y)", "f'(x)", ofTwo],
  ["f_i", "f_{i}", "f'(i)"],
  ["f^2(x)", "(f(x))^2", "f''(x)"],
  ["f^(2)(x)", "f''(x)", "f(x)^2"],
  ["x^T", "x^(T)", "x"],
  ["x^T y", "x'y", "y x^T", vectors],
  ["x'", "xᵀ", "x", vectors],
  ["|X|", "det(X)", "norm(X)", vectors],
  ["‖X‖", "‖X‖_F", "‖X‖_2", vectors],
  ["X^2", "X X", "X ∘ X", vectors],
  ["x^2", "x ∘ x", "x", vectors],
  ["x·y", "x'y", "x ∘ y", vectors],
  ["A x ∘ y", "(A x) ∘ y", "A (x ∘ y)", vectors],
  ["A + I", "A + I_n", "A", vectors],
  ["|a|b|c|", "abs(a)*b*abs(c)", "abs(a*abs(b)*c)"],
  ["a b!", "a*(b!)", "(a b)!"],
  ["-3!", "-6", "6"],
  ["∇²f", "∂²f/∂x² + ∂²f/∂y²", "f", ofTwo],
];

describe("text", () => {
  test.for(table)("%s", ([text, wanted, not, options]) => {
    const found = parseText(text, options);
    expect(toText(found)).toBe(toText(parseText(wanted, options)));
    expect(same(found, parseText(not, options))).toBe(false);
  });
});

describe("LaTeX", () => {
  const rows: [string, string, ParseOptions?][] = [
    ["x^23", "", undefined],
    ["\\frac12x", "x/2"],
    ["\\sigma(x)", "sigmoid(x)"],
    ["\\sigma x", "sigma x"],
    ["2e3x", "", undefined],
    ["\\nabla^2 f", "∂²f/∂x² + ∂²f/∂y²", ofTwo],
    ["H_f", "hess f", ofTwo],
    ["\\varepsilon", "epsilon"],
    ["\\mathbf x", "x"],
    ["\\mathbf{loss}^\\top\\mathbf{loss}", "loss'loss", { symbols: { loss: "vector" } }],
    ["x_{1}", "x1", { symbols: { x1: "real" } }],
    ["\\arcsin 6\\sum_{k=1}^n k", "(arcsin 6) sum(k, k, 1, n)"],
    ["\\frac{d}{dx}(x)+1", "(d/dx(x)) + 1"],
  ];
  test.for(rows)("%s", ([latex, text, options]) => {
    if (text === "") expect(() => parseLatex(latex)).toThrow(/operator before the number/);
    else expect(same(parseLatex(latex, options), parseText(text, options))).toBe(true);
  });
});

describe("templates", () => {
  test("hold numbers, formulas, tensors and bigints", () => {
    const f = formula`3x^2 - 4x`;
    expect(toText(formula`${f} + ${0.5}`)).toBe("3x^2 - 4x + 1/2");
    expect(toText(formula`${2}x + ${3n} ${sin(x)}^${-1}`)).toBe(toText(parseText("2x + 3/sin x")));
    expect(toText(formula`${tensor(2)}x`)).toBe("2x");
    expect(toText(formula`x^${f}`)).toBe("x^(3x^2 - 4x)");
  });
  test("keep backslashes", () => {
    expect(same(formula`\frac{x}{2}`, parseText("x/2"))).toBe(true);
    expect(same(formula`\frac${1}${2} \times x`, parseText("x/2"))).toBe(true);
    expect(same(formula("\\frac{x}{2}"), parseText("x/2"))).toBe(true);
  });
  test("an interpolated value is one thing", () => {
    expect(same(formula`2^${-1}`, parseText("1/2"))).toBe(true);
    expect(same(formula`${parseText("a + b")}c`, parseText("(a + b)c"))).toBe(true);
  });
  test("symbols of interpolated formulas mean the same around them", () => {
    const v = shaped("v", "n");
    expect(formula`${v}' v`.isScalar).toBe(true);
    expect(same(formula`${symbol("lr")} lr`, parseText("lr^2", { symbols: { lr: {} } }))).toBe(true);
  });
  test("options are the second argument of the function", () => {
    expect(formula("x'A x", vectors).isScalar).toBe(true);
    expect(toText(formula("rate t", { symbols: { rate: "positive" } }))).toBe("rate t");
  });
});
