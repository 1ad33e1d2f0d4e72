/** Evaluation from the leaves up: shared parts once, without recursion. */
import type { Expression } from "../expression.ts";
import { lookup } from "../intern.ts";

/** The value of a formula from the values of its arguments. @param known - values that are given, of symbols or other parts */
export function evaluateWith<V>(
  root: Expression,
  known: ReadonlyMap<Expression, V>,
  valueOf: (x: Expression, args: readonly V[]) => V,
): V {
  const done = new Map<Expression, V>();
  const given = lookup(known);
  const stack: Expression[] = [root];
  for (let x = stack.at(-1); x !== undefined; x = stack.at(-1)) {
    if (!done.has(x)) {
      let value = given(x);
      if (value === undefined) {
        const open = x.args.filter((arg) => !done.has(arg));
        if (open.length > 0) {
          stack.push(...open);
          continue;
        }
        value = valueOf(
          x,
          x.args.map((arg) => done.get(arg) as V),
        );
      }
      done.set(x, value);
    }
    stack.pop();
  }
  return done.get(root) as V;
}
