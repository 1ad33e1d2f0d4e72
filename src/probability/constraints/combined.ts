/** Constraints made of others. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { checkInteger } from "../../ops/arguments.ts";
import { logicalAnd } from "../../ops/compare.ts";
import { checkValues } from "../../random/parameters.ts";
import { inRow, type Pieces, sideBySide } from "./pieces.ts";
import { allOver, type Constraint, present, toValues } from "./constraint.ts";

/**
 * The constraint on each of the elements along further axes, which then make one value.
 * @param base - of each element
 * @param axes - how many axes more make one value
 * @returns the constraint
 * @throws TensorError "value" when `axes` is no integer >= 0
 * @example constraints.independent(constraints.positive, 1).holds([[1, 2], [1, -2]]) // => Tensor [true, false]
 * @source PyTorch reference, torch.distributions.constraints
 * @keywords reinterpret batch axes
 */
export function independent(base: Constraint, axes: number): Constraint {
  checkInteger("independent", "axes", axes, 0);
  const event = base.event + axes;
  const name = `independent(${base.name}, ${axes})`;
  return present({
    ...base,
    name,
    kind: "independent",
    event,
    parts: [base],
    holds: (x) => allOver(base.holds(toValues(x, name, event, base.expects, name, "x")), axes),
    check: (x, of, argument) => base.check(toValues(x, name, event, base.expects, of, argument), of, argument),
  });
}

/**
 * Values in pieces one after the other, each with its own constraint.
 * @param parts - of the pieces
 * @param sizes - of the pieces along the axis; default 1 each
 * @param axis - counted from the end; default -1
 * @returns the constraint
 * @throws TensorError "value" when there are no parts, or not as many sizes, or the axis is not negative
 * @example constraints.cat([constraints.positive, constraints.real], [1, 2]).holds([-1, -1, 0]) // => Tensor [false, true, true]
 * @source PyTorch reference, torch.distributions.constraints
 * @see probability.constraints.stack
 * @keywords concatenate constraints
 */
export function cat(
  parts: readonly Constraint[],
  sizes: readonly number[] = parts.map(() => 1),
  axis = -1,
): Constraint {
  const events = parts.map(({ event }) => event);
  return combined("cat", parts, inRow("cat", events, axis, sizes), { axis, sizes });
}

/**
 * Values side by side along an axis of their own, each with its own constraint.
 * @param parts - of the values
 * @param axis - counted from the end; default -1
 * @returns the constraint
 * @throws TensorError "value" when there are no parts or the axis is not negative
 * @example constraints.stack([constraints.positive, constraints.real]).holds([-1, -1]) // => Tensor [false, true]
 * @source PyTorch reference, torch.distributions.constraints
 * @see probability.constraints.cat
 * @keywords combine constraints
 */
export function stack(parts: readonly Constraint[], axis = -1): Constraint {
  const events = parts.map(({ event }) => event);
  return combined("stack", parts, sideBySide("stack", events, axis), { axis });
}

type Facts = Pick<Constraint, "axis" | "sizes">;

function combined(kind: string, parts: readonly Constraint[], pieces: Pieces, facts: Facts): Constraint {
  const { event, inside, within, split, join, joinFacts } = pieces;
  const name = `${kind}([${parts.map((part) => part.name).join(", ")}]${facts.sizes ? `, [${facts.sizes}]` : ""}, ${facts.axis})`;
  const expects = parts.map((part) => part.expects).join("; ");
  const values = (x: TensorLike, of: string, argument: string) => toValues(x, name, event, expects, of, argument);
  return present({
    name,
    kind,
    expects,
    event,
    discrete: parts.every(({ discrete }) => discrete),
    rule: { name: `constraint ${name}`, expects },
    parts,
    ...facts,
    holds: (x) => {
      const given = split(values(x, name, "x"), name, "x");
      const found = given.map((piece, i) => allOver(parts[i].holds(piece), within - parts[i].event));
      return inside ? found.reduce((a, b) => logicalAnd(a, b)) : joinFacts(found);
    },
    check: (x, of, argument) => {
      const given = split(values(x, of, argument), of, argument);
      return join(
        given.map((piece, i) => {
          const name = `part ${i} of ${argument}`;
          return settle(parts[i].check(piece, of, name), of, name);
        }),
      );
    },
  });
}

/** Compiled programs compute each piece of a join at all places, unless it is there before: else they would check it at others' places. */
const settle = (piece: Tensor, of: string, argument: string): Tensor =>
  checkValues(piece, { name: "settled", expects: "", block: () => undefined }, of, argument);
