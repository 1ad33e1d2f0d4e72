/** Sets of single numbers. */
import type { TensorLike } from "../../core/tensor.ts";
import { type Constraint, type Ends, nameOf, numberOrTensor, state } from "./constraint.ts";

const POSITIVE = "exp(x) or softplus(x) makes positive numbers of any";
const WHOLE = "round(x) makes integers of any numbers";

/** Finite numbers. */
export const real: Constraint = /*@__PURE__*/ state({
  name: "real",
  expects: "a finite number",
  fix: "look for NaN and Infinity with isfinite",
  ends: { above: -Infinity, below: Infinity },
});

/** Numbers, infinite ones too, but not NaN. */
export const extendedReal: Constraint = /*@__PURE__*/ state({
  name: "extendedReal",
  expects: "a number, which may be infinite",
  fix: "look for NaN with isnan",
  ends: { least: -Infinity, most: Infinity },
});

/** Finite numbers > 0. */
export const positive: Constraint = /*@__PURE__*/ state({
  name: "positive",
  expects: "a finite number > 0",
  fix: POSITIVE,
  ends: { above: 0, below: Infinity },
});

/** Finite numbers >= 0. */
export const nonnegative: Constraint = /*@__PURE__*/ state({
  name: "nonnegative",
  expects: "a finite number >= 0",
  fix: POSITIVE,
  ends: { least: 0, below: Infinity },
});

/** Numbers from 0 to 1. */
export const unitInterval: Constraint = /*@__PURE__*/ state({
  name: "unitInterval",
  expects: "a number from 0 to 1",
  fix: "sigmoid(x) makes such numbers of any",
  ends: { least: 0, most: 1 },
});

/** Angles from -π to π. */
export const circular: Constraint = /*@__PURE__*/ state({
  name: "circular",
  expects: "an angle from -pi to pi",
  fix: "atan2(sin(x), cos(x)) brings any angle there",
  ends: { least: -Math.PI, most: Math.PI },
});

/** The numbers 0 and 1. */
export const boolean: Constraint = /*@__PURE__*/ state({
  name: "boolean",
  expects: "0 or 1",
  fix: 'x.astype("bool") makes truth values of numbers',
  discrete: true,
  ends: { least: 0, most: 1, whole: true },
});

/** Integers. */
export const integer: Constraint = /*@__PURE__*/ state({
  name: "integer",
  expects: "an integer",
  fix: WHOLE,
  discrete: true,
  ends: { above: -Infinity, below: Infinity, whole: true },
});

/** Integers >= 0. */
export const nonnegativeInteger: Constraint = /*@__PURE__*/ state({
  name: "nonnegativeInteger",
  expects: "an integer >= 0",
  fix: WHOLE,
  discrete: true,
  ends: { least: 0, below: Infinity, whole: true },
});

/** Integers > 0. */
export const positiveInteger: Constraint = /*@__PURE__*/ state({
  name: "positiveInteger",
  expects: "an integer > 0",
  fix: WHOLE,
  discrete: true,
  ends: { least: 1, below: Infinity, whole: true },
});

// ---------------------------------------------------------------- with ends

/** Signs of the ends, e.g. ["[", ")"] for least and below. */
type Brackets = readonly [left: "[" | "(", right: "]" | ")"];

function between(op: string, low: TensorLike, high: TensorLike, [left, right]: Brackets, whole = false): Constraint {
  const ends: Ends = {
    [left === "[" ? "least" : "above"]: numberOrTensor(low, op, "low"),
    [right === "]" ? "most" : "below"]: numberOrTensor(high, op, "high"),
    whole,
  };
  const [from, to] = [nameOf(low), nameOf(high)];
  return state({
    kind: op,
    name: `${op}(${from}, ${to})`,
    expects: `${whole ? "an integer" : "a number"} in ${left}${from}, ${to}${right}`,
    fix: "clip(x, low, high) brings numbers there",
    discrete: whole,
    ends,
  });
}

/**
 * Numbers from low to high, both included.
 * @param low - number or tensor
 * @param high - number or tensor
 * @returns the constraint
 * @example constraints.interval(0, 2).holds([0, 2, 3]) // => Tensor [true, true, false]
 * @source PyTorch reference, torch.distributions.constraints
 * @keywords range, bounds
 */
