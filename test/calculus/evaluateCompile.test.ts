/** Formulas as tensor functions and back; values of all kinds. */
import { describe, expect, test } from "vitest";
import { grad, jit, tensor, type Tensor, TensorError, vmap } from "nabla";
import { derive } from "../../src/calculus/differentiate/derive.ts";
import { compile, namesOf } from "../../src/calculus/evaluate/compile.ts";
import { type Complex, evaluateComplex } from "../../src/calculus/evaluate/complex.ts";
import { evaluate } from "../../src/calculus/evaluate/evaluate.ts";
import { evaluateModular } from "../../src/calculus/evaluate/modular.ts";
import { evaluateNumber } from "../../src/calculus/evaluate/number.ts";
import { generator, leavesOf, samplePoint } from "../../src/calculus/evaluate/points.ts";
import { parameterNames, symbolic } from "../../src/calculus/evaluate/symbolic.ts";
import type { Expression, Payloads } from "../../src/calculus/expression.ts";
import { same } from "../../src/calculus/intern.ts";
import { symbol } from "../../src/calculus/leaves.ts";
import { parseText } from "../../src/calculus/parse/index.ts";
import { substituteAll } from "../../src/calculus/substitute.ts";
import { toText } from "../../src/calculus/print/text.ts";
import { randomFormula } from "./simplify/random.ts";
import complexRows from "./evaluate/complex.json" with { type: "json" };

const x = symbol("x");
const nameOf = (leaf: Expression): string => (leaf.payload as Payloads["symbol"]).name;

const close = (a: number, b: number, tolerance = 1e-10): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));

