import { describe, expect, test } from "vitest";
import { TensorError } from "nabla";
import { evaluateNumber } from "../../src/calculus/evaluate/number.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { intern, same } from "../../src/calculus/intern.ts";
import { number, symbol } from "../../src/calculus/leaves.ts";
import { rational } from "../../src/base/rational.ts";
import { substituteAll } from "../../src/calculus/substitute.ts";
import * as d from "../../src/calculus/differentiate/operators.ts";
import * as indirect from "../../src/calculus/differentiate/indirect.ts";
import { carryOutDerivatives } from "../../src/calculus/differentiate/carry.ts";
import { derive } from "../../src/calculus/differentiate/derive.ts";
import * as f from "./differentiate/formulas.ts";
import {
  a,
  add,
  b,
  cos,
  div,
  exp,
  ln,
  mul,
  neg,
  num,
  pow,
  sin,
  sqrt,
  sub,
  t,
  unknown,
  x,
  y,
  z,
} from "./differentiate/formulas.ts";
import { expectEqual, expectSteps } from "./differentiate/oracle.ts";

const isSame = (u: Expression, v: Expression): void => expect(same(u, v)).toBe(true);
const areSame = (u: readonly Expression[], v: readonly Expression[]): void => {
  expect(u).toHaveLength(v.length);
  u.forEach((one, at) => isSame(one, v[at]));
};

describe("D and partial", () => {
  test("orders", () => {
    isSame(d.D(pow(x, 3), "x"), mul(num(3), pow(x, 2)));
    isSame(d.D(pow(x, 3), x, 2), mul(num(6), x));
    isSame(d.D(pow(x, 3), "x", 4), num(0));
    isSame(d.D(pow(x, 3), "x", 0), pow(x, 3));
    isSame(d.D(exp(mul(num(2), x)), "x", 10), mul(num(1024), exp(mul(num(2), x))));
  });
  test("mixed", () => isSame(d.partial(mul(pow(x, 2), pow(y, 3)), "x", "y"), mul(num(6), x, pow(y, 2))));
  test("a name finds the symbol with its assumptions", () => {
    const positive = symbol("x", { dimensions: [], positive: true });
    isSame(d.D(pow(positive, 2), "x"), mul(num(2), positive));
    expect(() => d.D(add(positive, x), "x")).toThrow(/2 symbols named "x"/);
  });
  test.each([-1, 1.5, NaN, 1e9])("order %d is refused", (n) => expect(() => d.D(x, "x", n)).toThrow(TensorError));
  test("simplify is applied after each derivative", () => {
    let calls = 0;
    d.D(pow(x, 5), "x", 3, { simplify: (u) => (calls++, u) });
    expect(calls).toBe(3);
  });
});

