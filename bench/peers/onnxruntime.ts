/** The tasks in ONNX Runtime Web on its WebAssembly backend: models that are written here; it has no derivatives. */
import * as ort from "onnxruntime-web";
import type { Contender, Given, Prepare, Start } from "../contender.ts";
import type { Numbers } from "../inputs.ts";
import { type Graph, model, type Node } from "./onnx.ts";

type Result = Promise<ort.Tensor>;

const NO_GRADIENTS = "has no derivatives";

interface Model {
  /** From the inputs of the task to the value "y". */
  readonly nodes: readonly Node[];
  readonly constants?: Graph["constants"];
}

const op = (name: string, inputs: string, output: string, attributes?: Node["attributes"]): Node => ({
  op: name,
  inputs: inputs.split(" ").filter(Boolean),
  outputs: output.split(" "),
  attributes,
});

/** Runs a model on the inputs that it names; the first run makes the session. */
function session(names: string, { nodes, constants }: Model): (given: Given) => () => Result {
  return (given) => {
    const inputs = names
      .split(" ")
      .filter(Boolean)
      .map((name) => ({ name, ...given[name] }));
    const dtype = inputs[0]?.dtype === "float64" ? "float64" : "float32";
    const described = inputs.map(({ name, shape }) => ({ name, dtype, shape }) as const);
    const graph = model({ nodes, constants, inputs: described, outputs: [{ name: "y", dtype }] });
    const feeds = Object.fromEntries(
      inputs.map(({ name, data, shape }) => [name, new ort.Tensor(dtype, data as Float32Array, shape)]),
    );
    let made: ort.InferenceSession | undefined;
    return async () => {
      made ??= await ort.InferenceSession.create(graph, { executionProviders: ["wasm"] });
      return (await made.run(feeds)).y;
    };
  };
}

const task = (names: string, nodes: readonly Node[], constants?: Graph["constants"]): Prepare<Result> =>
  session(names, { nodes, constants }) as unknown as Prepare<Result>;

const product = task("a b", [op("MatMul", "a b", "y")]);
const chain = task("x", [
  op("Mul", "x x", "square"),
  op("Neg", "square", "negative"),
  op("Exp", "negative", "bell"),
  op("Sin", "x", "sine"),
  op("Mul", "bell sine", "wave"),
  op("Tanh", "x", "tanh"),
  op("Add", "wave tanh", "y"),
]);

const tasks: Contender<Result>["tasks"] = {
  "matmul-1024-f32": product,
  "matmul-1023-f32": product,
  "matmul-512-f64": product,
  conv2d: task("x w", [op("Conv", "x w", "y", { pads: [1, 1, 1, 1] })]),
  cholesky: "has no Cholesky factorization",
  "chain-f32": chain,
  "chain-f64": chain,
  cumsum: task("x", [op("CumSum", "x axis", "y")], { axis: [0] }),
  softmax: task("x", [op("Softmax", "x", "y", { axis: -1 })]),
  sum: task("x", [op("ReduceSum", "x", "y", { keepdims: 0 })]),
  "transpose-add": task("a b", [op("Transpose", "b", "t", { perm: [1, 0] }), op("Add", "a t", "y")]),
  // There is no sort: the smallest 10⁶, in order.
  sort: task("x", [op("TopK", "x k", "y places", { largest: 0, sorted: 1 })], { k: [1_000_000] }),
  normals: task("", [op("RandomNormal", "", "y", { shape: [1_000_000] })]),
  gammas: "has no gamma sampler",
  mlp: NO_GRADIENTS,
  "mlp-odd": NO_GRADIENTS,
  rnn: NO_GRADIENTS,
  slope: NO_GRADIENTS,
  "slope-eager": NO_GRADIENTS,
  add: (given) => {
    const run = session("a b", { nodes: [op("Add", "a b", "y")] })(given);
    return (() => run().then((y) => y.data)) as never;
  },
  rosenbrock: NO_GRADIENTS,
  "rosenbrock-hessian": NO_GRADIENTS,
  likelihood: NO_GRADIENTS,
};

export const start: Start<Result> = async ({ threads }) => {
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "error";
  // The first session of a process compiles the runtime itself, which the other libraries do when they start.
  const y = { name: "y", dtype: "float32" } as const;
  await ort.InferenceSession.create(
    model({ nodes: [op("RandomNormal", "", "y", { shape: [1] })], inputs: [], outputs: [y] }),
  );
  return {
    version: ort.env.versions.web ?? "",
    tasks,
    finish: (result) => result,
    read: async (result) => [(await result).data as unknown as Numbers],
  };
};
