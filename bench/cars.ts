/** The training step of book/fit-cars.ts, on numbers of the same shape. */
import { random, type Tensor, tensor, valueAndGrad } from "nabla";

interface Model {
  readonly w: Tensor;
  readonly b: Tensor;
}

/** A function that takes one step each time it is called. */
export function carsStep(): () => void {
  const X = random.normal(random.key(1), [314, 6]);
  const y = random.normal(random.key(2), [314]);
  const loss = ({ w, b }: Model): Tensor => X.matmul(w).add(b).sub(y).square().mean();
  const step = valueAndGrad(loss);
  let model: Model = { w: tensor([0, 0, 0, 0, 0, 0]), b: tensor(0) };
  return () => {
    const [, { w, b }] = step(model);
    model = { w: model.w.sub(w.mul(0.05)), b: model.b.sub(b.mul(0.05)) };
  };
}
