/** What the comparison asks of the process of a contender, one line of JSON each, and what it is told. */
import type { Checksum } from "./inputs.ts";
import type { Task } from "./tasks/task.ts";

export type Request =
  /** Makes the inputs and times the first call. */
  | { readonly do: "first call"; readonly task: Task }
  | { readonly do: "check" }
  /** Calls until it is warm, chooses how many calls make a round, and times one. */
  | { readonly do: "warm up" }
  | { readonly do: "round" };

export type Answer =
  /** The first line, unasked. */
  | { readonly version: string }
  | { readonly absent: string }
  /** For one call. */
  | { readonly seconds: number }
  | { readonly outputs: readonly Checksum[] }
  /** The library cannot do the task, and why. */
  | { readonly unable: string }
  | { readonly error: string };
