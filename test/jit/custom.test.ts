/** Derivative rules of the user's, checkpoints and stopped gradients in compiled functions; random numbers are the same. */
import {
  checkpoint,
  customJvp,
  customVjp,
  grad,
  hessian,
  jacfwd,
  jacrev,
  jit,
  jvp,
  random,
  stack,
  stopGradient,
  type Tensor,
  tensor,
  vmap,
} from "nabla";
import { describe, expect, test } from "vitest";
import { draws } from "../../tools/golden/streams.ts";
import { close, failure } from "../assertions.ts";
import { cases, type F } from "../customCases.ts";
import { compiledDifference, EXACT } from "./compare.ts";

const direction = tensor([0.5, -1, 2]);
const alongDirection =
  (f: F): F =>
  (x) =>
    jvp(f)([x], [direction])[1];

const reverse: Readonly<Record<string, (f: F) => F>> = {
  value: (f) => f,
  grad: (f) => grad(f),
  hessian: (f) => hessian(f),
  "jvp of grad": (f) => alongDirection(grad(f)),
  "jacrev of grad": (f) => jacrev(grad(f)),
};
const forward: typeof reverse = {
  jvp: alongDirection,
  jacfwd: (f) => jacfwd(f),
  "grad of jvp": (f) => grad(alongDirection(f)),
};

const at = tensor([
  [0.7, 0.4, 1.2],
  [-0.8, 0.9, 0.3],
]);

describe.each(cases)("%s", (_, f, plain, modes) => {
  test.each(Object.entries({ ...reverse, ...(modes === "both" ? forward : {}) }))("%s", (_, transform) => {
    const [inside, outside] = [jit(transform(f)), transform(jit(f))];
    for (const x of at) {
      close(inside(x), transform(plain)(x));
      close(outside(x), transform(plain)(x));
    }
    const rows = stack([...at].map((x) => transform(plain)(x)));
    close(jit(vmap(transform(f)))(at), rows);
    close(vmap(outside)(at), rows);
  });
});

describe("the rule is what counts", () => {
  const odd = customJvp(
    (x: Tensor) => x.sin(),
    ([x], [t]) => [x.sin(), t.mul(10)],
  );
  const clipped = customVjp(
    (x: Tensor) => x,
    (x) => [x, null],
    (_, ct) => [ct.clip(-1, 1)],
  );

  test("inside and outside", () => {
    for (const f of [grad(jit(odd)), jit(grad(odd)), jit(grad(jit(odd)))]) expect(f(1).item()).toBe(10);
    const five = (x: Tensor): Tensor => clipped(x).mul(5);
    for (const f of [grad(jit(five)), jit(grad(five)), jit(grad(jit(five)))]) expect(f(2).item()).toBe(1);
  });

  test("forward mode of customVjp is the same error", () => {
    for (const f of [jit(jacfwd(clipped)), jacfwd(jit(clipped))]) expect(failure(() => f(1)).code).toBe("rule");
  });

  test("a function with loops on values is no function for a program", () => {
    const root = customJvp(
      (a: Tensor) => {
        let x = a;
        while (Math.abs(x.mul(x).sub(a).item()) > 1e-14) x = x.add(a.div(x)).mul(0.5);
        return x;
      },
      ([a], [t]): [Tensor, Tensor] => [a.sqrt(), t.div(a.sqrt().mul(2))],
    );
    expect(failure(() => jit(root)(2)).code).toBe("concrete");
    expect(root(2).item()).toBeCloseTo(Math.SQRT2, 12);
  });

  test("stopGradient", () => {
    const f = (x: Tensor): Tensor => x.mul(stopGradient(x.mul(x))).add(stopGradient(x));
    for (const g of [grad(jit(f)), jit(grad(f))]) expect(g(3).item()).toBe(9);
    expect(jit(jacfwd(f))(3).item()).toBe(9);
    expect(jacfwd(jit(f))(3).item()).toBe(9);
  });

  test("checkpoints around and inside", () => {
    const f = (x: Tensor): Tensor => x.sin().mul(x).exp().sum();
    const want = grad(f)(at);
    for (const g of [jit(checkpoint(f)), checkpoint(jit(f)), jit(checkpoint(jit(f)))]) {
      close(grad(g)(at), want);
      close(jit(grad(g))(at), want);
    }
  });
});

describe("random numbers", () => {
  /** Through log, exp and erf⁻¹, whose last digits engines may choose; all others are exact. */
  const ROUNDED = /normal|exponential|gumbel/i;
  const key = random.key(11);
  const keys = random.split(key, 3);

  const samplers: readonly (readonly [string, (key: Tensor) => unknown])[] = [
    ["bits", (k) => random.bits(k, [3])],
    ["uniform", (k) => random.uniform(k, [2, 3], { low: -1, high: [1, 2, 3] })],
    ["uniform, float32", (k) => random.uniform(k, [7], { dtype: "float32" })],
    ["randint", (k) => random.randint(k, [4], 0, 3 * 2 ** 30, { dtype: "uint32" })],
    ["randint with tensors", (k) => random.randint(k, [3], [0, 1, 2], [5, 6, 2 ** 30 + 5])],
    ["bernoulli", (k) => random.bernoulli(k, [0.2, 0.5, 0.8])],
    ["rademacher", (k) => random.rademacher(k, [5])],
    ["dropout", (k) => random.dropout(k, [1, 2, 3, 4], 0.5)],
    ["permutation", (k) => random.permutation(k, 5)],
    ["choice", (k) => random.choice(k, [10, 20, 30], { shape: [2, 2] })],
    ["choice by weights", (k) => random.choice(k, 3, { shape: [2, 2], p: [0.2, 0.3, 0.5] })],
    ["choice without replacement", (k) => random.choice(k, 5, { shape: [3], replace: false })],
    ["categorical", (k) => random.categorical(k, [1, 2, 3], { shape: [4] })],
    ["multinomial", (k) => random.multinomial(k, 9, [0.5, 0.5], { shape: [3] })],
    ["foldIn", (k) => random.foldIn(k, 3)],
    ["split", (k) => random.split(k, 3)],
    ["normal", (k) => random.normal(k, [7], { loc: 1, scale: 2 })],
    ["normal, float32", (k) => random.normal(k, [7], { dtype: "float32" })],
    ["exponential", (k) => random.exponential(k, [7])],
    ["gumbel", (k) => random.gumbel(k, [7])],
    ["truncatedNormal", (k) => random.truncatedNormal(k, [-1, 2, -9], [1, 3, -8])],
  ];

  test.each(samplers)("%s", (name, draw) => {
    const tolerance = ROUNDED.test(name) ? { float64: 1e-15, float32: 5e-7 } : EXACT;
    expect(compiledDifference(draw, [key], tolerance)).toBe("");
    expect(compiledDifference(vmap(draw as never) as never, [keys] as never, tolerance)).toBe("");
  });

  test.each(Object.entries(draws))("the recorded stream: %s", (_, draw) => {
    expect(compiledDifference(draw, [], EXACT)).toBe("");
  });

  test("a key may be made inside", () => {
    expect(compiledDifference(() => random.normal(random.key(3), [5]), [], EXACT)).toBe("");
    expect(
      compiledDifference(
        (i: Tensor) => random.uniform(random.foldIn(key, i), [5]),
        [tensor(7, { dtype: "int32" })],
        EXACT,
      ),
    ).toBe("");
  });
});
