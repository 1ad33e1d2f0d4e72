/** Distributions that are made of others. */
import { fail } from "../../base/errors.ts";
import { normalizeAxis, type Shape } from "../../base/shapes.ts";
import { makeTensor, toTensor } from "../../core/convert.ts";
import { isTensor, type Tensor, type TensorLike } from "../../core/tensor.ts";
import type { Constraint } from "../constraints/constraint.ts";
import { Distribution } from "../distribution/distribution.ts";
import type { Facts } from "../distribution/facts.ts";

/** What is stated of parts and of tensors besides. */
type Make = (parts: readonly Facts[], own: readonly Tensor[]) => Omit<Facts, "leaves" | "remake">;

/** The facts with the tensors of all that they are made of. */
export function made(parts: readonly Facts[], own: readonly Tensor[], make: Make): Facts {
  return {
    ...make(parts, own),
    leaves: [...parts.flatMap(({ leaves }) => leaves), ...own],
    remake: (leaves) => {
      let at = 0;
      const others = parts.map((part) => part.remake(leaves.slice(at, (at += part.leaves.length))));
      return made(others, leaves.slice(at), make);
    },
  };
}

export const distributionOf = (parts: readonly Facts[], own: readonly Tensor[], make: Make): Distribution =>
  new Distribution(made(parts, own, make));

/** The facts of an argument that must be a distribution. */
export function factsOf(op: string, d: unknown, argument = "d"): Facts {
  if (d instanceof Distribution) return d.facts;
  fail("value", { op, argument, got: d, expects: "a distribution, such as Normal(0, 1)" });
}

/** The facts of a distribution of single numbers. */
export function numberFactsOf(op: string, d: unknown, argument = "d"): Facts {
  const facts = factsOf(op, d, argument);
  if (facts.eventShape.length === 0) return facts;
  const problem = `${facts.name} has events with ${facts.eventShape.length} axes`;
  fail("value", {
    op,
    argument,
    got: d,
    expects: "a distribution of single numbers",
    problem,
    fix: "pass a law of one variable",
  });
}

/** A number or tensor in the dtype of a distribution. */
export const tensorFor = ({ dtype }: Facts, value: TensorLike, op: string, argument: string): Tensor =>
  isTensor(value) ? toTensor(value, op, argument) : makeTensor(value, dtype, op, argument);

/** A support with other ends. */
export const within = (
  support: Constraint,
  name: string,
  ends: Pick<Constraint, "low" | "high">,
  holds: (x: Tensor) => Tensor,
): Constraint => ({
  ...support,
  name,
  expects: `a value of ${name}`,
  ...ends,
  holds: (x) => holds(toTensor(x, name)),
});

/** The axis of a batch, from its end. */
export const batchAxis = (op: string, axis: number, batch: Shape): number => normalizeAxis(op, axis, batch.length);
