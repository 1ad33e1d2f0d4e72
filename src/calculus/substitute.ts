/** Formulas with parts replaced, made anew by the constructors, so that what can be folded then is. */
import { fail } from "../base/errors.ts";
import { power, productOf, sumOf } from "./build.ts";
import type { Expression, Payloads } from "./expression.ts";
import { apply } from "./functions.ts";
import { intern, lookup, same } from "./intern.ts";
import { piecewise } from "./piecewise.ts";

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
    case "piecewise":
      return piecewise(args);
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
  return transform(root, lookup(parts));
}

const everywhere = (): boolean => true;

/** The parts of formulas, each once, in the order of reading. @param open - into which parts to look, by default all */
export function partsOf(
  roots: Expression | readonly Expression[],
  open: (part: Expression) => boolean = everywhere,
): Expression[] {
  const seen = new Set<Expression>();
  const stack = "kind" in roots ? [roots] : roots.toReversed();
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (seen.has(x)) continue;
    seen.add(x);
    if (open(x)) for (let at = x.args.length - 1; at >= 0; at--) stack.push(x.args[at]);
  }
  return [...seen];
}

/** The symbols in a formula, each once, in the order of reading. */
export const symbolsOf = (root: Expression): Expression[] => partsOf(root).filter(({ kind }) => kind === "symbol");

/** Whether a formula depends on a symbol. */
export function dependsOn(root: Expression, variable: Expression): boolean {
  const seen = new Set<Expression>();
  const stack = [root];
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (x === variable || (x.hash === variable.hash && same(x, variable))) return true;
    if (seen.has(x)) continue;
    seen.add(x);
    stack.push(...x.args);
  }
  return false;
}

/** Formulas in place of symbols, by name; the symbols keep what is known of them where they stay. */
export function substituteNames(root: Expression, values: ReadonlyMap<string, Expression>): Expression {
  return transform(root, (part) => {
    if (part.kind !== "symbol") return undefined;
    const { name } = part.payload as Payloads["symbol"];
    const value = values.get(name);
    if (value !== undefined && !part.isScalar && value.dimensions.length !== part.dimensions.length) {
      const shown = (x: Expression): string => `[${x.dimensions.join(", ")}]`;
      fail("shape", {
        op: "substitute",
        shapes: {},
        expects: `a formula of dimensions ${shown(part)}`,
        problem: `"${name}" has dimensions ${shown(part)}, and what is put in its place has dimensions ${shown(value)}`,
        fix: `put a formula of dimensions ${shown(part)} in its place`,
      });
    }
    return value;
  });
}
