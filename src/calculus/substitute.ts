/** Formulas with parts replaced, made anew by the constructors, so that what can be folded then is. */
import { power, productOf, sumOf } from "./build.ts";
import type { Expression, Payloads } from "./expression.ts";
import { apply } from "./functions.ts";
import { intern } from "./intern.ts";

/** The same node with other arguments. */
export function rebuild(x: Expression, args: readonly Expression[]): Expression {
  switch (x.kind) {
    case "sum":
      return sumOf(args);
    case "product":
      return productOf(args);
    case "power":
      return power(args[0], args[1]);
    case "call":
      return apply(x.payload as Payloads["call"], ...args);
    case "matrix":
      return (x.payload as Payloads["matrix"]).build?.(args) ?? intern("matrix", x.payload as Payloads["matrix"], args);
    default:
      return intern(x.kind, x.payload as never, args);
  }
}

/** Every part for which `change` gives another is replaced by it; shared parts once. Without recursion, for deep formulas. */
export function transform(root: Expression, change: (part: Expression) => Expression | undefined): Expression {
  const done = new Map<Expression, Expression>();
  const stack: Expression[] = [root];
  while (stack.length > 0) {
    const x = stack[stack.length - 1];
    if (done.has(x)) {
      stack.pop();
      continue;
    }
    const changed = change(x);
    if (changed !== undefined || x.args.length === 0) {
      done.set(x, changed ?? x);
      stack.pop();
      continue;
    }
    const open = x.args.filter((arg) => !done.has(arg));
    if (open.length > 0) {
      stack.push(...open);
      continue;
    }
    const args = x.args.map((arg) => done.get(arg) as Expression);
    done.set(x, args.every((arg, at) => arg === x.args[at]) ? x : rebuild(x, args));
    stack.pop();
  }
  return done.get(root) as Expression;
}

/** All the parts given, by what belongs in their place, at once. */
export function substituteAll(root: Expression, parts: ReadonlyMap<Expression, Expression>): Expression {
  return transform(root, (part) => parts.get(part));
}

/** The symbols in a formula, each once, in the order of reading. */
export function symbolsOf(root: Expression): Expression[] {
  const seen = new Set<Expression>();
  const found: Expression[] = [];
  const stack = [root];
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (seen.has(x)) continue;
    seen.add(x);
    if (x.kind === "symbol") found.push(x);
    for (let at = x.args.length - 1; at >= 0; at--) stack.push(x.args[at]);
  }
  return found;
}

/** Whether a formula depends on a symbol. */
export function dependsOn(root: Expression, variable: Expression): boolean {
  const seen = new Set<Expression>();
  const stack = [root];
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (x === variable) return true;
    if (seen.has(x)) continue;
    seen.add(x);
    stack.push(...x.args);
  }
  return false;
}

/** Formulas in place of symbols, by name; the symbols keep what is known of them where they stay. */
export function substituteNames(root: Expression, values: ReadonlyMap<string, Expression>): Expression {
  return transform(root, (part) =>
    part.kind === "symbol" ? values.get((part.payload as Payloads["symbol"]).name) : undefined,
  );
}
