/** What a bijector states, and what follows for its inverse and for chains. */
import { broadcastShapes, type Shape } from "../../base/shapes.ts";
import { broadcast, cast } from "../../core/basic.ts";
import { makeTensor, toTensor, zerosOf } from "../../core/convert.ts";
import { isTensor, type Tensor, type TensorLike } from "../../core/tensor.ts";
import { add, mul, neg } from "../../ops/arithmetic.ts";
import { sliceAxis } from "../../ops/blocks.ts";
import { concat } from "../../ops/join.ts";
import { sum } from "../../ops/reduce.ts";
import { type Constraint, present, toValues } from "../constraints/constraint.ts";
import { independent as independentConstraint } from "../constraints/combined.ts";
import { floatDTypeOf } from "../../random/parameters.ts";

/** A differentiable map between sets, with its inverse and the logarithm of its determinant. */
export interface Bijector {
  /** As it is written, e.g. "affine(0, 2)". */
  readonly name: string;
  /** What it takes. */
  readonly domain: Constraint;
  /** What it gives. */
  readonly codomain: Constraint;
  /** For maps of single numbers whether they rise; undefined where that is not known. */
  readonly increasing?: boolean;
  /** Each value comes from one only, so that densities can be carried over. */
  readonly isBijective: boolean;
  /** The map from y to x. */
  readonly inverted: Bijector;
  /** y of x. */
  forward(x: TensorLike): Tensor;
  /** x of y; one of them where several have this y. */
  inverse(y: TensorLike): Tensor;
  /** log |dy/dx|, one number for each value of the domain; y is computed where it is left out. */
  logAbsDetJacobian(x: TensorLike, y?: TensorLike): Tensor;
  /** log |dx/dy|; x is computed where it is left out. */
  inverseLogAbsDetJacobian(y: TensorLike, x?: TensorLike): Tensor;
  /** The shape of y for a shape of x. */
  forwardShape(shape: Shape): Shape;
  /** The shape of x for a shape of y. */
  inverseShape(shape: Shape): Shape;
  /** First this, then the next. */
  andThen(next: Bijector): Bijector;
}

/** A bijector as it is written down, with tensors of floats. */
export interface Stated extends Pick<Bijector, "name" | "domain" | "codomain" | "increasing"> {
  /** Of the inverse, where it has a name of its own. */
  readonly inverseName?: string;
  /** Default true. */
  readonly isBijective?: boolean;
  readonly forward: (x: Tensor) => Tensor;
  readonly inverse: (y: Tensor) => Tensor;
  /** Either of x and y is computed only where it is asked for. */
  readonly logDet: (x: () => Tensor, y: () => Tensor) => Tensor;
  /** Parameters that broadcast with the values. */
  readonly parameters?: readonly (Tensor | number)[];
  readonly forwardShape?: (shape: Shape) => Shape;
  readonly inverseShape?: (shape: Shape) => Shape;
}

