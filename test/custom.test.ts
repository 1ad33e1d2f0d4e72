/** Derivative rules of the user's and checkpoints, against the functions without them and under every transformation. */
import {
  checkGradients,
  checkpoint,
  customJvp,
  customVjp,
  grad,
  GradientTape,
  hessian,
  jacfwd,
  jacrev,
  jvp,
  linearize,
  stack,
  stopGradient,
  type Tensor,
  tensor,
  vmap,
} from "nabla";
import { trace } from "nabla/autodiff";
import { describe, expect, expectTypeOf, test } from "vitest";
import { close, failure } from "./assertions.ts";
import { cases, type F, sinJvp, three, treeJvp } from "./customCases.ts";

const direction = tensor([0.5, -1, 2]);
const alongDirection =
  (f: F): F =>
  (x) =>
    jvp(f)([x], [direction])[1];

const ofVectors: Readonly<Record<string, (f: F) => F>> = {
  value: (f) => f,
  grad: (f) => grad(f),
  "grad of grad": (f) => grad((x) => grad(f)(x).mul(direction).sum()),
  hessian: (f) => hessian(f),
  "jvp of grad": (f) => alongDirection(grad(f)),
  "jacrev of grad": (f) => jacrev(grad(f)),
  "third order": (f) =>
    grad((x) =>
      grad((y) => grad(f)(y).mul(direction).sum())(x)
        .mul(direction)
        .sum(),
    ),
};
const ofForward: typeof ofVectors = {
  jvp: alongDirection,
  jacfwd: (f) => jacfwd(f),
  "jvp of jvp": (f) => alongDirection(alongDirection(f)),
  "grad of jvp": (f) => grad(alongDirection(f)),
  linearize: (f) => (x) => linearize(f)(x)[1](direction),
};

const at = tensor([
  [0.7, 0.4, 1.2],
  [-0.8, 0.9, 0.3],
]);

describe.each(cases)("%s agrees with the function without a rule", (_, f, plain, modes) => {
  const transformations = Object.entries({ ...ofVectors, ...(modes === "both" ? ofForward : {}) });
  test.each(transformations)("%s", (_, transform) => {
    for (const x of at) {
      const want = transform(plain)(x);
      close(transform(f)(x), want);
      close(trace(transform(f))(x).run([x])[0], want);
    }
    const rows = stack([...at].map((x) => transform(plain)(x)));
    close(vmap(transform(f))(at), rows);
    close(trace(vmap(transform(f)))(at).run([at])[0], rows);
  });

  test("derivatives of vmap", () => {
    const total = (x: Tensor): Tensor => vmap(f)(x).mul([1, 2]).sum();
    const rows = stack([...at].map((x, i) => grad(plain)(x).mul(i + 1)));
    close(grad(total)(at), rows);
    close(trace(grad(total))(at).run([at])[0], rows);
    const twice = stack([...at].map((x, i) => alongDirection(grad(plain))(x).mul(i + 1)));
    const along: F = (x) => jvp(grad(total))([x], [stack([direction, direction])])[1];
    close(along(at), twice);
    close(trace(along)(at).run([at])[0], twice);
  });

  test("derivatives of the traced program", () => {
    const program = trace(f)(at.at(0));
    const run: F = (x) => program.run([x])[0];
    for (const transform of Object.values(ofVectors).slice(0, 5))
      close(transform(run)(at.at(1)), transform(plain)(at.at(1)));
    close(vmap(grad(run))(at), stack([...at].map(grad(plain))));
  });

  test("backward and gradient tapes", () => {
    const x = at.at(0).requiresGrad();
    f(x).backward();
    close(x.grad as Tensor, grad(plain)(at.at(0)));
    const tape = new GradientTape();
    const y = at.at(1);
    tape.watch(y);
    const value = f(y);
    close(tape.gradient(value, y), grad(plain)(at.at(1)));
    const [xs, rows] = [tensor(at.tolist()).requiresGrad(), stack([...at].map((one) => grad(plain)(one)))];
    vmap(f)(xs).sum().backward();
    close(xs.grad as Tensor, rows);
  });
});

