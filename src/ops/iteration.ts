/** Tensors in `for` loops. */
import { fail } from "../base/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import { readAt } from "./indexing.ts";

/** The parts along the first axis, one after the other. @throws TensorError "shape" for a scalar */
export function* iterate(x: Tensor): Generator<Tensor, void, undefined> {
  if (x.ndim === 0) {
    const fix = "x.item() is its number; x.reshape([1]) has one axis";
    fail("shape", {
      op: "iterate",
      problem: "a scalar has no parts",
      shapes: { x: [] },
      expects: "at least one axis",
      fix,
    });
  }
  for (let i = 0; i < x.shape[0]; i++) yield readAt("iterate", x, [i]);
}