describe("vector calculus", () => {
  test("gradient of 3x₁² + 5e^x₂", () => {
    const { entries, labels } = d.gradient(add(mul(num(3), pow(x, 2)), mul(num(5), exp(y))), ["x", "y"]);
    areSame(entries, [mul(num(6), x), mul(num(5), exp(y))]);
    expect(labels).toEqual(["x", "y"]);
  });
  test("gradient of the norm is the unit vector", () => {
    const norm = sqrt(add(pow(x, 2), pow(y, 2)));
    const at = new Map([
      [x, 3],
      [y, 4],
    ]);
    expect(d.gradient(norm, [x, y]).entries.map((u) => evaluateNumber(u, at))).toEqual(
      [0.6000000000000001, 0.8].map((v) => expect.closeTo(v, 14)),
    );
  });
  test("jacobian of polar coordinates", () => {
    const { entries, columns } = d.jacobian([mul(x, cos(y)), mul(x, sin(y))], ["x", "y"]);
    areSame(entries.flat(), [cos(y), neg(mul(x, sin(y))), sin(y), mul(x, cos(y))]);
    expect(columns).toEqual(["x", "y"]);
  });
  test("hessian is symmetric", () => {
    const { entries } = d.hessian(mul(pow(x, 2), y), ["x", "y"]);
    areSame(entries.flat(), [mul(num(2), y), mul(num(2), x), mul(num(2), x), num(0)]);
  });
  test("laplacian", () => {
    isSame(d.laplacian(add(pow(x, 2), pow(y, 2)), ["x", "y"]), num(4));
    expectEqual(d.laplacian(div(num(1), sqrt(add(pow(x, 2), pow(y, 2), pow(z, 2)))), [x, y, z]), num(0));
  });
  test("divergence and curl", () => {
    isSame(d.divergence([pow(x, 2), mul(x, y)], ["x", "y"]), mul(num(3), x));
    areSame(d.curl([neg(y), x, num(0)], ["x", "y", "z"]).entries, [num(0), num(0), num(2)]);
    const potential = mul(pow(x, 2), sin(y), z);
    areSame(d.curl(d.gradient(potential, [x, y, z]).entries, [x, y, z]).entries, [num(0), num(0), num(0)]);
  });
  test("directional, as given and by unit length", () => {
    const of = add(pow(x, 2), y);
    isSame(d.directional(of, ["x", "y"], [num(3), num(4)]), add(mul(num(6), x), num(4)));
    expectEqual(
      d.directional(of, ["x", "y"], [num(3), num(4)], { unit: true }),
      div(add(mul(num(6), x), num(4)), num(5)),
    );
  });
  test("lengths must agree", () => {
    expect(() => d.divergence([x], ["x", "y"])).toThrow(/1 components and not 2/);
    expect(() => d.curl([x, y], ["x", "y"])).toThrow(TensorError);
    expect(() => d.directional(x, ["x"], [])).toThrow(TensorError);
  });
});

describe("total", () => {
  const u = mul(x, y, z);
  const inner = { x: add(a, b), y: mul(a, b), z: sub(a, b) };
  test("u = xyz, x = a + b, y = ab, z = a - b at (2, 1)", () => {
    const at = new Map([
      [a, 2],
      [b, 1],
    ]);
    expect(evaluateNumber(indirect.total(u, inner, "a").result, at)).toBe(11);
    expect(evaluateNumber(indirect.total(u, inner, "b").result, at)).toBe(2);
  });
  test("has a step for each path", () => {
    const { derivation, result } = indirect.total(u, inner, a);
    expect(derivation.rule).toBe("multivariate chain rule");
    expect(derivation.outers).toHaveLength(3);
    expect(derivation.children).toHaveLength(3);
    expectSteps(derivation);
    const whole = substituteAll(
      u,
      new Map([
        [x, inner.x],
        [y, inner.y],
        [z, inner.z],
      ]),
    );
    expectEqual(result, derive(whole, a));
  });
  test("t may stand in f itself", () => {
    const steps = indirect.total(mul(x, t), { x: pow(t, 2) }, t);
    expectEqual(steps.result, mul(num(3), pow(t, 2)));
    expectSteps(steps.derivation);
  });
  test("unknown inner functions", () => {
    const { result } = indirect.total(mul(x, y), { x: undefined, y: undefined }, "t");
    const [fx, fy] = [unknown("x", t), unknown("y", t)];
    isSame(result, derive(mul(fx, fy), t));
  });
});

describe("implicit", () => {
  const circle = f.relation("=", add(pow(x, 2), pow(y, 2)), num(25));
  test("circle", () => {
    const { result, derivation } = indirect.implicit(circle, "y", "x");
    expectEqual(result, neg(div(x, y)));
    expect(derivation.rule).toBe("implicit differentiation");
    const lines = indirect.implicit(circle, "y", "x").lines();
    expect(lines.map(({ rule }) => rule).slice(0, 3)).toEqual(["", "implicit differentiation", "sum rule"]);
    for (const line of lines.slice(1)) expectEqual(line.expression, result);
    derivation.children.forEach(expectSteps);
    expectEqual(derivation.after, derivation.result);
  });
  test("second derivative of the circle is -25/y³ on it", () => {
    const { result } = indirect.implicit(circle, "y", "x", { order: 2 });
    expect(
      evaluateNumber(
        result,
        new Map([
          [x, 3],
          [y, 4],
        ]),
      ),
    ).toBeCloseTo(-25 / 64, 12);
  });
  test("folium", () => {
    const folium = sub(add(pow(x, 3), pow(y, 3)), mul(num(6), x, y));
    expect(
      evaluateNumber(
        indirect.implicit(folium, y, x).result,
        new Map([
          [x, 3],
          [y, 3],
        ]),
      ),
    ).toBeCloseTo(-1, 12);
  });
  test("refuses what defines no y", () => {
    expect(() => indirect.implicit(pow(x, 2), "y", "x")).toThrow(
      /unsupported: an equation in which "y" does not stand/,
    );
    expect(() => indirect.implicit(f.relation("<", x, y), "y", "x")).toThrow(/inequality/);
    expect(() => indirect.implicit(circle, "y", "x", { order: 0 })).toThrow(TensorError);
  });
});