describe("compile", () => {
  test("has the value of evaluateNumber at random points, for 1,000 random formulas", () => {
    const draw = generator(11);
    let compared = 0;
    for (let row = 0; row < 1000; row++) {
      const formula = randomFormula(draw, 2 + (row % 4));
      if (leavesOf(formula).length === 0 || toText(formula).includes("i")) continue;
      const names = namesOf(formula);
      const f = compile(formula, names);
      for (let k = 0; k < 3; k++) {
        const values = samplePoint(leavesOf(formula), draw, k);
        const wanted = evaluateNumber(formula, values);
        const at = new Map([...values].map(([leaf, value]) => [nameOf(leaf), value]));
        const got = f(...names.map((name) => tensor(at.get(name) as number, { dtype: "float64" }))).item() as number;
        if (!Number.isFinite(wanted) || Math.abs(wanted) > 1e12) continue;
        expect(close(got, wanted, 1e-9), `${toText(formula)}: ${got} against ${wanted}`).toBe(true);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  test.each([
    "x^2 sin(x)/(e^x + 1)",
    "x^x",
    "ln(1 + x)",
    "e^x - 1",
    "sqrt(x^2 + 1)",
    "1/x^2",
    "|x| x",
    "x^(1/3)",
    "arctan(x)/x",
    "sigmoid(x)^2",
  ])("grad(compile(f)) is derive(f): %s", (text) => {
    const formula = parseText(text);
    const slope = derive(formula, x);
    const f = compile(formula, ["x"]);
    for (const at of [0.3, 0.9, 1.7, 2.4]) {
      const wanted = evaluateNumber(slope, new Map([[x, at]]));
      expect(close((grad(f)(at) as Tensor).item() as number, wanted, 1e-12)).toBe(true);
      expect(close(compile(slope, ["x"])(at).item() as number, wanted, 1e-12)).toBe(true);
    }
  });

  test("broadcasts, and works under jit and vmap", () => {
    const f = compile(parseText("a x^2 + y"), ["x", "a", "y"]);
    expect(f([1, 2], 3, 1).toArray()).toEqual([4, 13]);
    expect(f([[1], [2]], 1, [10, 20]).toArray()).toEqual([
      [11, 21],
      [14, 24],
    ]);
    expect(jit(f)(tensor([1, 2]), tensor(3), tensor(1)).toArray()).toEqual([4, 13]);
    expect(vmap(f)(tensor([1, 2]), tensor([3, 4]), tensor([0, 1])).toArray()).toEqual([3, 17]);
    expect(f(tensor([1, 2], { dtype: "float32" }), 2, 1).dtype).toBe("float32");
  });

  test("keeps digits near 0, computes shared parts once, and real odd roots", () => {
    expect(compile(parseText("ln(1 + x)"))(1e-20).item()).toBe(1e-20);
    expect(compile(parseText("e^x - 1"))(1e-20).item()).toBe(1e-20);
    expect(compile(parseText("x^(1/3)"))(-8).item()).toBeCloseTo(-2, 12);
    expect(compile(parseText("x^(2/5)"))(-32).item()).toBeCloseTo(4, 12);
    expect(compile(parseText("x^(-1/3)"))(-8).item()).toBeCloseTo(-0.5, 12);
    let shared: Expression = x;
    for (let k = 0; k < 60; k++) shared = substituteAll(parseText("sin(z) + z/2"), new Map([[symbol("z"), shared]]));
    expect(compile(shared)(0.1).item()).toBeCloseTo(evaluateNumber(shared, new Map([[x, 0.1]])), 12);
  });

  test("refuses what has no value", () => {
    expect(() => compile(parseText("f(x)"), ["x"])).toThrow("unsupported");
    expect(() => compile(parseText("x + y"), ["x"])).toThrow('the symbol "y"');
    expect(() => compile(parseText("i x"), ["x"])).toThrow(TensorError);
    expect(() => compile(parseText("x + y"))(1)).toThrow('"y" has no value');
  });
});

test("evaluate gives numbers for numbers and tensors for tensors", () => {
  expect(evaluate(parseText("x^2 + a"), { x: 2, a: 1 })).toBe(5);
  expect((evaluate(parseText("x^2 + a"), { x: [1, 2], a: 1 }) as Tensor).toArray()).toEqual([2, 5]);
  expect(evaluate(parseText("2^10"))).toBe(1024);
  expect(() => evaluate(parseText("x + y"), { x: 1 })).toThrow('"y" has no value');
});

describe("symbolic", () => {
  test.each<[string, (...args: Tensor[]) => Tensor | number]>([
    ["x^2 + 1", (x) => x.mul(x).add(1)],
    ["x^2 sin(y)", (x, y) => x.pow(2).mul(y.sin())],
    ["sqrt(u^2 + v^2)", (u, v) => u.mul(u).add(v.mul(v)).sqrt()],
    ["e^(-t)/2", (t) => t.neg().exp().div(2)],
    ["5", () => 5],
  ])("%s", (text, f) => {
    expect(same(symbolic(f), parseText(text)), toText(symbolic(f))).toBe(true);
  });

  test("loops are unrolled, compile undoes it", () => {
    const horner = (x: Tensor): Tensor => {
      let sum: Tensor = x.mul(0).add(1);
      for (let k = 0; k < 3; k++) sum = sum.mul(x).add(k + 2);
      return sum;
    };
    const formula = symbolic(horner);
    expect(compile(formula)(2).item()).toBe(horner(tensor(2)).item());
  });

  test("names of parameters", () => {
    expect(parameterNames((alpha, beta) => alpha.add(beta))).toEqual(["alpha", "beta"]);
    expect(
      parameterNames(function f(u) {
        return u;
      }),
    ).toEqual(["u"]);
    expect(symbolic((...xs) => xs[0].add(xs[1]), ["p", "q"])).toBe(parseText("p + q"));
  });

  test("refuses what has no formula", () => {
    expect(() => symbolic((x) => x.cumsum())).toThrow("unsupported");
    expect(() => symbolic((x) => ((x.item() as number) > 0 ? x : x.neg()))).toThrow(TensorError);
    expect(() => symbolic((x) => [x] as unknown as Tensor)).toThrow("does not return a tensor");
  });
});

describe("evaluateComplex", () => {
  test.each(complexRows)("$text at $z", ({ text, z, value }) => {
    const [re, im] = z;
    const got: Complex = evaluateComplex(parseText(text), new Map([[x, { re, im }]]));
    expect(close(got.re, value[0], 1e-12), `${got.re} against ${value[0]}`).toBe(true);
    expect(close(got.im, value[1], 1e-12), `${got.im} against ${value[1]}`).toBe(true);
  });

  test("functions that do not extend are NaN off the real line", () => {
    expect(evaluateComplex(parseText("floor(x)"), new Map([[x, { re: 1.5, im: 1 }]])).re).toBeNaN();
    expect(evaluateComplex(parseText("floor(x)"), new Map([[x, { re: 1.5, im: 0 }]]))).toEqual({ re: 1, im: 0 });
  });
});

test("evaluateModular", () => {
  expect(evaluateModular(parseText("x^2 + 1/2"), new Map([[x, 3n]]), 7n)).toBe(6n);
  expect(evaluateModular(parseText("1/(x - 3)"), new Map([[x, 3n]]), 7n)).toBeUndefined();
  expect(evaluateModular(parseText("sin(x)"), new Map([[x, 3n]]), 7n)).toBeUndefined();
  expect(evaluateModular(parseText("x^(-2)"), new Map([[x, 2n]]), 7n)).toBe(2n);
});

test("points respect what is known, and repeat themselves", () => {
  const leaves = [symbol("p", { dimensions: [], positive: true }), symbol("n", { dimensions: [], integer: true }), x];
  for (let attempt = 0; attempt < 40; attempt++) {
    const [p, n] = [...samplePoint(leaves, generator(attempt), attempt).values()];
    expect(p).toBeGreaterThan(0);
    expect(Number.isInteger(n)).toBe(true);
  }
  expect(samplePoint(leaves, generator(3), 0)).toEqual(samplePoint(leaves, generator(3), 0));
});
