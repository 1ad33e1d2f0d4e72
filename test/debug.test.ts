/** debugNaN says where a NaN begins, withBudget ends what has no end. */
import {
  debugNaN,
  div,
  exp,
  grad,
  GradientTape,
  jvp,
  log,
  matmul,
  mul,
  norm,
  pow,
  sqrt,
  sub,
  type Tensor,
  TensorError,
  tensor,
  vmap,
  where,
  withBudget,
} from "nabla";
import { afterEach, describe, expect, test } from "vitest";

function errorOf(body: () => unknown): TensorError<"nan"> {
  try {
    body();
  } catch (error) {
    if (error instanceof TensorError) return error as TensorError<"nan">;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** The line of this file on which the call stands. */
const line = (): number => Number(/debug\.test\.ts:(\d+)/.exec(new Error().stack?.split("\n")[2] ?? "")?.[1]);

describe("debugNaN", () => {
  afterEach(() => debugNaN(false));

  test("names op, place, index and inputs", () => {
    let here = 0;
    const error = errorOf(() =>
      debugNaN(() => {
        here = line() + 1;
        return log(
          tensor([
            [1, 2],
            [-3, 4],
          ]),
        );
      }),
    );
    expect(error.code).toBe("nan");
    expect(error.data).toMatchObject({ op: "log", phase: "value", index: [1, 0], call: "log(x = -3)" });
    expect(error.data.where).toMatch(new RegExp(`debug\\.test\\.ts:${here}:\\d+$`));
    expect(error.message).toContain("made NaN at [1, 0]");
  });

  test("finds the element of an argument that was broadcast", () => {
    const error = errorOf(() => debugNaN(() => div(tensor([[1], [0]]), tensor([2, 0, 1]))));
    expect(error.data).toMatchObject({ index: [1, 1], call: "div(x = 0, y = 0)" });
  });

  test("does not blame an op for what came in", () => {
    const x = tensor([NaN, 1]);
    expect(debugNaN(() => x.mul(2).sum()).item()).toBeNaN();
    expect(debugNaN(() => matmul([[NaN]], [[1]])).item()).toBeNaN();
    const error = errorOf(() => debugNaN(() => sub(tensor([NaN, Infinity]), tensor([1, Infinity]))));
    expect(error.data).toMatchObject({ op: "sub", index: [1] });
  });

  test("structural ops", () => {
    const error = errorOf(() => debugNaN(() => matmul(tensor([[Infinity, 1]]), tensor([[0], [1]]))));
    expect(error.data).toMatchObject({ index: [0, 0], phase: "value" });
  });

  test("is on from here on, and off again", () => {
    debugNaN();
    expect(errorOf(() => div(0, 0)).code).toBe("nan");
    debugNaN(false);
    expect(div(0, 0).item()).toBeNaN();
    debugNaN(true);
    debugNaN(() => exp(1));
    expect(errorOf(() => div(0, 0)).code).toBe("nan");
    expect(errorOf(() => debugNaN("yes" as never)).code).toBe("value");
    expect(errorOf(() => debugNaN(async () => exp(1))).code).toBe("value");
  });

  // A negative base has whole powers, and they have no slope in the exponent.
  const power = (x: Tensor): Tensor => pow(-2, x).sum();

  test("in derivatives: the op and the place of its call, in every mode", () => {
    const modes: Record<string, () => unknown> = {
      grad: () => grad(power)([0, 0]),
      "grad of grad": () => grad((x) => grad(power)(x).sum())([0, 0]),
      backward: () => power(tensor([0, 0]).requiresGrad()).backward(),
      vmap: () =>
        vmap(grad(power))([
          [0, 0],
          [0, 0],
        ]),
      tape: () => {
        const tape = new GradientTape();
        const x = tape.watch(tensor([0, 0]));
        return tape.gradient(power(x), x);
      },
    };
    for (const [name, run] of Object.entries(modes)) {
      const error = errorOf(() => debugNaN(run));
      expect([name, error.code, error.data.op, error.data.phase]).toEqual([name, "nan", "pow", "derivative"]);
      expect(error.data.where).toMatch(/debug\.test\.ts:\d+:\d+$/);
      expect(error.message).toContain("its derivative makes NaN");
    }
    const { where: place } = errorOf(() => debugNaN(() => power(tensor([0, 0]).requiresGrad()).backward())).data;
    const { where: same } = errorOf(() => debugNaN(() => grad(power)([0, 0]))).data;
    expect(place).toBe(same);
  });

  test("forward mode", () => {
    const error = errorOf(() => debugNaN(() => jvp((x: Tensor) => pow(-2, x))([tensor(0)], [tensor(1)])));
    expect(error.data).toMatchObject({ op: "pow", phase: "derivative" });
  });

  test("is silent where all is well", () => {
    expect(debugNaN(() => grad((x) => where(x.greater(0), sqrt(x), 0))(0)).item()).toBe(0);
    expect(debugNaN(() => grad((x) => norm(x))([0, 0])).tolist()).toEqual([0, 0]);
  });
});

describe("withBudget", () => {
  const f = (a: Tensor): Tensor => {
    let b = a.mul(2);
    while (norm(b).item() < 1000) b = b.mul(2);
    return b.sum().item() > 0 ? b : b.mul(100);
  };

  test("ends the book's f(0), also under grad, and says where it was", () => {
    for (const run of [() => f(tensor(0)), () => grad(f)(0)]) {
      const error = errorOf(() => withBudget({ ops: 10_000 }, run)) as TensorError;
      expect([error.code, error.message]).toEqual(["budget", expect.stringContaining("stopped after 10000 ops")]);
      expect(error.message).toContain("debug.test.ts");
    }
  });

  test("leaves alone what ends in time", () => {
    expect(withBudget({ ops: 10_000 }, () => grad(f)(1)).item()).toBe(1024);
    let count = 0;
    const three = (): Tensor => [1, 2, 3].reduce((x) => (count++, mul(x, 2)), tensor(1));
    expect(withBudget({ ops: 3 }, three).item()).toBe(8);
    expect(errorOf(() => withBudget({ ops: 2 }, three)).code).toBe("budget");
    expect(count).toBe(6);
  });

  test("may be nested, and ends with its function", () => {
    const error = errorOf(() =>
      withBudget({ ops: 100 }, () => withBudget({ ops: 10 }, () => f(tensor(0)))),
    ) as TensorError;
    expect(error.message).toContain("after 10 ops");
    expect(f(tensor(1)).item()).toBe(1024);
  });

  test("NaN ends the loop at once", () => {
    expect(withBudget({ ops: 100 }, () => f(tensor(NaN))).item()).toBeNaN();
  });

  test("errors", () => {
    for (const ops of [0, -1, NaN, "10"])
      expect(errorOf(() => withBudget({ ops: ops as number }, () => 1)).code).toBe("value");
    expect(errorOf(() => withBudget({ ops: 1 }, 3 as never)).code).toBe("value");
    expect(errorOf(() => withBudget({ ops: 1 }, async () => 3)).code).toBe("value");
  });
});
