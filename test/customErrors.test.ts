/** Derivative rules that do not fit. */
import { checkpoint, customJvp, customVjp, grad, stopGradient, type Tensor, tensor, vmap } from "nabla";
import { trace } from "nabla/autodiff";
import { describe, expect, test } from "vitest";
import { failure } from "./assertions.ts";

describe("rules that do not fit are named", () => {
  const square = (x: Tensor): Tensor => x.mul(x);
  type Rule = (primals: readonly Tensor[], tangents: readonly Tensor[]) => readonly [never, never];
  const jvpMistakes: readonly (readonly [name: string, rule: (x: Tensor, t: Tensor) => unknown, message: RegExp])[] = [
    ["no pair", (x) => square(x), /square: the rule does not return a pair\n.*\[value, tangent of the value\]/],
    ["the derivative instead of the tangent", (x) => [square(x), x.mul(2).item()], /does not depend on the tangents/],
    ["a product of tangents", (x, t) => [square(x), t.mul(t)], /square: the rule uses mul on a tangent/],
    ["a function of the tangent", (x, t) => [square(x), t.sin()], /square: the rule uses sin on a tangent/],
    [
      "another shape",
      (x, t) => [square(x), t.mul([1, 2])],
      /square: the tangent does not have the shape[^]*float64\[\][^]*float64\[2\]/,
    ],
    ["another dtype", (x, t) => [square(x), t.astype("float32")], /dtype of its value[^]*float64\[\][^]*float32\[\]/],
    ["another structure", (x, t) => [square(x), { t }], /tangent of another structure[^]*tensor[^]*\{ t: tensor \}/],
    ["nothing", (x) => [square(x), undefined], /undefined/],
  ];
  test.each(jvpMistakes)("customJvp: %s", (_, rule, message) => {
    const f = customJvp(square, (([x], [t]) => rule(x, t)) as Rule);
    const error = failure(() => grad(f)(tensor(2)));
    expect(error.code).toBe("rule");
    expect(error.message).toMatch(message);
  });

  test("customJvp: a value of another structure than the function's", () => {
    const f = customJvp(square, (([x]: Tensor[], [t]: Tensor[]) => [
      [x, x],
      [t, t],
    ]) as unknown as Rule);
    expect(failure(() => trace(grad(f))(2)).message).toMatch(
      /value of another structure[^]*tensor[^]*\[tensor, tensor\]/,
    );
  });

  const vjpMistakes: readonly (readonly [
    name: string,
    backward: (x: Tensor, ct: Tensor) => unknown,
    message: RegExp,
  ])[] = [
    [
      "no list",
      (_, ct) => ct,
      /square: backward does not return one cotangent for each argument[^]*array of 1[^]*return \[cotangent\]/,
    ],
    ["too many", (_, ct) => [ct, ct], /array of 1[^]*array of 2/],
    [
      "another shape",
      () => [tensor([1, 2])],
      /square: the cotangent of argument 0 does not have the shape[^]*float64\[\][^]*float64\[2\]/,
    ],
    [
      "another structure",
      (_, ct) => [{ ct }],
      /cotangent of argument 0 of another structure[^]*tensor[^]*\{ ct: tensor \}/,
    ],
    ["text", () => ["a"], /another structure/],
  ];
  test.each(vjpMistakes)("customVjp: %s", (_, backward, message) => {
    const f = customVjp(square, (x) => [square(x), x], backward as never);
    const error = failure(() => grad(f)(2));
    expect(error.code).toBe("rule");
    expect(error.message).toMatch(message);
  });

  test("customVjp: forward returns no pair", () => {
    const f = customVjp(square, square as never, (() => []) as never);
    expect(failure(() => grad(f)(2)).message).toContain("[value, residuals]");
  });

  test("no functions", () => {
    expect(failure(() => customJvp(square, 3 as never)).code).toBe("value");
    expect(failure(() => customVjp(square, square as never, 3 as never)).code).toBe("value");
    expect(failure(() => checkpoint(3 as never)).code).toBe("value");
  });

  test("values from outside that are differentiated or batched", () => {
    const scaled = (w: Tensor) =>
      customJvp(
        function scaled(x: Tensor) {
          return x.mul(w);
        },
        ([x], [t]) => [x.mul(w), t.mul(w)],
      );
    const w = tensor(2).requiresGrad();
    for (const run of [
      () => grad((v: Tensor) => scaled(v)(3))(2),
      () => grad((v: Tensor) => scaled(v)(v))(2),
      () => trace(grad((v: Tensor) => scaled(v)(3)))(2),
      () => vmap((v: Tensor) => scaled(v)(3))([1, 2]),
      () => scaled(w)(3),
    ]) {
      const { code, message } = failure(run);
      expect(code).toBe("rule");
      expect(message).toContain("scaled: the function uses a value from outside");
    }
    expect(scaled(tensor(2))(3).item()).toBe(6);
    expect(
      trace((v: Tensor) => grad(scaled(v))(3))(2)
        .run([tensor(5)])[0]
        .item(),
    ).toBe(5);
    expect(grad((v: Tensor) => scaled(stopGradient(v))(v))(2).item()).toBe(2);
  });
});
