/** What a user reads when something is wrong: each error as text and as data. Changes show up as a diff of the snapshot. */
import {
  add,
  cond,
  customVjp,
  GradientTape,
  grad,
  jvp,
  linalg,
  linearTranspose,
  matmul,
  random,
  reshape,
  scan,
  sum,
  type Tensor,
  TensorError,
  tensor,
  trace,
  vjp,
  vmap,
  withBudget,
  zeros,
} from "nabla";
import { expect, test } from "vitest";

const int32 = { dtype: "int32" } as const;

const x = (): Tensor => tensor([1, 2]).requiresGrad();

const mistakes: Readonly<Record<string, () => unknown>> = {
  "backward twice": () => {
    const y = x().square().sum();
    y.backward();
    y.backward();
  },
  "a tape asked twice": () => {
    const t = tensor(2);
    const tape = new GradientTape();
    tape.watch(t);
    const y = t.mul(t);
    tape.gradient(y, t);
    tape.gradient(y, t);
  },
  "gradient of a vector": () => grad((v) => v.mul(2))([1, 2, 3]),
  "backward of a vector": () => x().mul(2).backward(),
  "nothing requires a gradient": () => tensor([1, 2]).sum().backward(),
  "an integer argument": () => grad((v) => v.sum())(tensor([1, 2], int32)),
  "an integer that should require a gradient": () => tensor([1, 2], int32).requiresGrad(),
  "a source that the target does not depend on": () => {
    const [a, b] = [tensor(1), tensor(2)];
    const tape = new GradientTape();
    tape.watch({ a, b });
    tape.gradient(a.mul(2), { a, b });
  },
  "matmul of [2, 3] and [2, 3]": () => matmul(zeros([2, 3]), zeros([2, 3])),
  "add [2, 3] and [2, 4]": () => add(zeros([2, 3]), zeros([2, 4])),
  "a custom gradient of the wrong shape": () => {
    const double = customVjp(
      (v: Tensor) => v.mul(2),
      (v) => [v.mul(2), null] as const,
      () => [zeros([3])],
    );
    grad((v: Tensor) => double(v).sum())([1, 2]);
  },
  "reading a value under vmap": () => vmap((v) => (v.item() > 0 ? v : v.neg()))([1, -1]),
  "reading a value under trace": () => trace((v) => (v.item() > 0 ? v : v.neg()))(1),
  "branches that differ": () =>
    trace((v) =>
      cond(
        v.greater(0),
        () => v,
        () => zeros([2]),
      ),
    )(1),
  "a carry that changes its shape": () =>
    trace((v) => scan((c: Tensor, e: Tensor) => [c.add(e), e], v, zeros([3, 2]))[0])(0),
  "a number instead of a key": () => random.normal(42 as never, [3]),
  "no such axis": () => sum([[1, 2]], 2),
  "an axis twice": () => sum([[1, 2]], [0, -2]),
  "an index out of range": () => tensor([1, 2, 3]).at(3),
  "too many indices": () => tensor([1, 2, 3]).at(0, 0),
  "a ragged array": () => tensor([[1, 2], [3]]),
  "a string in an array": () => tensor([1, "2"] as never),
  "a tensor in an array": () => tensor([tensor(1), tensor(2)] as never),
  "a foreign tensor": () => add({ shape: [2], dtype: "float32", dataSync: () => [1, 2] } as never, 1),
  "undefined for a tensor": () => add(undefined as never, 1),
  "a negative size": () => zeros([2, -1]),
  "a size that is no number": () => zeros([Number.NaN]),
  "a shape that does not fit": () => reshape([1, 2, 3], [2, 2]),
  "an unknown dtype": () => tensor([1], { dtype: "float16" as never }),
  "a value instead of a function": () => grad(tensor(1) as never),
  "argnums too large": () => grad((v) => v, { argnums: 1 })(1),
  "a function that returns nothing": () => grad((() => undefined) as never)(1),
  "a cotangent of the wrong shape": () => vjp((v) => v.mul(2))([1, 2])[1]([1, 2, 3]),
  "a tangent of another structure": () => jvp((p: { a: Tensor }) => p.a)([{ a: 1 }], [{ b: 1 } as never]),
  "batches of different sizes": () => vmap((v, w) => v.add(w))([1, 2], [1, 2, 3]),
  "the transpose of what is not linear": () => linearTranspose((v) => v.mul(v))(1),
  "item of several elements": () => tensor([1, 2]).item(),
  "a tensor in arithmetic": () => (tensor([1, 2]) as unknown as number) * 2,
  "a singular matrix": () =>
    linalg.solve(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 1],
    ),
  "a matrix that is not positive definite": () =>
    linalg.cholesky([
      [1, 2],
      [2, 1],
    ]),
  "a loop that never ends": () =>
    withBudget({ ops: 100 }, () => {
      let b = tensor(0);
      while (b.item() < 1) b = b.mul(2);
    }),
  "a value used outside of its transformation": () => {
    let kept: Tensor | undefined;
    vmap((v) => {
      kept = v;
      return v;
    })([1, 2]);
    kept?.add(1);
  },
};

/** Places in files move with every edit. */
const withoutPlaces = (text: string): string => text.replace(/[^\s(]*errors\.test\.ts:\d+(:\d+)?/g, "errors.test.ts");

test.for(Object.entries(mistakes))("%s", ([, mistake]) => {
  let error: unknown;
  try {
    mistake();
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(TensorError);
  const { code, data, message } = error as TensorError;
  expect(Object.keys(data)).toContain("op");
  expect(message.split("\n").length).toBeLessThanOrEqual(5);
  expect(message).toMatch(new RegExp(`\\n  help     help\\("${code}"\\)$`));
  expect(`[${code}]\n${withoutPlaces(message)}`).toMatchSnapshot();
});
