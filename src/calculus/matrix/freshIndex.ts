/** Names for the indices of sums. */
import type { Expression, Payloads } from "../expression.ts";
import { symbol } from "../leaves.ts";

/** A name for an index that is not in use: r, r1, r2, … */
export function freshIndex(...parts: readonly Expression[]): Expression {
  const names = new Set<string>();
  const stack = [...parts];
  const seen = new Set<Expression>();
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (seen.has(x)) continue;
    seen.add(x);
    if (x.kind === "symbol") names.add((x.payload as Payloads["symbol"]).name);
    stack.push(...x.args);
  }
  let name = "r";
  for (let at = 1; names.has(name); at++) name = `r${at}`;
  return symbol(name, { dimensions: [], integer: true });
}