describe("inverse function", () => {
  test.each([
    [pow(x, 3), num(8), number(rational(1n, 12n))],
    [exp(x), num(2), number(rational(1n, 2n))],
    [add(mul(num(2), x), num(1)), num(5), number(rational(1n, 2n))],
  ])("%#", (of, at, expected) => expectEqual(indirect.inverseDerivative(of, "x", at).result, expected));
  test("of the sine is that of the arcsine", () => {
    const { result } = indirect.inverseDerivative(sin(x), "x", y);
    expectEqual(result, derive(f.call("arcsin", y), y));
    expectEqual(indirect.inverseDerivative(ln(x), "x", y).result, exp(y));
    expectEqual(indirect.inverseDerivative(f.call("tanh", x), "x", y).result, derive(f.call("artanh", y), y));
  });
  test("without a place, as a formula of x", () => {
    isSame(indirect.inverseDerivative(pow(x, 3), "x").result, mul(number(rational(1n, 3n)), pow(x, -2)));
    expectSteps(indirect.inverseDerivative(pow(x, 3), "x").derivation.children[0]);
  });
  test("refuses what cannot be undone", () => {
    expect(() => indirect.inverseDerivative(add(x, exp(x)), "x", num(1))).toThrow(/unsupported: solving/);
    expect(() => indirect.inverseDerivative(num(3), "x")).toThrow(/inverse of a constant/);
  });
});

describe("logarithmic, parametric, under the integral", () => {
  test("xˣ", () => {
    const steps = indirect.logarithmic(pow(x, x), "x");
    expectEqual(steps.result, mul(pow(x, x), add(ln(x), num(1))));
  });
  test("a product", () => {
    const of = div(mul(pow(x, 3), sqrt(add(x, num(5)))), pow(add(pow(x, 2), num(1)), 4));
    const steps = indirect.logarithmic(of, "x");
    expect(steps.derivation.rule).toBe("logarithmic differentiation");
    expectEqual(steps.result, derive(of, x));
    expectSteps(steps.derivation);
  });
  test("circle by its angle", () => {
    const { result, derivation } = indirect.parametric(cos(t), sin(t), "t");
    expectEqual(result, neg(div(cos(t), sin(t))));
    expectEqual(derivation.after, result);
    derivation.children.forEach(expectSteps);
    expect(indirect.parametric(cos(t), sin(t), "t").lines()[1].rule).toBe("parametric derivative");
    expectEqual(indirect.parametric(cos(t), sin(t), "t", { order: 2 }).result, neg(pow(sin(t), -3)));
    expect(() => indirect.parametric(num(1), t, "t")).toThrow(/does not move/);
  });
  test("Leibniz", () => {
    const of = f.integral(sin(mul(x, t)), t, num(0), x);
    const steps = indirect.underIntegral(of, "x");
    expect(steps.derivation.rule).toBe("Leibniz integral rule");
    expectSteps(steps.derivation);
    expect(() => indirect.underIntegral(x, "x")).toThrow(/no integral/);
    const nested = f.integral(f.integral(sin(mul(t, x)), x, num(0), t), t, num(0), x);
    expect(() => indirect.underIntegral(nested, "x")).toThrow(
      /unsupported: a limit that an inner integral binds again/,
    );
  });
});

test("derivatives in a formula are carried out", () => {
  const open = add(intern("derivative", undefined, [pow(x, 3), x, x]), num(1));
  isSame(carryOutDerivatives(open), add(mul(num(6), x), num(1)));
});
