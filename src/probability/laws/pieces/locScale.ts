/** Laws that are moved and stretched. */
import type { Tensor } from "../../../core/tensor.ts";
import { div, sub } from "../../../ops/arithmetic.ts";

/** (x - loc)/scale */
export const standardize = (p: { readonly loc: Tensor; readonly scale: Tensor }, x: Tensor): Tensor =>
  div(sub(x, p.loc), p.scale);
