/** What the suites of donation share. */
import { random, reshape, type Tensor, tensor } from "nabla";

export const normal = (shape: readonly number[], n = 0): Tensor =>
  random.normal(random.foldIn(random.key(3), n), shape);

/** With elements of its own. */
export const copyOf = (x: Tensor): Tensor => reshape(tensor(x.data(), { dtype: x.dtype }), x.shape);

export const isGone = (x: Tensor): boolean => x.donated !== undefined;

/** Elements that do not lie in a workspace. */
export const LONG = 5000;

export const sgd = (w: Tensor, g: Tensor): Tensor => w.sub(g.mul(0.1));
