/** Numbers that were computed in a way that has an error, which they state. */
import { showing } from "../../base/showing.ts";
import type { Tensor } from "../../core/tensor.ts";

/** How a number was found. */
export type Method = "closed form" | "sum" | "quadrature" | "Monte Carlo";

/** How the derivative of a Monte Carlo answer is estimated. */
export type GradientEstimator = "pathwise" | "score";

/** A value with its error. */
export interface Estimate {
  /** The number, or one for each of a batch. */
  readonly value: Tensor;
  /** Of a Monte Carlo answer the standard error; of a quadrature the difference of two rules; else 0. */
  readonly error: Tensor;
  /** How it was found. */
  readonly method: Method;
  /** How many draws a Monte Carlo answer is of. */
  readonly draws?: number;
  /** What its derivatives are estimated with. */
  readonly gradient?: GradientEstimator;
  /** The value, its error and the method. */
  toString(): string;
}

/** A single number as a number. */
const plainly = (x: Tensor): string => (x.ndim === 0 && x.isConcrete ? String(x.item()) : String(x));

/** An estimate that shows itself. */
export function estimate(
  value: Tensor,
  error: Tensor,
  method: Method,
  more: Pick<Estimate, "draws" | "gradient"> = {},
): Estimate {
  const { draws } = more;
  const toString = (): string => {
    const how = draws === undefined ? method : `${method}, ${draws} draws`;
    if (method === "closed form" || method === "sum") return `${plainly(value)} (${how})`;
    return `${plainly(value)} ± ${plainly(error)} (${how})`;
  };
  return shownBy({ value, error, method, ...more }, toString);
}

/** The object, printed by a function. */
export function shownBy<T extends object>(made: T, toString: () => string): T {
  Object.defineProperty(made, "toString", { value: toString, configurable: true });
  showing(made, { text: toString });
  return made;
}
