/** Parameters that shapes depend on. */
import { fail } from "../../../base/errors.ts";
import type { Tensor } from "../../../core/tensor.ts";

/** The sides of an event, which have to be the same for the whole batch. */
export function oneSize(law: string, size: Tensor): number {
  if (size.size === 1) return size.item() as number;
  fail("shape", {
    op: law,
    problem: '"size" is more than one number, and events of a batch have one shape',
    shapes: { size: size.shape },
    expects: "one number",
    fix: "make a distribution for each size",
  });
}
