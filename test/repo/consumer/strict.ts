// What a user of strict TypeScript writes; it is compiled against the installed package, not run.
import { grad, type Tensor, tensor, valueAndGrad } from "nabla";

const x: Tensor = tensor([1, 2]).sin().mul(2).sum(0, { keepdims: true });
const slope: Tensor = grad((t: Tensor) => t.mul(t.sin()))(x);

interface Model {
  readonly w: Tensor;
  readonly b: Tensor;
}
const loss = ({ w, b }: Model): Tensor => w.mul(2).add(b).sum();
const gradient: Model = grad(loss)({ w: slope, b: tensor(0) });
const [value, both]: [Tensor, Model] = valueAndGrad(loss)(gradient);

// @ts-expect-error -- no such method
x.nothing();
// @ts-expect-error -- a gradient has the type of the argument
const wrong: number = grad(loss)(gradient);

export { both, value, wrong };
