/** Computed in the page and in Node, from the same build; both must give the same numbers to the last bit. */
import { grad, random, tensor } from "nabla";

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
  "uniform draws": () => random.uniform(random.key(0), [4]).tolist(),
};
