/** Tensors that were donated: when they are used up, the error of each later use, and who keeps the elements. */
import { inspect } from "node:util";
import {
  debugNaN,
  grad,
  GradientTape,
  jit,
  linalg,
  noGrad,
  type Tensor,
  tensor,
  TensorError,
  trace,
  vmap,
  zeros,
} from "nabla";
import { afterEach, describe, expect, test, vi } from "vitest";
import { heap } from "../../src/engine/wasm/executable.ts";
import { failure } from "../assertions.ts";
import { difference, EXACT } from "./compare.ts";
import { copyOf, isGone, LONG, normal, sgd } from "./donation.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("options", () => {
  const add = (a: Tensor, b: Tensor): Tensor => a.add(b);

  test("a place from the end, a list, the same place twice, none", () => {
    const call = (donateArgnums: number | readonly number[]): boolean[] => {
      const [a, b] = [normal([4]), normal([4], 1)];
      jit(add, { donateArgnums })(a, b);
      return [isGone(a), isGone(b)];
    };
    expect(call(-1)).toEqual([false, true]);
    expect(call([0, 1])).toEqual([true, true]);
    expect(call([0, 0, -2])).toEqual([true, false]);
    expect(call([])).toEqual([false, false]);
  });

  test.each<[string, unknown]>([
    ["too large", 2],
    ["no integer", 0.5],
    ["no number", "0"],
    ["null", null],
  ])("places that are not: %s", (_, donateArgnums) => {
    const error = failure(() => jit(add, { donateArgnums } as never)(1, 2));
    expect(error.code).toBe("value");
    expect(error.message).toContain("donateArgnums");
  });

  test("an argument cannot be static and donated", () => {
    const f = jit((x: Tensor, n: unknown) => x.mul(n as number), { staticArgnums: 1, donateArgnums: [0, -1] });
    const x = normal([LONG]);
    expect(failure(() => f(x, 2)).message).toContain("argument 1 is static and donated");
    expect(isGone(x)).toBe(false);
    const g = jit((x: Tensor, n: unknown) => x.mul(n as number), { staticArgnums: 1, donateArgnums: 0 });
    expect(difference(g(copyOf(x), 2), x.mul(2), EXACT)).toBe("");
    const lost = copyOf(x);
    g(lost, 2);
    expect(isGone(lost)).toBe(true);
  });

  test("other shapes and dtypes are compiled anew", () => {
    const f = jit(sgd, { donateArgnums: 0 });
    for (const n of [3, LONG, 7, LONG]) {
      for (const dtype of ["float64", "float32"] as const) {
        const w = normal([n]).astype(dtype).mul(1);
        const want = sgd(w, w);
        expect(difference(f(w, w.mul(1)), want, { float64: 0, float32: 1e-7 })).toBe("");
        expect(isGone(w)).toBe(true);
      }
    }
  });
});

describe("calls that fail", () => {
  test("in the middle have used up what was donated", () => {
    const f = jit((a: Tensor, m: Tensor) => [a.mul(2), linalg.cholesky(m)] as const, { donateArgnums: 0 });
    for (const n of [3, LONG]) {
      const a = normal([n]);
      expect(
        failure(() =>
          f(a, [
            [1, 2],
            [2, 1],
          ] as never),
        ).code,
      ).toBe("not-positive-definite");
      expect(isGone(a)).toBe(true);
      expect(
        f(normal([n]), [
          [1, 0],
          [0, 1],
        ] as never)[1].toArray(),
      ).toEqual([
        [1, 0],
        [0, 1],
      ]); // prettier-ignore
    }
  });

  test("for want of memory have not", () => {
    const f = jit((a: Tensor) => [a.mul(2), a.sum().add(a.cumsum())] as const, { donateArgnums: 0 });
    let a = f(normal([LONG]))[0];
    a = f(a)[0];
    const want = a.data();
    vi.spyOn(heap, "allocate").mockImplementationOnce(() => {
      throw new TensorError("memory", { op: "jit", bytes: 1, used: 1, most: 1 });
    });
    expect(failure(() => f(a)).code).toBe("memory");
    expect(isGone(a)).toBe(false);
    expect(a.data()).toEqual(want);
    expect(difference(f(a)[0], tensor(want as Float64Array).mul(2), EXACT)).toBe("");
  });

  test("because of their arguments have not", () => {
    const f = jit((a: Tensor, b: Tensor) => a.add(b), { donateArgnums: 0 });
    const a = normal([LONG]);
    expect(failure(() => f(a, normal([3]))).code).toBe("shape");
    expect(failure(() => f(a, "x" as never))).toBeInstanceOf(TensorError);
    expect(isGone(a)).toBe(false);
  });
});

