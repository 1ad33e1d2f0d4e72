/** Evaluation from the leaves up: shared parts once, without recursion. */
import type { Expression } from "../expression.ts";

/** The value of a formula from the values of its arguments. @param known - values that are given, of symbols or other parts */
export function evaluateWith<V>(
  root: Expression,
  known: ReadonlyMap<Expression, V>,
  valueOf: (x: Expression, args: readonly V[]) => V,
): V {
  const done = new Map<Expression, V>(known);
  const stack: Expression[] = [root];
  for (let x = stack.at(-1); x !== undefined; x = stack.at(-1)) {
    if (!done.has(x)) {
      const open = x.args.filter((arg) => !done.has(arg));
      if (open.length > 0) {
        stack.push(...open);
        continue;
      }
      done.set(
        x,
        valueOf(
          x,
          x.args.map((arg) => done.get(arg) as V),
        ),
      );
    }
    stack.pop();
  }
  return done.get(root) as V;
}
