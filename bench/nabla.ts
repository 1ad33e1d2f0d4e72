/** The tasks in Nabla. */
import * as nabla from "nabla";
import metadata from "../package.json" with { type: "json" };
import type { Contender, Given, Prepare, Start } from "./contender.ts";
import type { Numbers, Raw } from "./inputs.ts";

const {
  add,
  conv2d,
  crossEntropy,
  grad,
  hessian,
  jit,
  linalg,
  matmul,
  random,
  scan,
  slice,
  tensor,
  valueAndGrad,
  zeros,
} = nabla;
type Tensor = nabla.Tensor;
/** A tensor, or lists of them. */
type Result = Tensor | readonly unknown[];

const take = ({ data, shape }: Raw): Tensor => tensor(data).reshape(shape);

/** A function of the named inputs, compiled. */
const compiled =
  (names: string, f: (...args: Tensor[]) => Result): Prepare<Result> =>
  (given: Given) => {
    const g = jit(f);
    const args = names.split(" ").map((name) => take(given[name]));
    return () => g(...args);
  };

const chain = compiled("x", (x) => x.square().neg().exp().mul(x.sin()).add(x.tanh()));
const product = compiled("a b", (a, b) => matmul(a, b));
const slope = grad((x: Tensor) => x.mul(x.sin()));

const mlp: Prepare<Result> = (given) => {
  const loss = ([w1, w2, w3]: readonly Tensor[], x: Tensor, y: Tensor): Tensor =>
    crossEntropy(x.matmul(w1).relu().matmul(w2).relu().matmul(w3), y);
  const step = jit((w: readonly Tensor[], x: Tensor, y: Tensor) => valueAndGrad(loss)(w, x, y));
  const [w, x, y] = [[take(given.w1), take(given.w2), take(given.w3)], take(given.x), take(given.y)];
  return () => step(w, x, y);
};

const rnn: Prepare<Result> = (given) => {
  const loss = ([w, u]: readonly Tensor[], x: Tensor): Tensor => {
    const next = (h: Tensor, row: Tensor): [Tensor, Tensor] => {
      const after = h.matmul(w).add(row.matmul(u)).tanh();
      return [after, after];
    };
    return scan(next, zeros([32], { dtype: "float32" }), x)[1]
      .square()
      .mean();
  };
  const step = jit((w: readonly Tensor[], x: Tensor) => valueAndGrad(loss)(w, x));
  const [w, x] = [[take(given.w), take(given.u)], take(given.x)];
  return () => step(w, x);
};

const rosenbrock = (x: Tensor): Tensor => {
  const [head, tail] = [x.at(slice(0, -1)), x.at(slice(1))];
  return tail.sub(head.square()).square().mul(100).add(head.sub(1).square()).sum();
};

function logLikelihood(p: Tensor, x: Tensor): Tensor {
  const [mean, logDeviation] = [p.at(0), p.at(1)];
  const z = x.sub(mean).div(logDeviation.exp());
  return z
    .square()
    .div(-2)
    .sub(logDeviation)
    .sub(Math.log(2 * Math.PI) / 2)
    .sum();
}

/** A sampler of 10⁶ numbers; the key is an argument, lest a compiler knows the numbers. */
function samples(draw: (key: Key) => Tensor): Prepare<Result> {
  return () => {
    const [f, key] = [jit(draw), random.key(0)];
    return () => f(key);
  };
}

type Key = nabla.random.Key;
const SINGLE = { dtype: "float32" } as const;
const MILLION = [1e6];
const die = new Array<number>(6).fill(1 / 6);
const logits = Array.from({ length: 1000 }, (_, i) => Math.log(i + 1));

const tasks: Contender<Result>["tasks"] = {
  "matmul-1024-f32": product,
  "matmul-1023-f32": product,
  "matmul-512-f64": product,
  conv2d: compiled("x w", (x, w) => conv2d(x, w, { padding: "same" })),
  cholesky: compiled("a", (a) => linalg.cholesky(a)),
  "chain-f32": chain,
  "chain-f64": chain,
  cumsum: compiled("x", (x) => x.cumsum(0)),
  softmax: compiled("x", (x) => x.softmax(-1)),
  sum: compiled("x", (x) => x.sum()),
  "transpose-add": compiled("a b", (a, b) => a.add(b.transpose())),
  sort: compiled("x", (x) => x.sort()),
  uniforms: samples((key) => random.uniform(key, MILLION, SINGLE)),
  normals: samples((key) => random.normal(key, MILLION, SINGLE)),
  gammas: samples((key) => random.gamma(key, 2, MILLION, SINGLE)),
  poissons: samples((key) => random.poisson(key, 4, MILLION)),
  binomials: samples((key) => random.binomial(key, 20, 0.3, MILLION)),
  categories: samples((key) => random.categorical(key, logits, { shape: MILLION })),
  multinomials: samples((key) => random.multinomial(key, 10, die, { shape: [1e5] })),
  mlp,
  "mlp-odd": mlp,
  rnn,
  slope: () => {
    const f = jit(slope);
    return () => f(1).item() as number;
  },
  "slope-eager": () => () => slope(1).item() as number,
  add: ({ a, b }) => {
    const [x, y] = [take(a), take(b)];
    return () => add(x, y).data() as Numbers;
  },
  rosenbrock: compiled("x", valueAndGrad(rosenbrock) as (x: Tensor) => Result),
  "rosenbrock-hessian": compiled("x", hessian(rosenbrock) as (x: Tensor) => Result),
  likelihood: compiled("p x", valueAndGrad(logLikelihood) as (p: Tensor, x: Tensor) => Result),
};

const flat = (result: Result): Tensor[] =>
  Array.isArray(result) ? (result as Result[]).flatMap(flat) : [result as Tensor];

/** Not there yet in a version without threads. */
const { setThreads } = nabla as unknown as { readonly setThreads?: (count: number) => void };

export const start: Start<Result> = async ({ threads }) => {
  setThreads?.(threads);
  return {
    version: metadata.version,
    tasks,
    finish: (result) => result,
    read: (result) => flat(result).map((x) => x.data() as Numbers),
  };
};