/** Makes a bijector of what is stated; it shows itself by its name. */
export function state(stated: Stated): Bijector {
  const { name, domain, codomain, increasing, isBijective = true, forward, inverse, logDet, parameters = [] } = stated;
  const shapes = parameters.flatMap((parameter) => (isTensor(parameter) ? [parameter.shape] : []));
  const spread = (shape: Shape): Shape => broadcastShapes(name, [shape, ...shapes]);
  /** One number for each value, also where only a parameter has several. */
  const full = (det: Tensor, values: Tensor): Tensor =>
    shapes.length === 0 ? det : broadcast(det, spread(values.shape));
  const fromX = (x: TensorLike): Tensor => toFloats(x, name, "x", domain);
  const fromY = (y: TensorLike): Tensor => toFloats(y, name, "y", codomain);
  let inverted: Bijector | undefined;
  const made: Bijector = {
    name,
    domain,
    codomain,
    increasing,
    isBijective,
    get inverted() {
      inverted ??= invert(made, stated.inverseName ?? `${name}.inverted`);
      return inverted;
    },
    forward: (x) => forward(fromX(x)),
    inverse: (y) => inverse(fromY(y)),
    logAbsDetJacobian: (x, y) => {
      const given = fromX(x);
      const image = once(() => (y === undefined ? forward(given) : fromY(y)));
      return full(
        logDet(() => given, image),
        given,
      );
    },
    inverseLogAbsDetJacobian: (y, x) => {
      const given = fromY(y);
      const source = once(() => (x === undefined ? inverse(given) : fromX(x)));
      return neg(
        full(
          logDet(source, () => given),
          given,
        ),
      );
    },
    forwardShape: stated.forwardShape ?? spread,
    inverseShape: stated.inverseShape ?? spread,
    andThen: (next) => compose(made, next),
  };
  return present(made);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function toFloats(x: TensorLike, name: string, argument: string, { event, expects }: Constraint): Tensor {
  const values = toTensor(x, name, argument);
  return toValues(cast(values, floatDTypeOf([values])), name, event, expects, name, argument);
}

/** The other way round. */
function invert(f: Bijector, name: string): Bijector {
  const made: Bijector = {
    name,
    domain: f.codomain,
    codomain: f.domain,
    increasing: f.increasing,
    isBijective: f.isBijective,
    inverted: f,
    forward: (x) => f.inverse(x),
    inverse: (y) => f.forward(y),
    logAbsDetJacobian: (x, y) => f.inverseLogAbsDetJacobian(x, y),
    inverseLogAbsDetJacobian: (y, x) => f.logAbsDetJacobian(y, x),
    forwardShape: (shape) => f.inverseShape(shape),
    inverseShape: (shape) => f.forwardShape(shape),
    andThen: (next) => compose(made, next),
  };
  return present(made);
}

/** Sums over the last so many axes. */
export const sumLast = (x: Tensor, axes: number): Tensor =>
  axes === 0
    ? x
    : sum(
        x,
        Array.from({ length: axes }, (_, i) => -1 - i),
      );

/** What stands before each place along the last axis; before the first stands the given number. */
export function before(x: Tensor, start: number): Tensor {
  const axis = x.ndim - 1;
  const at = (size: number): Tensor => sliceAxis(x, axis, { start: 0, size, step: 1 });
  return concat([add(mul(at(1), 0), start), at(x.shape[axis] - 1)], -1);
}

/** A number for each place along the last axis. */
export const alongLast = (x: Tensor, at: (place: number, size: number) => number): Tensor => {
  const size = x.shape[x.ndim - 1];
  const numbers = Array.from({ length: size }, (_, i) => at(i, size));
  return makeTensor(numbers, x.dtype, "bijector");
};

/** Zeros, one for each value. */
export const zerosFor = (x: Tensor, event: number): Tensor => zerosOf(x.shape.slice(0, x.ndim - event), x.dtype);

/**
 * Bijectors one after the other: the first takes x, each further one what the one before gave.
 * @param parts - bijectors in the order in which they are applied
 * @returns the chain, a bijector; `inverted` runs backwards
 * @example bijectors.compose(bijectors.exp, bijectors.affine(1, 2)).forward([0]) // => Tensor [3]
 * @source Rezende & Mohamed, Variational inference with normalizing flows, 2015
 * @peers torch.distributions.ComposeTransform
 * @math f_n \circ \dots \circ f_1
 * @see probability.bijectors.exp
 * @keywords chain, pipeline, composition
 */
export function compose(...parts: readonly Bijector[]): Bijector {
  const events = eventsAlong(parts);
  const [first, last] = [parts[0], parts[parts.length - 1]];
  const raise = (constraint: Constraint, event: number): Constraint =>
    event > constraint.event ? independentConstraint(constraint, event - constraint.event) : constraint;
  return state({
    name: parts.map(({ name }, i) => (i === 0 ? name : `.andThen(${name})`)).join(""),
    domain: raise(first.domain, events[0]),
    codomain: raise(last.codomain, events[parts.length]),
    increasing: parts.reduce<boolean | undefined>(
      (a, { increasing: b }) => (a === undefined || b === undefined ? undefined : a === b),
      true,
    ),
    isBijective: parts.every(({ isBijective }) => isBijective),
    forward: (x) => parts.reduce((value, part) => part.forward(value), x),
    inverse: (y) => parts.reduceRight((value, part) => part.inverse(value), y),
    logDet: (x) => {
      let value = x();
      return parts
        .map((part, i) => {
          const next = part.forward(value);
          const term = sumLast(part.logAbsDetJacobian(value, next), events[i] - part.domain.event);
          value = next;
          return term;
        })
        .reduce((a, b) => add(a, b));
    },
    forwardShape: (shape) => parts.reduce((s, part) => part.forwardShape(s), shape),
    inverseShape: (shape) => parts.reduceRight((s, part) => part.inverseShape(s), shape),
  });
}

/** How many axes make one value before each part and after the last: as many as the part that has most needs. */
function eventsAlong(parts: readonly Bijector[]): readonly number[] {
  const changes = parts.map(({ domain, codomain }) => codomain.event - domain.event);
  const sums = changes.reduce<readonly number[]>((all, change) => [...all, all[all.length - 1] + change], [0]);
  const start = Math.max(...parts.map(({ domain }, i) => domain.event - sums[i]));
  return sums.map((change) => start + change);
}
