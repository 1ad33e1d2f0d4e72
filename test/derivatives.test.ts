/** Derivatives of elementwise functions against mpmath (tools/golden/derivatives.py), where careless formulas lose digits. */
import { readFileSync } from "node:fs";
import * as nabla from "nabla";
import { grad, type Tensor, tensor } from "nabla";
import * as special from "nabla/special";
import { describe, expect, test } from "vitest";
import * as betaOrders from "../src/ops/scalar/betaOrders.ts";
import * as besselOrders from "../src/ops/scalar/besselOrders.ts";
import * as densities from "../src/ops/scalar/densities.ts";
import * as derivatives from "../src/ops/scalar/derivatives.ts";
import { lerp } from "../src/ops/scalar/extended.ts";
import * as gammaDifferences from "../src/ops/scalar/gammaDifferences.ts";
import * as gammaOrders from "../src/ops/scalar/gammaOrders.ts";
import * as logarithmic from "../src/ops/scalar/logarithmic.ts";
import * as slopes from "../src/ops/scalar/slopes.ts";
import { ulpOf } from "./ops/golden.ts";

type Rows = Readonly<Record<string, readonly (readonly number[])[]>>;
const golden = JSON.parse(readFileSync(new URL("./fixtures/derivatives.json", import.meta.url), "utf8")) as {
  readonly functions: Rows;
  readonly unary: Rows;
  readonly binary: Rows;
};
type Op = (...xs: (Tensor | number)[]) => Tensor;
const ops = { ...nabla, ...special } as unknown as Readonly<Record<string, Op>>;

describe("closed forms of derivatives agree with mpmath", () => {
  const scalars = {
    ...besselOrders,
    ...betaOrders,
    ...densities,
    ...derivatives,
    ...gammaDifferences,
    ...gammaOrders,
    ...logarithmic,
    ...slopes,
    lerp,
  } as unknown as Readonly<Record<string, (...xs: number[]) => number>>;
  /** Units in the last place, and an absolute error where roots are no floats. */
  const bounds: Readonly<Record<string, readonly [ulp: number, absolute: number]>> = {
    sincDerivative: [8, 2e-14],
    besselJ: [8, 2 ** -50],
    erfcxDerivative: [16, 0],
    dawsnDerivative: [16, 1e-14],
    gammaincOfOrder: [1e-12 * 2 ** 52, 1e-15],
    betaincOfOrder: [1e-12 * 2 ** 52, 1e-15],
  };
  test.for(Object.entries(golden.functions))("%s", ([name, rows]) => {
    const [ulp, absolute] = bounds[name] ?? [8, 0];
    const misses = rows.flatMap((row) => {
      const [args, want] = [row.slice(0, -1), row[row.length - 1]];
      const got = scalars[name](...args);
      return Math.abs(got - want) <= Math.max(ulp * ulpOf(want, "float64"), absolute) ? [] : [[...args, got, want]];
    });
    expect(misses).toEqual([]);
  });
});

/** Differences relative to the golden number; an exact zero must be met exactly. */
const apart = (got: number, want: number): number => (want === 0 ? Math.abs(got) : Math.abs(got / want - 1));

test.for(Object.entries(golden.unary))(
  "%s has three derivatives, accurate where digits are easily lost",
  ([name, rows]) => {
    const first = grad((x: Tensor) => ops[name](x));
    const second = grad((x: Tensor) => first(x));
    const third = grad((x: Tensor) => second(x));
    const scaled = name === "i0e" || name === "i1e"; // their formulas lose |x| units an order
    for (const [x, ...want] of rows) {
      const error = [first, second, third].map((f, i) => apart(f(x).item(), want[i]));
      expect(error[0], `${name}'(${x})`).toBeLessThan(1e-13);
      expect(error[1], `${name}''(${x})`).toBeLessThan(scaled ? 1e-11 : 1e-12);
      expect(error[2], `${name}'''(${x})`).toBeLessThan(scaled ? 1e-9 : 1e-11);
    }
  },
);

test.for(Object.entries(golden.binary))(
  "%s has both partial derivatives to second order, accurately",
  ([name, rows]) => {
    const f = ops[name];
    const inX = (x: Tensor, y: Tensor): Tensor => grad((t: Tensor) => f(t, y))(x);
    const inY = (x: Tensor, y: Tensor): Tensor => grad((t: Tensor) => f(x, t))(y);
    for (const [a, b, ...want] of rows) {
      const [x, y] = [tensor(a), tensor(b)];
      const got = [
        inX(x, y),
        inY(x, y),
        grad((t: Tensor) => inX(t, y))(x),
        grad((t: Tensor) => inX(x, t))(y),
        grad((t: Tensor) => inY(x, t))(y),
      ];
      got.forEach((value, i) =>
        expect(apart(value.item(), want[i]), `${name}(${a}, ${b}), partial ${i}`).toBeLessThan(1e-11),
      );
    }
  },
);

