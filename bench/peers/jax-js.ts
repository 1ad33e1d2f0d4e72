/** The tasks in jax-js, on its WebAssembly device. An array is consumed where it is used; `ref` keeps it for another use. */
import {
  blockUntilReady,
  grad,
  hessian,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  random,
  tree,
  valueAndGrad,
} from "@jax-js/jax";
import type { Contender, Given, Prepare, Start } from "../contender.ts";
import type { Raw } from "../inputs.ts";
import { versionOf } from "./version.ts";

type Result = np.Array | readonly Result[];

const take = ({ data, shape, dtype }: Raw): np.Array => np.array(data, { shape, dtype: np[dtype] });

/** A function of the named inputs, compiled. */
const compiled =
  (names: string, f: (...args: np.Array[]) => Result): Prepare<Result> =>
  (given: Given) => {
    const g = jit(f as (...args: np.Array[]) => np.Array);
    const args = names.split(" ").map((name) => take(given[name]));
    return () => g(...args.map((x) => x.ref));
  };

const product = compiled("a b", (a, b) => np.matmul(a, b));
const chain = compiled("x", (x) => np.exp(np.square(x.ref).mul(-1)).mul(np.sin(x.ref)).add(np.tanh(x)));

function mlpLoss(w1: np.Array, w2: np.Array, w3: np.Array, x: np.Array, y: np.Array): np.Array {
  const h = nn.relu(np.matmul(nn.relu(np.matmul(x, w1)), w2));
  const logits = np.matmul(h, w3);
  const [batch, classes] = logits.shape;
  return np.sum(nn.logSoftmax(logits, -1).mul(nn.oneHot(y, classes))).mul(-1 / batch);
}
const mlp = compiled("w1 w2 w3 x y", valueAndGrad(mlpLoss, { argnums: [0, 1, 2] }) as (...args: np.Array[]) => Result);

/** There is no scan: the loop is unrolled. */
function rnnLoss(w: np.Array, u: np.Array, x: np.Array): np.Array {
  const [steps] = x.shape;
  let h = np.zeros([32]);
  let total = np.array(0);
  for (let i = 0; i < steps; i++) {
    h = np.tanh(np.matmul(h, w.ref).add(np.matmul(x.ref.slice(i), u.ref)));
    total = total.add(np.sum(np.square(h.ref)));
  }
  for (const used of [h, w, u, x]) used.dispose();
  return total.mul(1 / (steps * 32));
}

function rosenbrock(x: np.Array): np.Array {
  const n = x.shape[0];
  const [head, tail] = [x.ref.slice([0, n - 1]), x.slice([1, n])];
  return np.sum(
    np
      .square(tail.sub(np.square(head.ref)))
      .mul(100)
      .add(np.square(head.sub(1))),
  );
}

function logLikelihood(p: np.Array, x: np.Array): np.Array {
  const [mean, logDeviation] = [p.ref.slice(0), p.slice(1)];
  const z = x.sub(mean).div(np.exp(logDeviation.ref));
  return np.sum(
    np
      .square(z)
      .mul(-0.5)
      .sub(logDeviation)
      .sub(Math.log(2 * Math.PI) / 2),
  );
}

const slope =
  (wrap: <F extends (x: np.Array) => np.Array>(f: F) => (x: number) => np.Array): Prepare<Result> =>
  () => {
    const f = wrap(grad((x: np.Array) => x.ref.mul(np.sin(x))) as (x: np.Array) => np.Array);
    return () => f(1).dataSync()[0];
  };

const tasks: Contender<Result>["tasks"] = {
  "matmul-1024-f32": product,
  "matmul-1023-f32": product,
  "matmul-512-f64": product,
  conv2d: compiled("x w", (x, w) => lax.conv(x, w, [1, 1], "SAME")),
  cholesky: compiled("a", (a) => np.linalg.cholesky(a)),
  "chain-f32": chain,
  "chain-f64": chain,
  cumsum: compiled("x", (x) => np.cumsum(x, 0)),
  softmax: compiled("x", (x) => nn.softmax(x, -1)),
  sum: compiled("x", (x) => np.sum(x)),
  "transpose-add": compiled("a b", (a, b) => a.add(np.transpose(b))),
  sort: compiled("x", (x) => np.sort(x)),
  normals: () => {
    const f = jit((key: np.Array) => random.normal(key, [1e6]));
    const key = random.key(0);
    return () => f(key.ref);
  },
  gammas: "has no gamma sampler",
  mlp,
  "mlp-odd": mlp,
  rnn: compiled("w u x", valueAndGrad(rnnLoss, { argnums: [0, 1] }) as (...args: np.Array[]) => Result),
  slope: slope((f) => jit(f) as unknown as (x: number) => np.Array),
  "slope-eager": slope((f) => f as unknown as (x: number) => np.Array),
  add: ({ a, b }) => {
    const [x, y] = [take(a), take(b)];
    return () => x.ref.add(y.ref).dataSync() as Float32Array;
  },
  rosenbrock: compiled("x", valueAndGrad(rosenbrock) as (x: np.Array) => Result),
  "rosenbrock-hessian": compiled("x", hessian(rosenbrock)),
  likelihood: compiled("p x", valueAndGrad(logLikelihood) as (...args: np.Array[]) => Result),
};

const flat = (result: Result): np.Array[] => tree.leaves(result as never);

export const start: Start<Result> = async () => {
  await init("wasm");
  return {
    version: versionOf("@jax-js/jax"),
    tasks,
    finish: async (result) => {
      await blockUntilReady(result as never);
      for (const x of flat(result)) x.dispose();
    },
    read: (result) => flat(result).map((x) => x.dataSync() as Float32Array),
  };
};
