/** What a task of the comparison is: plain data, so that a contender in another language reads it as well. */

/** How an array that goes into a task is filled; inputs.ts and peers/python.py make the same numbers of it. */
export interface Input {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "float64" | "int32";
  readonly fill: /** Evenly spread over [offset - scale, offset + scale). */
    | { readonly kind: "spread"; readonly seed: number; readonly scale: number; readonly offset?: number }
    /** Integers of [0, below). */
    | { readonly kind: "classes"; readonly seed: number; readonly below: number }
    /** A symmetric positive definite matrix, well conditioned. */
    | { readonly kind: "definite"; readonly seed: number }
    | { readonly kind: "list"; readonly values: readonly number[] }
    | { readonly kind: "even"; readonly value: number };
}

/** What is promised of ours. */
export type Bar =
  /** In the unit of the task: at least so many GFLOP/s, or at most so much time. */
  | { readonly kind: "limit"; readonly value: number }
  /** At most so many times what a peer takes, or the fastest of those in JavaScript. */
  | { readonly kind: "ratio"; readonly to: "torch" | "jax" | "JavaScript"; readonly most: number }
  /** At most so many times what another task takes for one operation. */
  | { readonly kind: "per flop"; readonly to: string; readonly most: number }
  /** The first call in a fresh process, in milliseconds. */
  | { readonly kind: "first call"; readonly most: number };

export interface Task {
  /** The key of its implementation in the file of each contender. */
  readonly id: string;
  readonly title: string;
  readonly unit: "ms" | "µs" | "GFLOP/s";
  readonly flops?: number;
  readonly inputs: Readonly<Record<string, Input>>;
  /** The result is read into numbers of the language, and that is timed too; else it need only be finished. */
  readonly read?: boolean;
  /** What the result must agree with: the recorded checksum, or the mean and variance of random numbers. */
  readonly check:
    | { readonly tolerance: number }
    /** Of 10⁶ numbers, or of another count. */
    | { readonly mean: number; readonly variance: number; readonly count?: number };
  readonly bars?: readonly Bar[];
}

/** Relative errors of a checksum that are due to rounding. */
export const SINGLE = { tolerance: 2e-5 } as const;
export const DOUBLE = { tolerance: 1e-10 } as const;

/** Numbers of mean 0 and, where no scale is given, of variance 1. */
export const spread = (
  seed: number,
  shape: readonly number[],
  scale: number = Math.sqrt(3),
  dtype: "float32" | "float64" = "float32",
): Input => ({ shape, dtype, fill: { kind: "spread", seed, scale } });
