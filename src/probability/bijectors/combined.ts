/** Bijectors made of others, and changes of shape. */
import { fail, showShape } from "../../base/errors.ts";
import { checkShape, sameShape, type Shape, sizeOf } from "../../base/shapes.ts";
import { reshapeTo } from "../../core/basic.ts";
import type { Tensor } from "../../core/tensor.ts";
import { add } from "../../ops/arithmetic.ts";
import * as constraints from "../constraints/combined.ts";
import { real } from "../constraints/numbers.ts";
import { inRow, type Pieces, sideBySide } from "../constraints/pieces.ts";
import { type Bijector, state, sumLast, zerosFor } from "./bijector.ts";

/**
 * The bijector of each element along further axes, which then make one value: the logarithms of its determinants are summed.
 * @param base - of each element
 * @param axes - how many axes more make one value
 * @returns the bijector
 * @throws TensorError "value" when `axes` is no integer >= 0
 * @example bijectors.independent(bijectors.exp, 1).logAbsDetJacobian([1, 2]) // => Tensor 3
 * @source PyTorch reference, torch.distributions.IndependentTransform
 * @peers torch.distributions.IndependentTransform
 * @keywords reinterpret batch axes
 */
export function independent(base: Bijector, axes: number): Bijector {
  return state({
    name: `independent(${base.name}, ${axes})`,
    domain: constraints.independent(base.domain, axes),
    codomain: constraints.independent(base.codomain, axes),
    increasing: axes === 0 ? base.increasing : undefined,
    isBijective: base.isBijective,
    forward: (x) => base.forward(x),
    inverse: (y) => base.inverse(y),
    logDet: (x) => sumLast(base.logAbsDetJacobian(x()), axes),
    forwardShape: (shape) => base.forwardShape(shape),
    inverseShape: (shape) => base.inverseShape(shape),
  });
}

/**
 * Pieces one after the other, each with its own bijector.
 * @param parts - of the pieces
 * @param sizes - of the pieces along the axis; default 1 each
 * @param axis - counted from the end; default -1
 * @returns the bijector
 * @throws TensorError "value" when there are no parts, or not as many sizes, or the axis is not negative
 * @example bijectors.cat([bijectors.exp, bijectors.identity], [1, 2]).forward([0, 1, 2]) // => Tensor [1, 1, 2]
 * @source PyTorch reference, torch.distributions.CatTransform
 * @peers torch.distributions.CatTransform
 * @see probability.bijectors.stack
 * @keywords concatenate bijectors
 */
export function cat(parts: readonly Bijector[], sizes: readonly number[] = parts.map(() => 1), axis = -1): Bijector {
  const [domains, codomains] = [parts.map(({ domain }) => domain), parts.map(({ codomain }) => codomain)];
  const events = (side: "domain" | "codomain"): readonly number[] => parts.map((part) => part[side].event);
  const along = (shape: Shape): number => shape.length + axis;
  const given = inRow("cat", events("domain"), axis, sizes);
  const made = (way: "forwardShape" | "inverseShape", from: readonly number[]) => (shape: Shape) => {
    const pieces = parts.map((part, i) => part[way](shape.with(along(shape), from[i])));
    return pieces[0].with(
      along(pieces[0]),
      pieces.reduce((total, piece) => total + piece[along(piece)], 0),
    );
  };
  const after = parts.map((part, i) => resized(part, sizes[i], axis));
  return combined(
    `cat([${namesOf(parts)}], [${sizes}], ${axis})`,
    parts,
    given,
    inRow("cat", events("codomain"), axis, after),
    {
      domain: constraints.cat(domains, sizes, axis),
      codomain: constraints.cat(codomains, after, axis),
      forwardShape: made("forwardShape", sizes),
      inverseShape: made("inverseShape", after),
    },
  );
}

/** The size of a piece along an axis once the bijector was applied. */
function resized({ domain, forwardShape }: Bijector, size: number, axis: number): number {
  if (-axis > domain.event) return size;
  const shape = Array.from({ length: domain.event }, () => size);
  const out = forwardShape(shape);
  return out[out.length + axis];
}

