/** What a rule of differentiation is: data that both the differentiator and its story read. */
import type { Expression } from "../expression.ts";
import type { Context } from "./context.ts";

/** Where a step holds. */
export interface Note {
  /** A relation that must hold, such as x ≠ 0; absent where only words say it. */
  readonly condition?: Expression;
  /** In words. */
  readonly text: string;
}

/** A derivative of a function of its own, f′(u), looked up beside the chain: the outer part of f(g(x)). */
export interface Outer {
  /** f(u). */
  readonly of: Expression;
  /** u. */
  readonly by: Expression;
}

/** A rule that fits: what is left to differentiate, and how the result is put together of it. */
export interface Match {
  /** Parts whose derivatives are needed, in the order of reading. */
  readonly inner: readonly Expression[];
  /** The derivative, from those of `inner`. */
  readonly combine: (derivatives: readonly Expression[]) => Expression;
  /** u, v, f, g, n, a: what stands for what in the pattern. Made when a derivation is recorded. */
  readonly bindings?: () => Readonly<Record<string, Expression>>;
  readonly outer?: () => Outer;
  readonly notes?: () => readonly Note[];
}

/** A rule of a textbook. */
export interface Rule {
  readonly name: string;
  /** The rule itself, in LaTeX. */
  readonly pattern: string;
  /** Why one takes it where others would do as well. */
  readonly why?: string;
  /** Rules with the same name of a route are taken when that route is asked for. */
  readonly route?: Route;
  /** Reads a formula that depends on the variable; undefined where the rule does not fit. */
  readonly match: (x: Expression, context: Context) => Match | undefined;
}

/** Ways to differentiate the same formula. */
export type Route = "quotient" | "product" | "power" | "chain" | "logarithmic";
