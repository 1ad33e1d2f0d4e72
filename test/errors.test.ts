/** What a user reads when something is wrong: each error as text and as data. Changes show up as a diff of the snapshot. */
import {
  add,
  booleanMask,
  checkGradients,
  concat,
  cond,
  conv1d,
  crossEntropy,
  customJvp,
  customVjp,
  debugNaN,
  einsum,
  floorDiv,
  GradientTape,
  grad,
  jvp,
  linalg,
  linearTranspose,
  log,
  matmul,
  max,
  mse,
  nonzero,
  pad,
  random,
  reshape,
  scan,
  split,
  stack,
  sum,
  take,
  Tensor,
  TensorError,
  tensor,
  trace,
  transpose,
  variance,
  vjp,
  vmap,
  withBudget,
  zeros,
} from "nabla";
import { expect, test } from "vitest";
import { Heap } from "../src/engine/wasm/heap.ts";

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
  "a shape instead of sizes": () => zeros("2, 3" as never),
  "a tensor as shape": () => zeros(tensor([2, 3]) as never),
  "too many elements": () => zeros([65536, 65536]),
  "the class called": () => new (Tensor as unknown as new (values: number[]) => Tensor)([1, 2]),
  "an unknown option": () => sum([[1, 2]], 0, { keepDims: true } as never),
  "options in the place of the axis": () => sum([[1, 2]], { keepdims: true } as never),
  "options that are no object": () => sum([[1, 2]], 0, true as never),
  "an option of the wrong sort": () => sum([[1, 2]], 0, { keepdims: 1 as never }),
  "a word that is none of the choices": () => pad([1, 2], 1, { mode: "reflct" as never }),
  "an index that is no integer": () => take([1, 2, 3], [0.5]),
  "an index out of range in a tensor": () =>
    take(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [0, 1],
        [2, 0],
      ],
      1,
    ),
  "a mask that does not fit": () => booleanMask([1, 2, 3], [true, false]),
  "a mask of numbers": () => booleanMask([1, 2], [1, 0] as never),
  "concat of [2, 3] and [2, 4] along axis 0": () => concat([zeros([2, 3]), zeros([2, 4])]),
  "stack of different shapes": () => stack([zeros([2]), zeros([3])]),
  "tensors one by one instead of a list": () => concat(zeros([2]) as never, zeros([2]) as never),
  "a split that leaves a rest": () => split(zeros([5]), 2),
  "a permutation that lacks an axis": () => transpose(zeros([2, 3]), [0]),
  "einsum with two sizes of an index": () => einsum("ij,jk->ik", zeros([2, 3]), zeros([2, 3])),
  "einsum of the wrong number of operands": () => einsum("ij,jk->ik", zeros([2, 3])),
  "channels that do not fit": () => conv1d(zeros([1, 3, 8]), zeros([4, 2, 3])),
  "a label out of range": () => crossEntropy(zeros([2, 3]), tensor([0, 3], int32)),
  "losses of prediction and target of different shapes": () => mse(zeros([3, 1]), zeros([3])),
  "the largest of nothing": () => max([]),
  "a variance of too few": () => variance([1], 0, { correction: 1 }),
  "integers divided by zero": () => floorDiv(tensor([1], int32), tensor([0], int32)),
  "a scale that is negative": () => random.normal(random.key(0), [2], { scale: [1, -1] }),
  "probabilities that do not add up": () => random.multinomial(random.key(0), 5, [0.5, 0.6]),
  "a tensor of keys": () => random.normal(random.split(random.key(0), 3)),
  "a shape of draws that does not fit": () => random.normal(random.key(0), [2], { loc: [1, 2, 3] }),
  "a matrix that is not square": () => linalg.inv(zeros([2, 3])),
  "a shape that depends on values under trace": () => trace((v) => nonzero(v)[0])([1, 0]),
  "truth of several elements": () =>
    cond(
      [true, false],
      () => 1,
      () => 2,
    ),
  "a step without a pair": () => scan(((c: Tensor) => c) as never, 0, [1, 2]),
  "branches of different structure": () =>
    trace((v) =>
      cond(
        v.greater(0),
        () => ({ a: v }),
        () => [v] as never,
      ),
    )(1),
  "a derivative rule that forgets the tangent": () => {
    const f = customJvp(
      (v: Tensor) => v.mul(v),
      ([v]) => [v.mul(v), v.mul(2)],
    );
    grad((v: Tensor) => f(v))(3);
  },
  "forward mode of customVjp": () => {
    const f = customVjp(
      (v: Tensor) => v.mul(v),
      (v) => [v.mul(v), v] as const,
      (v, ct) => [ct.mul(v).mul(2)],
    );
    jvp((v: Tensor) => f(v))([3], [1]);
  },
  "a derivative that is wrong": () => {
    const f = customJvp(
      (v: Tensor) => v.mul(v),
      ([v], [t]) => [v.mul(v), v.mul(t)],
    );
    checkGradients((v: Tensor) => f(v))(3);
  },
  "more memory than there is": () => new Heap({ maximumPages: 16 }).allocate(2 ** 21),
  "a NaN while debugNaN is on": () => debugNaN(() => log(tensor([1, -1]))),
  "a circular tree": () => {
    const tree: Record<string, unknown> = { a: 1 };
    tree.self = tree;
    grad((given: { self: unknown }) => tensor(Number(given === undefined)))(tree as never);
  },
  "a gradient of something that is no tensor": () => new GradientTape().gradient(3 as never, tensor(1)),
  "a tape that has not watched": () => new GradientTape().gradient(tensor(1).mul(2), tensor(1)),
  "gradients of a computed tensor": () => x().mul(2).grad,
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
  const [head, ...lines] = message.split("\n");
  expect(head.startsWith(`${(data as { op: string }).op}: `)).toBe(true);
  expect(lines.map((line) => line.slice(2, 11).trim())).toEqual(["expects", "got", "fix", "help"]);
  expect(lines[3]).toBe(`  help     help("${code}")`);
  expect(`[${code}]\n${withoutPlaces(message)}`).toMatchSnapshot();
});
