// What a user of strict TypeScript writes; it is compiled against the installed package, not run.
import { GradientTape, grad, linalg, random, type Tensor, TensorError, tensor, valueAndGrad } from "nabla";
import { jacrev } from "nabla/autodiff";
import { svd } from "nabla/linalg";
import { softmax } from "nabla/ops";
import { key, normal } from "nabla/random";
import { lgamma } from "nabla/special";

const x: Tensor = tensor([1, 2]).sin().mul(2).sum(0, { keepdims: true });
const slope: Tensor = grad((t: Tensor) => t.mul(t.sin()))(x);
const [first]: Iterable<Tensor> = x;

interface Model {
  readonly w: Tensor;
  readonly b: Tensor;
}
const loss = ({ w, b }: Model): Tensor => w.mul(2).add(b).sum();
const gradient: Model = grad(loss)({ w: slope, b: tensor(0) });
const [value, both]: [Tensor, Model] = valueAndGrad(loss)(gradient);

function rate(): Tensor {
  using tape = new GradientTape({ persistent: true });
  const t = tape.watch(x);
  return tape.gradient(t.mul(t), t);
}

const parts: Tensor[] = [linalg.solve([[2]], [1]), svd([[1, 2]]).s, jacrev((t: Tensor) => softmax(t))(x), lgamma(x)];
const draws: readonly Tensor[] = [normal(key(0), [3]), random.uniform(random.key(1), [2])];

try {
  x.backward();
} catch (error) {
  if (error instanceof TensorError) console.error(error.code, error.data.op);
}
declare const console: { error(...values: unknown[]): void };

// @ts-expect-error -- no such method
x.nothing();
// @ts-expect-error -- a gradient has the type of the argument
const wrong: number = grad(loss)(gradient);
// @ts-expect-error -- an option that is there has a value
x.sum(0, { keepdims: undefined });

export { both, draws, first, parts, rate, value, wrong };
