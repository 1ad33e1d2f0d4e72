/** The tasks in TensorFlow.js on its WebAssembly backend: float32 only, no compilation, derivatives in reverse mode only. */
import * as tf from "@tensorflow/tfjs";
import { setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import type { Contender, Given, Prepare, Start } from "../contender.ts";
import type { Raw } from "../inputs.ts";

type Result = tf.Tensor | readonly tf.Tensor[];

const take = ({ data, shape, dtype }: Raw): tf.Tensor =>
  tf.tensor(data as Float32Array, shape, dtype === "int32" ? "int32" : "float32");

const SINGLE_ONLY = "has no float64";

/** A function of the named inputs; what it makes on the way is freed. */
const tidy =
  (names: string, f: (...args: tf.Tensor[]) => tf.Tensor): Prepare<Result> =>
  (given: Given) => {
    const args = names.split(" ").map((name) => take(given[name]));
    return () => tf.tidy(() => f(...args));
  };

function valueAndGrads(wanted: string, others: string, loss: (...args: tf.Tensor[]) => tf.Scalar): Prepare<Result> {
  return (given) => {
    const weights = wanted.split(" ").map((name) => take(given[name]));
    const rest = others.split(" ").map((name) => take(given[name]));
    const step = tf.valueAndGrads((...w: tf.Tensor[]) => loss(...w, ...rest));
    return () =>
      tf.tidy(() => {
        const { value, grads } = step(weights);
        return [value, ...grads];
      });
  };
}

const product = tidy("a b", (a, b) => tf.matMul(a, b));

const mlp = valueAndGrads("w1 w2 w3", "x y", (w1, w2, w3, x, y) => {
  const logits = tf.matMul(tf.relu(tf.matMul(tf.relu(tf.matMul(x, w1)), w2)), w3);
  return tf.losses.softmaxCrossEntropy(tf.oneHot(y, logits.shape[1] as number), logits);
});

const rnn = valueAndGrads("w u", "x", (w, u, x) => {
  let h: tf.Tensor = tf.zeros([1, 32]);
  const states = tf.split(x, x.shape[0]).map((row) => {
    h = tf.tanh(tf.add(tf.matMul(h, w), tf.matMul(row, u)));
    return h;
  });
  return tf.mean(tf.square(tf.concat(states)));
});

/** Channels last, as its kernels have them. */
const conv2d: Prepare<Result> = ({ x, w }) => {
  const a = tf.transpose(take(x), [0, 2, 3, 1]) as tf.Tensor4D;
  const kernels = tf.transpose(take(w), [2, 3, 1, 0]) as tf.Tensor4D;
  return () => tf.conv2d(a, kernels, 1, "same");
};

const tasks: Contender<Result>["tasks"] = {
  "matmul-1024-f32": product,
  "matmul-1023-f32": product,
  "matmul-512-f64": SINGLE_ONLY,
  conv2d,
  cholesky: "has no Cholesky factorization",
  "chain-f32": tidy("x", (x) => tf.add(tf.mul(tf.exp(tf.neg(tf.square(x))), tf.sin(x)), tf.tanh(x))),
  "chain-f64": SINGLE_ONLY,
  cumsum: tidy("x", (x) => tf.cumsum(x, 0)),
  softmax: tidy("x", (x) => tf.softmax(x)),
  sum: tidy("x", (x) => tf.sum(x)),
  "transpose-add": tidy("a b", (a, b) => tf.add(a, tf.transpose(b))),
  // There is no sort: the largest 10⁶, in order.
  sort: tidy("x", (x) => tf.topk(x, x.size, true).values),
  normals: () => () => tf.randomNormal([1e6]),
  gammas: () => () => tf.randomGamma([1e6], 2),
  mlp,
  "mlp-odd": mlp,
  rnn,
  slope: "eager only",
  "slope-eager": () => {
    const f = tf.grad((x: tf.Tensor) => tf.mul(x, tf.sin(x)));
    const x = tf.scalar(1);
    return () => tf.tidy(() => f(x).dataSync()[0] as unknown as void) as unknown as number;
  },
  add: ({ a, b }) => {
    const [x, y] = [take(a), take(b)];
    return () => {
      const z = tf.add(x, y);
      const numbers = z.dataSync() as Float32Array;
      z.dispose();
      return numbers;
    };
  },
  rosenbrock: SINGLE_ONLY,
  "rosenbrock-hessian": SINGLE_ONLY,
  likelihood: SINGLE_ONLY,
};

/** How the result of a task is made what the task has, before it is read. */
const views: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  conv2d: (y) => tf.transpose(y, [0, 3, 1, 2]),
  sort: (y) => tf.reverse(y),
};

export const start: Start<Result> = async ({ threads }) => {
  setThreadsCount(threads);
  await tf.setBackend("wasm");
  return {
    version: tf.version.tfjs,
    tasks,
    // Kernels have run when a call returns.
    finish: (result) => tf.dispose(result as tf.Tensor[]),
    read: (result, task) => {
      const list = Array.isArray(result) ? (result as tf.Tensor[]) : [result as tf.Tensor];
      return list.map((x) => (views[task.id]?.(x) ?? x).dataSync() as Float32Array);
    },
  };
};
