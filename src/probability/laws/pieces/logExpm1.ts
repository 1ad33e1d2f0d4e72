/** log(e^x - 1). */
import type { Tensor } from "../../../core/tensor.ts";
import { add } from "../../../ops/arithmetic.ts";
import { log1mexp } from "../../../ops/logarithmic.ts";

/** log(e^x - 1) of x > 0, also where e^x is no float. */
export const logExpm1 = (x: Tensor): Tensor => add(x, log1mexp(x));
