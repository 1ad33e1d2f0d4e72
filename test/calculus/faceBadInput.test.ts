/** What users do wrong: typed errors that say where, in short time, and never a wrong result. */
import { describe, expect, it } from "vitest";
import { TensorError } from "../../src/base/errors.ts";
import * as C from "../../src/entries/calculus.ts";
import * as N from "../../src/entries/index.ts";

const { D, formula, gradient, symbol, symbolic, vector, matrix } = C;
const repeat = (text: string, n: number): string => text.repeat(n);
const nested = (n: number, inside: (x: C.Expression) => C.Expression): C.Expression => {
  let x = formula("x");
  for (let level = 0; level < n; level++) x = inside(x);
  return x;
};
const terms = (n: number, term: (k: number) => string): string =>
  Array.from({ length: n }, (_, at) => term(at + 1)).join(" + ");

/** Wrong on purpose: what types forbid, JavaScript may still pass. */
const wrong = (x: unknown): never => x as never;

type Row = readonly [what: string, run: () => unknown, error: RegExp];
const refuses = (list: readonly Row[]): void => {
  it.each(list)("%s", (_, run, message) => {
    const start = performance.now();
    let error: unknown;
    try {
      run();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(TensorError);
    expect((error as Error).message).toMatch(message);
    expect(performance.now() - start).toBeLessThan(4000);
  });
};

describe("texts that are none: the position", () => {
  refuses([
    ["an open brace", () => formula("\\frac{x}{2"), /position 10/],
    ["an open \\left", () => formula("\\left( x + 1"), /position 12/],
    ["an open bracket", () => formula("(x + 1"), /position 6/],
    ["a bracket too many", () => formula("x + 1)"), /position 5/],
    ["an unknown command", () => formula("x + \\foo{x}"), /position 4[^]*\\foo/],
    ["an unknown word", () => formula("1 + sinn(x)"), /position 4/],
    ["an open environment", () => formula("\\begin{cases} x"), /position 15/],
    ["an unknown environment", () => formula("\\begin{foo} x \\end{foo}"), /position 0/],
    ["nothing", () => formula(""), /empty/],
    ["spaces", () => formula("  "), /empty/],
    ["an empty template", () => formula``, /empty/],
    ["empty braces", () => formula("\\frac{}{}"), /position 6/],
    ["a sign alone", () => formula("2x +"), /position 4/],
    ["an emoji", () => formula("🙂 + 1"), /position 0/],
    ["a zero byte", () => formula("x\0+1"), /position 1/],
    ["a second line", () => formula("x +\n y @ z"), /position 7/],
    ["an answer to check", () => C.check("d/dx(x^2)", "2x +"), /position 4/],
  ]);
});

describe("texts that are too much", () => {
  refuses([
    ["100,000 letters", () => formula(repeat("x", 100_000)), /position 0/],
    ["100,001 characters", () => formula(repeat("x", 100_001)), /100001 characters/],
    ["100,000 digits", () => formula(repeat("9", 100_000)), /digits/],
    ["100,000 spaces", () => formula(repeat(" ", 100_000)), /empty/],
    ["100,000 backslashes", () => formula(repeat("\\", 100_000)), /position 0/],
    ["10,000 brackets", () => formula(repeat("(", 10_000) + "x" + repeat(")", 10_000)), /deeper nesting/],
    ["10,000 open brackets", () => formula(repeat("(", 10_000)), /position/],
    ["10,000 braces", () => formula("\\alpha" + repeat("{", 10_000) + "x" + repeat("}", 10_000)), /deeper nesting/],
    ["10,000 bars", () => formula(repeat("|", 10_000) + "x" + repeat("|", 10_000)), /deeper nesting/],
    ["open bars", () => formula(repeat("|x+", 30)), /position 90/],
    ["10,000 exponents", () => formula(repeat("x^", 10_000) + "x"), /deeper nesting/],
    ["25,000 functions", () => formula(repeat("sin ", 24_999) + "x"), /deeper nesting/],
    ["20,000 fractions", () => formula(repeat("\\frac", 20_000)), /position/],
  ]);
});

describe("dimensions that do not fit: which ones", () => {
  const symbols = { x: "vector", A: "square", B: "matrix" } as const;
  refuses([
    ["a product", () => formula("B B", { symbols }), /\[m, n\].*\[m, n\]/],
    ["a sum", () => formula("A + x", { symbols }), /\[n, n\] and \[n\]/],
    ["a determinant", () => formula("det B", { symbols }), /\[m, n\] is not square/],
    ["the gradient of a vector", () => gradient(formula("A x", { symbols }), "x"), /dimensions \[n\]/],
    ["a number for a vector", () => formula("x^T x", { symbols }).substitute({ x: 3 }), /"x" has dimensions \[n\]/],
    ["a value", () => formula("x^T x", { symbols }).evaluate({ x: 2 }), /"x" has dimensions \[n\]/],
    [
      "values",
      () => formula("x^T A x", { symbols }).evaluate({ x: N.ones([2]), A: N.ones([3, 3]) }),
      /size 3, and n is 2/,
    ],
    ["facts", () => matrix("X", 2, 3, { symmetric: true }), /\[2, 3\]/],
    ["components", () => C.divergence(["x"], ["x", "y"]), /1 components and not 2/],
    ["the plane", () => C.curl(["x", "y"], ["x", "y"]), /2 components and not 3/],
    ["a direction", () => C.directional("x y", ["x", "y"], [1]), /1 components and not 2/],
  ]);
});

describe("derivatives by what is no variable", () => {
  refuses([
    ["a number", () => D("x^2", "2"), /no name/],
    ["a sum", () => D("x^2", "x + y"), /no name/],
    ["a constant", () => D("x^2", "e"), /no name/],
    ["a function", () => D("x^2", "sin"), /no name/],
    ["nothing", () => D("x^2", ""), /no name/],
    ["a formula", () => D("x^2", formula("x^2")), /no variable/],
    ["null", () => D("x^2", wrong(null)), /null/],
    ["a vector of the same name", () => D(formula("x^2"), vector("x")), /another symbol/],
    ["a positive symbol of the same name", () => D("x^2", symbol("x", { positive: true })), /another symbol/],
    ["-1 times", () => D("x^2", "x", -1), /"n" is -1/],
    ["1.5 times", () => D("x^2", "x", 1.5), /"n" is 1.5/],
    ["a billion times", () => D("x^2", "x", 1e9), /"n" is 1000000000/],
    ["an equation without it", () => C.implicit("x^2 = 1", "y", "x"), /"y" does not stand/],
    ["an inequality", () => C.implicit("x^2 < y", "y", "x"), /inequality/],
    ["a curve that stands still", () => C.parametric("1", "t", "t"), /does not move/],
  ]);
});

describe("what has no value", () => {
  refuses([
    ...["1/0", "x/0", "x/(1 - 1)", "0/0", "0^-1", "\\frac{1}{0}", "1/(x - x)"].map(
      (text): Row => [text, () => formula(text), /division by zero/],
    ),
    ["1/x at 0", () => formula("1/x").substitute({ x: 0 }), /division by zero/],
    ["∞ - ∞", () => formula("infinity - infinity"), /no value/],
    ["∞/∞", () => formula("infinity/infinity"), /no value/],
    ["NaN", () => D(NaN, "x"), /NaN/],
    ["NaN in a template", () => formula`x + ${NaN}`, /NaN/],
    ["a limit at NaN", () => C.limit("x", "x", NaN), /NaN/],
    ["∫ 1/x over 0", () => C.integrate("1/x", "x", -1, 2), /unsupported/],
    ["∫ 1/x from 0", () => C.integrate("1/x", "x", 0, 1), /unsupported/],
    ["∫ sin x to ∞", () => C.integrate("sin x", "x", 0, "infinity"), /unsupported/],
  ]);
  it("but 0⁰ is 1, as everywhere in Nabla", () => {
    expect(String(formula("0^0"))).toBe("1");
    expect(formula("x^x").evaluate({ x: 0 })).toBe(1);
    expect(formula("x^2").evaluate({ x: NaN })).toBeNaN();
    expect(formula("1/x").evaluate({ x: Infinity })).toBe(0);
  });
});

describe("wrong types", () => {
  refuses([
    ...[null, undefined, {}, 5, ["x"], (): number => 1].map(
      (x): Row => [`a formula of ${String(x)}`, () => formula(wrong(x)), /"text" is/],
    ),
    ...[null, {}, ["x"], N.tensor([1, 2]), Symbol("x")].map(
      (x): Row => [`the derivative of ${String(x)}`, () => D(wrong(x), "x"), /"expr" is/],
    ),
    ["a tensor of shape [2] in a template", () => formula`x + ${N.tensor([1, 2])}`, /2 elements/],
    ["null in a template", () => formula`x + ${wrong(null)}`, /value 1/],
    ["a text in a template", () => formula`x + ${wrong("y")}`, /value 1/],
    ["no value", () => formula("x + y").evaluate({ x: 1 }), /"y" has no value/],
    ["null for a value", () => formula("x").evaluate({ x: wrong(null) }), /"x" is null/],
    ["a text for a value", () => formula("x").evaluate({ x: wrong("1") }), /"x" is a string/],
    ["too few names", () => formula("x + y").compile(["x"]), /"y"/],
    ["no names", () => formula("x").compile(wrong(null)), /"names" is null/],
    ["no substitutes", () => formula("x").substitute(wrong(null)), /"values" is null/],
    ["an unknown kind", () => formula("x", { symbols: { x: wrong("foo") } }), /symbols\.x/],
    ["a side", () => C.limit("x", "x", 0, wrong("up")), /"side"/],
    ["a name", () => symbol("x + 1"), /"name" is "x \+ 1"/],
    ["an empty name", () => symbol(""), /"name" is ""/],
    ["dimensions", () => symbol("x", { dimensions: [-1] }), /"dimensions"/],
    ["no function", () => symbolic(wrong(null)), /"f" is null/],
    ["a function without result", () => symbolic(wrong(() => undefined)), /does not return a tensor/],
    ["a promise", () => symbolic(wrong(async () => 1)), /does not return a tensor/],
    ["a function that looks at values", () => symbolic((x) => (Number(x.item()) > 0 ? x : x.neg())), /cannot be read/],
    ["no answer", () => C.check("d/dx(x^2)", []), /"answer"/],
  ]);
  it("a function with side effects is traced once", () => {
    let calls = 0;
    expect(String(symbolic((x) => x.mul(++calls)))).toBe("x");
    expect(calls).toBe(1);
  });
  it("errors of traced functions come through", () => {
    const boom = new Error("boom");
    expect(() =>
      symbolic(() => {
        throw boom;
      }),
    ).toThrow(boom);
  });
});

describe("numbers that are huge", () => {
  const quick = (list: readonly (readonly [what: string, run: () => unknown, result: unknown])[]): void => {
    it.each(list)("%s", (_, run, result) => {
      const start = performance.now();
      expect(run()).toEqual(result);
      expect(performance.now() - start).toBeLessThan(4000);
    });
  };
  quick([
    ["x^10⁹", () => String(D("x^1000000000", "x")), "1000000000x^999999999"],
    ["2^10⁹", () => String(formula("2^(10^9)")), "2^1000000000"],
    ["a tower", () => String(formula("9^9^9^9")), "9^(9^387420489)"],
    ["the value of 2^10⁹", () => formula("2^(10^9)").evaluate(), Infinity],
    ["the factorial of 10⁹", () => String(formula("(10^9)!")), "Gamma(1000000001)"],
    ["an antiderivative", () => String(C.antiderivative("x^1000000000", "x")), "x^1000000001/1000000001"],
    ["a series", () => C.taylor("(1 + x)^1000000000", "x", 0, 3).terms.length, 4],
    ["10,000 terms", () => D(formula(terms(9000, (k) => `x^${k}`)), "x").args.length, 9000],
    [
      "5,000 steps",
      () =>
        (
          C.steps(
            terms(5000, (k) => `x^${k}`),
            "x",
          ) as C.Steps
        ).text().length > 1e5,
      true,
    ],
    [
      "200 functions",
      () =>
        D(
          nested(200, (x) => formula`sin(${x})`),
          "x",
        ).depth > 200,
      true,
    ],
    [
      "200 squares",
      () =>
        D(
          nested(200, (x) => formula`${x}^2 + ${x}`),
          "x",
        ).evaluate({ x: 0 }),
      1,
    ],
    [
      "2,000 functions, compiled",
      () =>
        nested(2000, (x) => formula`sin(${x})`)
          .compile(["x"])(0)
          .item(),
      0,
    ],
    ["parts that are shared", () => C.simplify(nested(60, (x) => formula`sin(${x}) + ${x}^2`)).depth > 60, true],
  ]);
  refuses([
    ["(x + 1)^10⁹, multiplied out", () => C.expand("(x + 1)^1000000000"), /more than 10000 terms/],
    ["x^10⁹ = 1", () => C.solve("x^1000000000 = 1", "x"), /unsupported/],
    ["10⁹ terms of a series", () => C.taylor("e^x", "x", 0, 1e9), /unsupported/],
    ["what would be printed forever", () => String(nested(60, (x) => formula`${x}^2 + ${x}`)), /characters/],
    ["LaTeX forever", () => nested(60, (x) => formula`${x}^2 + ${x}`).latex(), /characters/],
    ["code forever", () => nested(60, (x) => formula`${x}^2 + ${x}`).typescript(), /characters/],
  ]);
});
