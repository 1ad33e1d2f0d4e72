/** Numbers that were computed in a way that has an error, which they state. */
import type { Tensor } from "../../core/tensor.ts";

/** How a number was found. */
export type Method = "closed form" | "sum" | "quadrature" | "Monte Carlo";

/** A value with its error. */
export interface Estimate {
  readonly value: Tensor;
  /** Of a Monte Carlo answer the standard error; of a quadrature how much it changed when the nodes were doubled; else 0. */
  readonly error: Tensor;
  readonly method: Method;
  /** How many draws a Monte Carlo answer is of. */
  readonly draws?: number;
  /** The value, its error and the method. */
  toString(): string;
}

/** An estimate that shows itself. */
export function estimate(value: Tensor, error: Tensor, method: Method, draws?: number): Estimate {
  const toString = (): string => {
    const how = draws === undefined ? method : `${method}, ${draws} draws`;
    if (method === "closed form" || method === "sum") return `${value} (${how})`;
    return `${value} ± ${error} (${how})`;
  };
  const made: Estimate = draws === undefined ? { value, error, method } : { value, error, method, draws };
  for (const name of ["toString", Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Deno.customInspect")]) {
    Object.defineProperty(made, name, { value: toString, configurable: true });
  }
  return made;
}