export const interval = (low: TensorLike, high: TensorLike): Constraint => between("interval", low, high, ["[", "]"]);

/**
 * Numbers between low and high, both excluded.
 * @param low - number or tensor
 * @param high - number or tensor
 * @returns the constraint
 * @example constraints.openInterval(0, 2).holds([0, 1, 2]) // => Tensor [false, true, false]
 * @source Stan Reference Manual 2.36, 10, constraint transforms
 * @keywords range, bounds
 */
export const openInterval = (low: TensorLike, high: TensorLike): Constraint =>
  between("openInterval", low, high, ["(", ")"]);

/**
 * Numbers from low, included, to high, excluded.
 * @param low - number or tensor
 * @param high - number or tensor
 * @returns the constraint
 * @example constraints.halfOpenInterval(0, 2).holds([0, 1, 2]) // => Tensor [true, true, false]
 * @source PyTorch reference, torch.distributions.constraints
 * @keywords range, bounds
 */
export const halfOpenInterval = (low: TensorLike, high: TensorLike): Constraint =>
  between("halfOpenInterval", low, high, ["[", ")"]);

/**
 * Integers from low to high, both included.
 * @param low - number or tensor
 * @param high - number or tensor
 * @returns the constraint
 * @example constraints.integerInterval(0, 2).holds([0, 1.5, 2]) // => Tensor [true, false, true]
 * @source PyTorch reference, torch.distributions.constraints
 * @keywords range, bounds
 */
export const integerInterval = (low: TensorLike, high: TensorLike): Constraint =>
  between("integerInterval", low, high, ["[", "]"], true);

function beyond(op: string, limit: TensorLike, sign: string, ends: (limit: Ends["least"]) => Ends): Constraint {
  const whole = ends(0).whole === true;
  return state({
    kind: op,
    name: `${op}(${nameOf(limit)})`,
    expects: `${whole ? "an integer" : "a finite number"} ${sign} ${nameOf(limit)}`,
    discrete: whole,
    ends: ends(numberOrTensor(limit, op, "limit")),
  });
}

/**
 * Finite numbers above a limit.
 * @param limit - number or tensor
 * @returns the constraint
 * @example constraints.greaterThan(1).holds([1, 2]) // => Tensor [false, true]
 * @source PyTorch reference, torch.distributions.constraints
 * @keywords lower bound
 */
export const greaterThan = (limit: TensorLike): Constraint =>
  beyond("greaterThan", limit, ">", (above) => ({ above, below: Infinity }));

/**
 * Finite numbers from a limit up.
 * @param limit - number or tensor
 * @returns the constraint
 * @example constraints.greaterThanEq(1).holds([0, 1]) // => Tensor [false, true]
 * @source PyTorch reference, torch.distributions.constraints
 * @keywords lower bound
 */
export const greaterThanEq = (limit: TensorLike): Constraint =>
  beyond("greaterThanEq", limit, ">=", (least) => ({ least, below: Infinity }));

/**
 * Finite numbers below a limit.
 * @param limit - number or tensor
 * @returns the constraint
 * @example constraints.lessThan(1).holds([0, 1]) // => Tensor [true, false]
 * @source PyTorch reference, torch.distributions.constraints
 * @keywords upper bound
 */
export const lessThan = (limit: TensorLike): Constraint =>
  beyond("lessThan", limit, "<", (below) => ({ above: -Infinity, below }));

/**
 * Finite numbers down from a limit.
 * @param limit - number or tensor
 * @returns the constraint
 * @example constraints.lessThanEq(1).holds([1, 2]) // => Tensor [true, false]
 * @source Stan Reference Manual 2.36, 10, constraint transforms
 * @keywords upper bound
 */
export const lessThanEq = (limit: TensorLike): Constraint =>
  beyond("lessThanEq", limit, "<=", (most) => ({ above: -Infinity, most }));

/**
 * Integers from a limit up.
 * @param limit - number or tensor
 * @returns the constraint
 * @example constraints.integerGreaterThanEq(2).holds([1, 2, 2.5]) // => Tensor [false, true, false]
 * @source Stan Reference Manual 2.36, 10, constraint transforms
 * @keywords lower bound
 */
export const integerGreaterThanEq = (limit: TensorLike): Constraint =>
  beyond("integerGreaterThanEq", limit, ">=", (least) => ({ least, below: Infinity, whole: true }));
