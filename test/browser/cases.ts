/** Computed in the page and in Node, from the same build; both must give the same numbers to the last bit. */
import { GradientTape, grad, hessian, linalg, random, special, TensorError, tensor, vmap } from "nabla";

export const cases: Readonly<Record<string, () => unknown>> = {
  "derivative of x sin x at 1": () => grad((x) => x.mul(x.sin()))(1).item(),
  "second derivative of exp(-x²) at 0.5": () => grad(grad((x) => x.mul(x).neg().exp()))(0.5).item(),
  "gradient of 2 x·x": () => grad((x) => x.dot(x).mul(2))(tensor([0, 1, 2, 3])).tolist(),
  printing: () =>
    String(
      tensor([
        [1, 2.5],
        [3, 4],
      ]),
    ),
  backward: () => {
    const x = tensor([1, 2]).requiresGrad();
    x.matmul([
      [1, 2],
      [3, 4],
    ])
      .exp()
      .sum()
      .backward();
    return x.grad?.tolist();
  },
  tape: () => {
    using tape = new GradientTape();
    const x = tape.watch(tensor([0.5, 2]));
    return tape.gradient(x.tanh().sum(), x).tolist();
  },
  "Hessian of a softmax": () => hessian((x) => x.softmax().at(0))(tensor([1, 2, 3])).tolist(),
  vmap: () =>
    vmap((x) => x.dot(x))(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ).tolist(),
  "singular values": () =>
    linalg
      .svd([
        [2, 0],
        [1, 3],
      ])
      .s.tolist(),
  lgamma: () => special.lgamma([0.1, 3.5, 100]).tolist(),
  "an error": () => {
    try {
      return tensor([1, 2]).add([1, 2, 3]);
    } catch (error) {
      return error instanceof TensorError && error.message;
    }
  },
  "normal draws": () => random.normal(random.key(0), [4]).tolist(),
  "uniform draws": () => random.uniform(random.key(0), [4]).tolist(),
};
