/** Values and gradients of neural networks. */
import { SINGLE, spread, type Task } from "./task.ts";

/** Three layers without biases, ReLU between them, mean cross entropy; the gradients of the three weights. */
function mlp(id: string, title: string, batch: number, sizes: readonly number[], bars: Task["bars"]): Task {
  const [a, b, c, d] = sizes;
  return {
    id,
    title,
    unit: "ms",
    // A product forward; for each, two backward, but none for the gradient of x.
    flops: 2 * batch * (3 * (a * b + b * c + c * d) - a * b),
    inputs: {
      x: spread(1, [batch, a]),
      y: { shape: [batch], dtype: "int32", fill: { kind: "classes", seed: 2, below: d } },
      w1: spread(3, [a, b], 0.09),
      w2: spread(4, [b, c], 0.09),
      w3: spread(5, [c, d], 0.09),
    },
    check: SINGLE,
    bars,
  };
}

export const networks: readonly Task[] = [
  mlp(
    "mlp",
    "MLP 784-256-128-10, batch 64, value and gradient",
    64,
    [784, 256, 128, 10],
    [
      { kind: "limit", value: 2.2 },
      { kind: "first call", most: 15 },
    ],
  ),
  mlp(
    "mlp-odd",
    "MLP 783-257-129-10, batch 61, value and gradient",
    61,
    [783, 257, 129, 10],
    [{ kind: "per flop", to: "mlp", most: 1.15 }],
  ),
  {
    // h' = tanh(h W + x U) from h = 0; the loss is the mean of all h²; the gradients of W and U.
    id: "rnn",
    title: "RNN, 1,000 steps of 32 units, value and gradient",
    unit: "ms",
    inputs: { x: spread(1, [1000, 16]), w: spread(2, [32, 32], 0.25), u: spread(3, [16, 32], 0.5) },
    check: { tolerance: 1e-4 },
  },
];
