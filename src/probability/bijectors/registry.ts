/** From a constraint to the bijector that leads there. */
import { fail } from "../../base/errors.ts";
import type { Constraint } from "../constraints/constraint.ts";
import { type Bijector, compose } from "./bijector.ts";
import { cat, independent, stack } from "./combined.ts";
import {
  choleskyProduct,
  corrCholesky,
  corrMatrix,
  lowerCholesky,
  lowerCholeskyPart,
  positiveDefinite,
} from "./matrices.ts";
import { affine, exp, identity, interval, sigmoid } from "./numbers.ts";
import { l1Ball, ordered, softmax, stickBreaking, unitVector, zeroSum } from "./vectors.ts";

/** Finds the bijector of a part. */
type Find = (constraint: Constraint) => Bijector;
type Make = (constraint: Constraint, find: Find) => Bijector;

const above: Make = ({ low }) => (low === undefined ? identity : compose(exp, affine(low, 1)));
const below: Make = ({ high }) => (high === undefined ? identity : compose(exp, affine(high, -1)));
const inside: Make = (constraint) => {
  const { low, high } = constraint;
  if (low === undefined) return below(constraint, biject);
  return high === undefined ? above(constraint, biject) : interval(low, high);
};

/** By the kind of constraint. */
const bijections: Readonly<Record<string, Make>> = /*@__PURE__*/ (() => ({
  real: () => identity,
  extendedReal: () => identity,
  positive: () => exp,
  nonnegative: () => exp,
  greaterThan: above,
  greaterThanEq: above,
  lessThan: below,
  lessThanEq: below,
  unitInterval: () => sigmoid,
  circular: inside,
  interval: inside,
  openInterval: inside,
  halfOpenInterval: inside,
  realVector: () => independent(identity, 1),
  realMatrix: () => independent(identity, 2),
  simplex: () => stickBreaking,
  orderedVector: () => ordered,
  positiveOrderedVector: () => compose(ordered, exp),
  l1Ball: () => l1Ball,
  zeroSum: () => zeroSum,
  sphere: () => unitVector,
  lowerCholesky: () => lowerCholesky,
  corrCholesky: () => corrCholesky,
  corrMatrix: () => corrMatrix,
  positiveDefinite: () => positiveDefinite,
  positiveSemidefinite: () => positiveDefinite,
  independent: ({ parts: [base] = [], event }, find) => independent(find(base), event - base.event),
  cat: ({ parts = [], sizes, axis }, find) => cat(parts.map(find), sizes, axis),
  stack: ({ parts = [], axis }, find) => stack(parts.map(find), axis),
}))();

/** Where another map suits optimizers better: as many numbers go in as come out. */
const transforms: Readonly<Record<string, Make>> = /*@__PURE__*/ (() => ({
  ...bijections,
  simplex: () => softmax,
  lowerCholesky: () => lowerCholeskyPart,
  positiveDefinite: () => compose(lowerCholeskyPart, choleskyProduct),
  positiveSemidefinite: () => compose(lowerCholeskyPart, choleskyProduct),
}))();

/**
 * A bijector from unconstrained numbers onto a set: vectors have as many numbers as the set has dimensions.
 * @param constraint - the set
 * @returns the bijector
 * @throws TensorError "value" when there is none, as for integers
 * @example bijectors.biject(constraints.interval(0, 10)).forward([0]) // => Tensor [5]
 * @source Kucukelbir et al., Automatic differentiation variational inference, JMLR 2017, 2.3; Stan Reference Manual 2.36, 10
 * @peers torch.distributions.biject_to
 * @see probability.bijectors.transformTo
 * @keywords unconstrained space, reparameterize, support
 */
export function biject(constraint: Constraint): Bijector {
  return find("biject", bijections, constraint);
}

/**
 * A map from unconstrained numbers onto a set, chosen for optimizers: as `biject`, but values of a simplex come from the softmax
 * and matrices from matrices, so that shapes stay and no element is special.
 * @param constraint - the set
 * @returns the map, which need not be bijective
 * @throws TensorError "value" when there is none, as for integers
 * @example bijectors.transformTo(constraints.simplex).forward([1, 1]) // => Tensor [0.5, 0.5]
 * @source PyTorch reference, torch.distributions.constraint_registry
 * @peers torch.distributions.transform_to
 * @see probability.bijectors.biject
 * @keywords parameters to optimize
 */
export function transformTo(constraint: Constraint): Bijector {
  return find("transformTo", transforms, constraint);
}

function find(op: string, table: Readonly<Record<string, Make>>, constraint: Constraint): Bijector {
  if (Object.hasOwn(table, constraint.kind) && !constraint.discrete) {
    return table[constraint.kind](constraint, (part) => find(op, table, part));
  }
  const problem = `no ${op === "biject" ? "bijector" : "map"} leads from real numbers onto ${constraint.name}`;
  const fix = constraint.discrete ? "integers have no derivatives; sum them out" : "choose another constraint";
  fail("value", {
    op,
    argument: "constraint",
    got: constraint.name,
    expects: "a set with a smooth map onto it",
    problem,
    fix,
  });
}