/**
 * Values side by side along an axis of their own, each with its own bijector.
 * @param parts - of the values
 * @param axis - counted from the end; default -1
 * @returns the bijector
 * @throws TensorError "value" when there are no parts or the axis is not negative
 * @example bijectors.stack([bijectors.exp, bijectors.identity]).forward([0, 1]) // => Tensor [1, 1]
 * @source PyTorch reference, torch.distributions.StackTransform
 * @peers torch.distributions.StackTransform
 * @see probability.bijectors.cat
 * @keywords combine bijectors
 */
export function stack(parts: readonly Bijector[], axis = -1): Bijector {
  const [domains, codomains] = [parts.map(({ domain }) => domain), parts.map(({ codomain }) => codomain)];
  const pieces = (all: typeof domains): Pieces =>
    sideBySide(
      "stack",
      all.map(({ event }) => event),
      axis,
    );
  const made = (way: "forwardShape" | "inverseShape") => (shape: Shape) => {
    const place = shape.length + axis;
    const piece = parts[0][way](shape.toSpliced(place, 1));
    return piece.toSpliced(piece.length + 1 + axis, 0, parts.length);
  };
  return combined(`stack([${namesOf(parts)}], ${axis})`, parts, pieces(domains), pieces(codomains), {
    domain: constraints.stack(domains, axis),
    codomain: constraints.stack(codomains, axis),
    forwardShape: made("forwardShape"),
    inverseShape: made("inverseShape"),
  });
}

const namesOf = (parts: readonly Bijector[]): string => parts.map(({ name }) => name).join(", ");

type Sides = Pick<Bijector, "domain" | "codomain" | "forwardShape" | "inverseShape">;

function combined(name: string, parts: readonly Bijector[], from: Pieces, to: Pieces, sides: Sides): Bijector {
  return state({
    name,
    ...sides,
    isBijective: parts.every(({ isBijective }) => isBijective),
    forward: (x) => to.join(from.split(x, name, "x").map((piece, i) => parts[i].forward(piece))),
    inverse: (y) => from.join(to.split(y, name, "y").map((piece, i) => parts[i].inverse(piece))),
    logDet: (x) => {
      const pieces = from.split(x(), name, "x");
      const found = pieces.map((piece, i) =>
        sumLast(parts[i].logAbsDetJacobian(piece), from.within - parts[i].domain.event),
      );
      return from.inside ? found.reduce((a, b) => add(a, b)) : from.joinFacts(found);
    },
  });
}

/**
 * The same elements in another shape.
 * @param from - the shape of a value
 * @param to - the shape of what it becomes, with as many elements
 * @returns the bijector
 * @throws TensorError "shape" when the two differ in their numbers of elements
 * @example bijectors.reshape([4], [2, 2]).forward([1, 2, 3, 4]) // => Tensor [[1, 2], [3, 4]]
 * @source PyTorch reference, torch.distributions.ReshapeTransform
 * @peers torch.distributions.ReshapeTransform
 * @keywords flatten, view
 */
export function reshape(from: Shape, to: Shape): Bijector {
  const [before, after] = [checkShape("reshape", from, "from"), checkShape("reshape", to, "to")];
  if (sizeOf(before) !== sizeOf(after)) {
    fail("shape", {
      op: "reshape",
      problem: `values of ${sizeOf(before)} elements cannot become values of ${sizeOf(after)}`,
      shapes: { from: before, to: after },
      expects: "two shapes with as many elements",
      fix: "make the products of their sizes equal",
    });
  }
  const exchange = (shape: Shape, old: Shape, fresh: Shape): Shape => {
    if (sameShape(shape.slice(shape.length - old.length), old)) {
      return [...shape.slice(0, shape.length - old.length), ...fresh];
    }
    fail("shape", {
      op: "reshape",
      problem: `values of shape ${showShape(old)} are reshaped`,
      shapes: { given: shape },
      expects: `trailing axes ${showShape(old)}`,
      fix: "put axes of batches in front",
    });
  };
  const change = (x: Tensor, old: Shape, fresh: Shape): Tensor => reshapeTo(x, exchange(x.shape, old, fresh));
  return state({
    name: `reshape([${before}], [${after}])`,
    domain: constraints.independent(real, before.length),
    codomain: constraints.independent(real, after.length),
    forward: (x) => change(x, before, after),
    inverse: (y) => change(y, after, before),
    logDet: (x) => zerosFor(x(), before.length),
    forwardShape: (shape) => exchange(shape, before, after),
    inverseShape: (shape) => exchange(shape, after, before),
  });
}