describe("an argument that the elements of a batch share", () => {
  type G = (w: Tensor, x: Tensor) => Tensor;
  const plain: G = (w, x) => w.mul(x).sin().sum();
  const functions: readonly (readonly [string, G])[] = [
    [
      "customJvp",
      customJvp(plain, ([w, x], [tw, tx]) => [plain(w, x), tw.mul(x).add(tx.mul(w)).mul(w.mul(x).cos()).sum()]),
    ],
    [
      "customVjp",
      customVjp(
        plain,
        (w, x) => [plain(w, x), [w, x] as const],
        ([w, x], ct) => [w.mul(x).cos().mul(x).mul(ct), w.mul(x).cos().mul(w).mul(ct)],
      ),
    ],
    ["checkpoint", checkpoint(plain)],
  ];
  test.each(functions)("%s: its gradient is the sum over the batch", (_, f) => {
    const total = (g: G, inAxes: readonly (0 | null)[], [a, b]: readonly Tensor[]): Tensor[] =>
      grad((w: Tensor, x: Tensor) => vmap(g, { inAxes })(w, x).mul([1, 2]).sum(), { argnums: [0, 1] })(
        a,
        b,
      ) as Tensor[];
    for (const [inAxes, args] of [
      [
        [null, 0],
        [direction, at],
      ],
      [
        [0, null],
        [at, direction],
      ],
    ] as const) {
      const want = total(plain, inAxes, args);
      total(f, inAxes, args).forEach((g, i) => close(g, want[i]));
      const traced = trace((w: Tensor, x: Tensor) => total(f, inAxes, [w, x]))(...args);
      traced.run(args).forEach((g, i) => close(g, want[i]));
    }
  });
});

describe("customJvp", () => {
  test("the rule is what counts", () => {
    const f = customJvp(
      (x: Tensor) => x.sin(),
      ([x], [t]) => [x.sin(), t.mul(10)],
    );
    expect(grad(f)(1).item()).toBe(10);
    expect(jvp(f)([1], [2])[1].item()).toBe(20);
    expect(grad(grad(f))(1).item()).toBe(0);
    expect(vmap(grad(f))([1, 2]).toArray()).toEqual([10, 10]);
    expect(f(1).item()).toBe(Math.sin(1));
  });

  test("straight-through estimator", () => {
    const round = customJvp(
      (x: Tensor) => x.round(),
      ([x], [t]) => [x.round(), t],
    );
    expect(grad((x: Tensor) => round(x).mul(x))(2.6).item()).toBeCloseTo(5.6, 12);
    const detached: F = (x) => x.add(stopGradient(x.round().sub(x)));
    expect(grad((x: Tensor) => detached(x).mul(x))(2.6).item()).toBeCloseTo(5.6, 12);
  });

  test("what does not change has tangents of zeros", () => {
    const seen: unknown[] = [];
    const f = customJvp(
      (x: Tensor, y: Tensor) => x.mul(y),
      ([x, y], [tx, ty]) => {
        seen.push(ty.array === undefined ? "recorded" : ty.toArray());
        return [x.mul(y), tx.mul(y).add(ty.mul(x))];
      },
    );
    expect(grad(f)(2, 3).item()).toBe(3);
    expect(jvp((x: Tensor) => f(x, tensor([1, 2])))([2], [1])[1].toArray()).toEqual([1, 2]);
    expect(seen).toEqual([0, [0, 0]]);
  });

  test("the function may use if and loops on values, outside of programs", () => {
    const sqrt = customJvp(
      function root(a: Tensor) {
        let x = a;
        while (Math.abs(x.mul(x).sub(a).item()) > 1e-14) x = x.add(a.div(x)).mul(0.5);
        return x;
      },
      ([a], [t]): [Tensor, Tensor] => {
        const x = sqrt(a);
        return [x, t.div(x.mul(2))];
      },
    );
    close(grad(sqrt)(2), tensor(0.5 / Math.SQRT2));
    close(grad(grad(sqrt))(2), tensor(-0.25 / 2 ** 1.5));
  });

  test("a traced program shows the call by its name", () => {
    expect(String(trace((x: Tensor) => sinJvp(x))(1))).toMatchInlineSnapshot(`
      "program (a: float64[]) {
        b: float64[] = call[name=sine, program = program (a: float64[]) {
            b: float64[] = sin(a)
            return b
          }](a)
        return b
      }"
    `);
  });

  test("finite differences find a wrong rule", () => {
    expect(checkGradients((x: Tensor) => sinJvp(x), { order: 2 })(0.5)).toHaveLength(4);
    const wrong = customJvp(
      (x: Tensor) => x.sin(),
      ([x], [t]) => [x.sin(), t],
    );
    expect(failure(() => checkGradients(wrong)(1)).code).toBe("gradient");
  });

  test("types of arguments and results are kept", () => {
    expectTypeOf(treeJvp).returns.toEqualTypeOf<{ y: Tensor; n: Tensor }>();
    expectTypeOf(treeJvp).parameter(2).toEqualTypeOf<"sum" | "product">();
    expectTypeOf(sinJvp(1)).toEqualTypeOf<Tensor>();
    expect(sinJvp.name).toBe("sine");
  });
});

