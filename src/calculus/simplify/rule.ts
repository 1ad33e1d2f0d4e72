/** What a rule of simplification is. */
import type { Expression, Kind } from "../expression.ts";

/** A rewriting of one node whose arguments are simple already. */
export interface SimplificationRule {
  readonly name: string;
  /** Kinds of formulas that it looks at. */
  readonly kinds: readonly Kind[];
  /** The other form; undefined where the rule has nothing to say. */
  readonly rewrite: (x: Expression) => Expression | undefined;
  /** Whether the other form is wanted even where it is not smaller. */
  readonly always?: boolean;
}