describe("special functions with plain numbers", () => {
  test("polygamma and expn go through all orders", () => {
    expect(special.polygamma(0, 2).item()).toBe(special.digamma(2).item());
    expect(grad((x: Tensor) => special.polygamma(1, x))(2).item()).toBe(special.polygamma(2, 2).item());
    expect(grad((x: Tensor) => special.expn(1, x))(2).item()).toBe(-Math.exp(-2) / 2);
    expect(grad((x: Tensor) => grad((t: Tensor) => special.expn(1, t))(x))(2).item()).toBeCloseTo(
      Math.exp(-2) * 0.75,
      15,
    );
    for (const n of [-1, 0.5, NaN]) {
      expect(() => special.polygamma(n, 1)).toThrow(/integer >= 0/);
      expect(() => special.expn(n, 1)).toThrow(/integer >= 0/);
    }
  });

  test("multigammaln", () => {
    expect(special.multigammaln(2.5, 1).item()).toBe(special.lgamma(2.5).item());
    expect(special.multigammaln([0.5, 1], 2).tolist()).toEqual([NaN, expect.closeTo(Math.log(Math.PI), 14)]);
    expect(grad((a: Tensor) => special.multigammaln(a, 3))(4).item()).toBeCloseTo(
      [4, 3.5, 3].reduce((sum, a) => sum + special.digamma(a).item(), 0),
      14,
    );
    expect(() => special.multigammaln(3, 0)).toThrow(/integer from 1/);
  });

  test("inverses are differentiated through", () => {
    const x = grad((p: Tensor) => special.gammainc(2.5, special.gammaincinv(2.5, p)))(0.3);
    expect(x.item()).toBeCloseTo(1, 13);
    const a = grad((t: Tensor) => special.gammainc(t, special.gammaincinv(t, 0.3)))(2.5);
    expect(a.item()).toBeCloseTo(0, 13);
    const b = grad((t: Tensor) => special.betainc(2, t, special.betaincinv(2, t, 0.3)))(2.5);
    expect(b.item()).toBeCloseTo(0, 13);
    const second = grad((t: Tensor) => grad((s: Tensor) => special.betainc(2, s, special.betaincinv(2, s, 0.3)))(t))(
      2.5,
    );
    expect(second.item()).toBeCloseTo(0, 11);
  });

  test("derivatives of third and higher order in a shape parameter are those of mpmath", () => {
    const order = (n: number, f: (x: Tensor) => Tensor): ((x: Tensor) => Tensor) =>
      n === 0 ? f : order(n - 1, (x) => grad((t: Tensor) => f(t))(x));
    // mpmath 1.3, differences at 60 digits
    for (const [n, f, at, want] of [
      [3, (a) => special.gammainc(a, 1), 2, -0.0182255276363745027],
      [5, (a) => special.gammainc(a, 1), 2, 0.422690660941821475],
      [3, (b) => special.betainc(2, b, 0.5), 2, -0.0136575542248607944],
      [3, (a) => special.gammaincinv(a, 0.3), 2.5, -0.0316974440404601],
      [3, (a) => special.betaincinv(a, 1.7, 0.3), 2.5, 0.0391254552457267],
      [3, (a) => special.logBetaincc(a, 1.7, 0.3), 2.5, 0.151205915703202],
      [3, (x) => special.gammainc(3, x), 1.5, Math.exp(-1.5) * (1 - 3 + 1.125)],
    ] as readonly (readonly [number, (x: Tensor) => Tensor, number, number])[]) {
      expect(order(n, f)(tensor(at)).item() / want, `order ${n} at ${at}`).toBeCloseTo(1, 12);
    }
  });

  test("mixed third derivatives with x come out the same in every order", () => {
    type F = (...xs: Tensor[]) => Tensor;
    const by = (f: F, place: number): F => grad(f, { argnums: place }) as F;
    const same = (f: F, at: readonly number[], shapes: readonly number[], x: number): void => {
      const last = shapes.reduce(by, f);
      const [before, after] = [by(last, x), shapes.reduce(by, by(f, x))].map((g) =>
        g(...at.map((v) => tensor(v))).item(),
      );
      expect(before / after, `by ${shapes.join(", ")} at ${at.join(", ")}`).toBeCloseTo(1, 8);
    };
    for (const [a, x] of [
      [0.7, 0.4],
      [2.5, 3],
      [9, 4],
    ]) {
      same(special.gammainc, [a, x], [0, 0], 1);
      same(special.gammaincc, [a, x], [0, 0], 1);
    }
    for (const [a, b, x] of [
      [0.7, 1.3, 0.4],
      [2.5, 3.5, 0.6],
      [5, 2, 0.3],
    ]) {
      for (const shapes of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ])
        same(special.betainc, [a, b, x], shapes, 2);
    }
  });
});