describe("op by op it is the same to see", () => {
  test("while NaN is looked for", () => {
    const f = jit((a: Tensor, b: Tensor) => ({ a, sum: a.add(b) }), { donateArgnums: 0 });
    for (const n of [3, LONG]) {
      const [a, b] = [normal([n]), normal([n], 1)];
      const want = { a: copyOf(a), sum: a.add(b) };
      const got = debugNaN(() => f(a, b));
      expect([isGone(a), isGone(b)]).toEqual([true, false]);
      expect(difference(got, want, EXACT)).toBe("");
    }
  });

  test("where WebAssembly is forbidden", async () => {
    vi.resetModules();
    vi.stubGlobal("WebAssembly", undefined);
    try {
      const other: typeof import("nabla") = await import("nabla");
      const f = other.jit((a, b) => ({ a, sum: a.add(b) }), { donateArgnums: 0 });
      for (const n of [3, LONG]) {
        const [a, b] = [other.zeros([n]), other.ones([n])];
        const view = a.reshape([n, 1]);
        const got = f(a, b);
        expect(String(a)).toBe(`Tensor(float64[${n}] donated to jit)`);
        expect([got.a.at(0).item(), got.sum.at(0).item(), view.at(0, 0).item()]).toEqual([0, 1, 0]);
        expect(() => a.add(1)).toThrow("donated to jit as argument 0");
        expect(String(b)).not.toContain("donated");
      }
    } finally {
      vi.unstubAllGlobals();
      vi.resetModules();
    }
  });
});

describe("afterwards", () => {
  const gone = (n = LONG): Tensor => {
    const w = normal([n]);
    jit(sgd, { donateArgnums: 0 })(w, zeros([n]));
    return w;
  };

  const uses: Record<string, (w: Tensor) => unknown> = {
    item: (w) => w.at(0).item(),
    data: (w) => w.data(),
    toArray: (w) => w.toArray(),
    JSON: (w) => JSON.stringify(w),
    add: (w) => w.add(1),
    "a second argument": (w) => zeros(w.shape).mul(w),
    reshape: (w) => w.reshape([-1, 1]),
    detach: (w) => w.detach(),
    jit: (w) => jit(sgd)(w, w),
    "jit of a tree": (w) => jit(({ a }: { a: Tensor }) => a.mul(2))({ a: w }),
    "the function itself": (w) => jit(sgd, { donateArgnums: 0 })(w, w),
    "a constant of jit": (w) => jit((x: Tensor) => x.add(w))(zeros(w.shape)),
    trace: (w) => trace((x: Tensor) => x.add(w))(zeros(w.shape)),
    grad: (w) => grad((x: Tensor) => x.square().sum())(w),
    vmap: (w) => vmap((x: Tensor) => x.mul(2))(w),
    requiresGrad: (w) => w.requiresGrad(),
    watch: (w) => {
      using tape = new GradientTape();
      tape.watch(w);
    },
  };

  test.each(Object.entries(uses))("%s", (_, use) => {
    for (const w of [gone(), gone(3)]) {
      const error = failure(() => use(w));
      expect(error.code).toBe("donated");
      expect(error.data).toMatchObject({ by: "jit(sgd)", argument: "argument 0", shape: w.shape, dtype: "float64" });
    }
  });

  test("the message names the function, the argument and what to do", () => {
    const step = ({ w }: { w: Tensor }): { w: Tensor } => ({ w: w.mul(2) });
    const w = tensor([1, 2, 3]);
    jit(step, { donateArgnums: 0 })({ w });
    expect(
      failure(() => w.add(1)).message,
    ).toBe(`add: the tensor was donated to jit(step) as argument 0.w, and its elements are gone
  expects  tensors that nobody has donated
  got      float64[3], donated as argument 0.w of jit(step)
  fix      use what jit(step) returned instead, or leave the place out of its donateArgnums
  help     help("donated")`);
  });

  test("printing says so and does not throw; the shape stays", () => {
    const w = gone();
    const text = "Tensor(float64[5000] donated to jit(sgd))";
    expect([String(w), `${w}`, inspect(w), inspect({ w })]).toEqual([text, text, text, `{ w: ${text} }`]);
    expect([w.shape, w.size, w.dtype]).toEqual([[LONG], LONG, "float64"]);
  });
});

