/** The tasks in numpy-ts: arrays without derivatives and without compilation. */
import * as np from "numpy-ts";
import type { Contender, Given, Prepare, Start } from "../contender.ts";
import type { Numbers, Raw } from "../inputs.ts";
import { versionOf } from "./version.ts";

type NDArray = ReturnType<typeof np.array>;
type Result = NDArray | number;

const NO_GRADIENTS = "has no derivatives";

const take = ({ data, shape, dtype }: Raw): NDArray => np.array(data, dtype).reshape(...shape);

const of =
  (names: string, f: (...args: NDArray[]) => unknown): Prepare<Result> =>
  (given: Given) => {
    const args = names.split(" ").map((name) => take(given[name]));
    return () => f(...args) as Result;
  };

const product = of("a b", (a, b) => np.matmul(a, b));
const chain = of("x", (x) => np.add(np.multiply(np.exp(np.negative(np.square(x))), np.sin(x)), np.tanh(x)));

function softmax(x: NDArray): NDArray {
  const e = np.exp(np.subtract(x, np.max(x, 1, true) as NDArray));
  return np.divide(e, np.sum(e, 1, true) as NDArray);
}

const tasks: Contender<Result>["tasks"] = {
  "matmul-1024-f32": product,
  "matmul-1023-f32": product,
  "matmul-512-f64": product,
  conv2d: "has no convolution in two dimensions",
  cholesky: of("a", (a) => np.linalg.cholesky(a)),
  "chain-f32": chain,
  "chain-f64": chain,
  cumsum: of("x", (x) => np.cumsum(x, 0)),
  softmax: of("x", softmax),
  sum: of("x", (x) => np.sum(x)),
  "transpose-add": of("a b", (a, b) => np.add(a, np.transpose(b))),
  sort: of("x", (x) => np.sort(x)),
  // Both in float64: its samplers have no other.
  normals: () => {
    const generator = np.random.default_rng(0);
    return () => generator.standard_normal(1e6) as unknown as NDArray;
  },
  gammas: () => () => np.random.gamma(2, 1, 1e6) as unknown as NDArray,
  mlp: NO_GRADIENTS,
  "mlp-odd": NO_GRADIENTS,
  rnn: NO_GRADIENTS,
  slope: NO_GRADIENTS,
  "slope-eager": NO_GRADIENTS,
  add: ({ a, b }) => {
    const [x, y] = [take(a), take(b)];
    return () => np.add(x, y).tolist() as number[];
  },
  rosenbrock: NO_GRADIENTS,
  "rosenbrock-hessian": NO_GRADIENTS,
  likelihood: NO_GRADIENTS,
};

export const start: Start<Result> = async () => ({
  version: versionOf("numpy-ts"),
  tasks,
  finish: (result) => {
    if (typeof result !== "number") result.dispose();
  },
  read: (result) => [typeof result === "number" ? [result] : (result.data as Numbers)],
});