describe("customVjp", () => {
  const clipped = customVjp(
    (x: Tensor) => x,
    (x) => [x, null],
    (_, ct) => [ct.clip(-1, 1)],
  );

  test("changes gradients on their way back", () => {
    expect(grad((x: Tensor) => clipped(x).mul(5))(2).item()).toBe(1);
    expect(
      grad((x: Tensor) =>
        clipped(x.mul([5, 0.5]))
          .mul(3)
          .sum(),
      )(2).item(),
    ).toBe(5.5);
    expect(
      trace(grad((x: Tensor) => clipped(x).mul(5)))(2)
        .run([tensor(2)])[0]
        .item(),
    ).toBe(1);
  });

  test("null stands for zero, and integers have no cotangents", () => {
    const f = customVjp(
      (x: Tensor, n: Tensor, p: { a: Tensor; name: string }) => x.mul(n).mul(p.a),
      (x, n, p) => [x.mul(n).mul(p.a), [n, p.a] as const],
      ([n, a], ct) => [ct.mul(n).mul(a), null, { a: null as never, name: "p" }],
    );
    const dx = grad((x: Tensor) => f(x, three, { a: x.mul(2), name: "p" }))(tensor(2));
    expect(dx.item()).toBe(12);
    const g = customVjp(
      (p: { a: Tensor; b: Tensor }, x: Tensor) => x.mul(p.a.sum()).mul(p.b),
      (p, x) => [x.mul(p.a.sum()).mul(p.b), p.a.sum().mul(p.b)],
      (slope, ct) => [null, ct.mul(slope)],
    );
    const [dp, dy] = grad((p: { a: Tensor; b: Tensor }, x: Tensor) => g(p, x).sum(), { argnums: [0, 1] })(
      { a: tensor([1, 2, 3]), b: tensor(4) },
      [5, 6],
    );
    expect([dp.a.tolist(), dp.b.item(), dy.tolist()]).toEqual([[0, 0, 0], 0, [24, 24]]);
  });

  test("second order is that of forward and backward", () => {
    const f = customVjp(
      (x: Tensor) => x.mul(x),
      (x) => [x.mul(x), x],
      (x, ct) => [ct.mul(x).mul(x)],
    );
    expect(grad(f)(3).item()).toBe(9);
    expect(grad(grad(f))(3).item()).toBe(6);
    expect(hessian(f)(3).item()).toBe(6);
  });

  test("forward mode says what to do", () => {
    for (const run of [
      () => jvp(clipped)([1], [1]),
      () => jacfwd(clipped)(1),
      () => vmap(jacfwd(clipped))([1, 2]),
      () => linearize(clipped)(1)[1](1),
      () => trace(jacfwd(clipped))(1).run([tensor(1)]),
    ]) {
      const { code, message } = failure(run);
      expect(code).toBe("rule");
      expect(message).toContain("customJvp");
    }
  });
});