describe("what else has the elements keeps them", () => {
  const numbers = normal([LONG]);
  const step = jit(sgd, { donateArgnums: 0 });
  const ones = zeros([LONG]).add(1);
  /** In the heap, nowhere else. */
  const fresh = (): Tensor => jit((x: Tensor) => x.mul(1))(numbers);
  const kept = (x: Tensor): string => difference(x.reshape([LONG]), numbers, EXACT);

  test.each<[string, (w: Tensor) => Tensor]>([
    ["reshape", (w) => w.reshape([50, 100])],
    ["detach", (w) => w.detach()],
    ["two results with the same elements", (w) => jit((x: Tensor) => x.reshape([LONG, 1]))(w)],
  ])("%s", (_, make) => {
    for (const read of [false, true]) {
      const w = fresh();
      const view = make(w);
      if (read) view.data();
      const next = step(w, ones);
      expect([isGone(w), isGone(view)]).toEqual([true, false]);
      expect(kept(view)).toBe("");
      expect(difference(next, sgd(numbers, ones), EXACT)).toBe("");
      step(next, ones);
      expect(kept(view)).toBe("");
    }
  });

  test("two results of one program", () => {
    const [a, b] = jit((x: Tensor) => [x.mul(1), x.mul(1).reshape([LONG, 1])] as const)(numbers);
    step(a, ones);
    expect(kept(b)).toBe("");
  });

  test("the tensor at two places, donated once or twice", () => {
    for (const donateArgnums of [0, 1, [0, 1]] as const) {
      const f = jit((a: Tensor, b: Tensor) => [a.mul(2), b.add(a.reshape(-1).sum())] as const, { donateArgnums });
      const w = fresh();
      const [p, q] = f(w, w);
      expect(difference(p, numbers.mul(2), EXACT)).toBe("");
      expect(difference(q, numbers.add(numbers.sum()))).toBe("");
      expect(isGone(w)).toBe(true);
      const v = fresh();
      const view = v.reshape([LONG]);
      const [r] = f(v, view);
      expect(difference(r, numbers.mul(2), EXACT)).toBe("");
    }
  });

  test("elements that were read before", () => {
    const w = fresh();
    const data = w.data();
    const next = step(w, ones);
    expect(difference(tensor(data as Float64Array), numbers, EXACT)).toBe("");
    expect(difference(next, sgd(numbers, ones), EXACT)).toBe("");
  });

  test("numbers and arrays are the caller's", () => {
    const f = jit((a: Tensor, b: Tensor) => a.mul(2).add(b), { donateArgnums: [0, 1] });
    const list = Array.from({ length: LONG }, (_, i) => i);
    const array = Float64Array.from(list);
    for (let i = 0; i < 3; i++) {
      expect(
        f(array as never, 1)
          .at(3)
          .item(),
      ).toBe(7);
      expect(
        f(list as never, 1)
          .at(3)
          .item(),
      ).toBe(7);
      expect(f(2, 1).item()).toBe(5);
    }
    expect([array[3], list[3]]).toEqual([3, 3]);
  });

  test("a donated argument that is returned goes on in a new tensor", () => {
    for (const n of [3, LONG]) {
      const f = jit((a: Tensor, b: Tensor) => [a, a.reshape([-1, 1]), b, a] as const, { donateArgnums: [0] });
      const [x, y] = [normal([n]), normal([n], 1)];
      const want = copyOf(x);
      for (const w of [copyOf(x), jit((v: Tensor) => v.mul(1))(x)]) {
        const [a, column, b, again] = f(w, y);
        expect([isGone(w), isGone(a), isGone(b)]).toEqual([true, false, false]);
        expect(Object.is(a, w)).toBe(false);
        expect(difference([a, column.reshape(-1), again], [want, want, want], EXACT)).toBe("");
        const [next] = f(a, y);
        expect(difference(next, want, EXACT)).toBe("");
        expect(again === a || difference(column.reshape(-1), want, EXACT) === "").toBe(true);
      }
    }
  });

  test("a tensor that the function holds besides is refused, and nothing is lost", () => {
    for (const n of [3, LONG]) {
      const w = normal([n]);
      const f = jit((x: Tensor) => x.add(w), { donateArgnums: 0 });
      const error = failure(() => f(w));
      expect(error.code).toBe("value");
      expect(error.message).toContain("argument 0 is donated, and the function uses the same tensor from outside");
      expect(isGone(w)).toBe(false);
      expect(difference(f(copyOf(w)), w.add(w), EXACT)).toBe("");
      // Donated elsewhere, it is missed.
      jit(sgd, { donateArgnums: 0 })(w, zeros([n]));
      expect(failure(() => f(zeros([n]))).code).toBe("donated");
    }
  });
});

describe("under other transformations it does nothing", () => {
  const step = jit(sgd, { donateArgnums: 0 });
  const [w, g] = [normal([LONG]), normal([LONG], 1)];
  const loss = (x: Tensor): Tensor => step(x, g).square().sum();
  const want = sgd(w, g);

  test.each<[string, () => unknown, () => unknown]>([
    ["grad", () => grad(loss)(w), () => want.mul(2)],
    ["jit", () => jit((x: Tensor) => [step(x, g), x.mul(2)])(w), () => [want, w.mul(2)]],
    ["vmap", () => vmap((x: Tensor) => step(x, 1))(w), () => w.sub(0.1)],
    ["trace", () => trace((x: Tensor) => step(x, g))(w).run([w]), () => [want]],
    [
      "a tape",
      () => {
        const tape = new GradientTape();
        const x = tape.watch(w.detach());
        const y = step(x, g).square().sum();
        return [tape.gradient(y, x), x];
      },
      () => [want.mul(2), w],
    ],
    [
      "requiresGrad",
      () => {
        const x = w.detach().requiresGrad();
        step(x, g).square().sum().backward();
        return [x.grad, x.detach()];
      },
      () => [want.mul(2), w],
    ],
    [
      "noGrad, of what requires a gradient",
      () => {
        const x = w.detach().requiresGrad();
        return [noGrad(() => step(x, g)), x.detach()];
      },
      () => [want, w],
    ],
  ])("%s", (_, f, wanted) => {
    expect(difference(f(), wanted(), EXACT)).toBe("");
    expect(isGone(w)).toBe(false);
  });

  test("a tape that follows something else is not in the way", () => {
    using tape = new GradientTape({ persistent: true });
    const x = tape.watch(normal([LONG]));
    const y = x.square().sum();
    for (const n of [3, LONG]) {
      const c = normal([n]);
      expect(difference(step(c, c.mul(2)), sgd(copyOf(normal([n])), normal([n]).mul(2)), EXACT)).toBe("");
      expect([isGone(c), isGone(x)]).toEqual([true, false]);
    }
    expect(difference(tape.gradient(y, x), x.mul(2))).toBe("");
  });

  test("a tape that needs the tensor says so", () => {
    const [x, c] = [normal([LONG]).requiresGrad(), normal([LONG], 1)];
    const y = x.mul(c).sum();
    step(c, g);
    expect(failure(() => y.backward()).code).toBe("donated");
  });
});
