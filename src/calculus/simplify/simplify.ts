/** The textbook form of a formula: every part once, from the leaves up, by rules that make it smaller. */
import type { Expression } from "../expression.ts";
import { rebuild } from "../substitute.ts";
import { functionRules } from "./functionRules.ts";
import { compareSize } from "./measure.ts";
import { quotientRules } from "./quotientRules.ts";
import type { SimplificationRule } from "./rule.ts";

/** One rewriting of one part. */
export interface SimplificationStep {
  readonly rule: string;
  readonly before: Expression;
  readonly after: Expression;
}

/** The rules in the order of trying. */
export const rules: readonly SimplificationRule[] = /*@__PURE__*/ (() => [...functionRules, ...quotientRules])();

const byKind = /*@__PURE__*/ (() => {
  const table = new Map<string, SimplificationRule[]>();
  for (const rule of rules) {
    for (const kind of rule.kinds) table.set(kind, [...(table.get(kind) ?? []), rule]);
  }
  return table;
})();

/** After so many rewritings the formula is left as it is. */
const BUDGET = 5000;

/** What was found out about a formula is found again while it lives. */
const known: Known = {
  get: (x) => x.simple,
  has: (x) => x.simple !== undefined,
  set: (x, form) => (x.simple = form),
};

/** The textbook form of a formula; never larger than it was, up to named forms such as σ(-x) = 1 - σ(x). */
export function simplify(x: Expression): Expression {
  return run(x, undefined);
}

/**
 * The same with the rewritings in their order. Thus simplifyWithSteps((x² - 1)/(x - 1)).steps[0].rule is cancel common factors.
 * @param x - a formula
 * @returns the simpler formula, and for each rewriting the rule and the part before and after
 */
export function simplifyWithSteps(x: Expression): {
  readonly result: Expression;
  readonly steps: readonly SimplificationStep[];
} {
  const steps: SimplificationStep[] = [];
  return { result: run(x, steps), steps };
}

function run(root: Expression, steps: SimplificationStep[] | undefined): Expression {
  // What is known already has no steps to show.
  const done: Known = steps === undefined ? known : new Map<Expression, Expression>();
  /** The formula that a part was rewritten to, whose form is the form of the part. */
  const becomes = new Map<Expression, Expression>();
  const stack: Expression[] = [root];
  let budget = BUDGET;
  for (let x = stack.at(-1); x !== undefined; x = stack.at(-1)) {
    const form = done.has(x) ? x : formOf(x, done, becomes, stack);
    if (form === undefined) continue;
    if (!done.has(x)) {
      const next = form === x && budget > 0 ? rewrite(x, steps) : form;
      if (next !== x && !becomes.has(x)) {
        budget--;
        becomes.set(x, next);
        stack.push(next);
        continue;
      }
      done.set(x, x);
    }
    stack.pop();
  }
  return done.get(root) as Expression;
}

interface Known {
  get(x: Expression): Expression | undefined;
  has(x: Expression): boolean;
  set(x: Expression, form: Expression): unknown;
}

/** The node of simple arguments; undefined while some of them are open. */
function formOf(
  x: Expression,
  done: Known,
  becomes: ReadonlyMap<Expression, Expression>,
  stack: Expression[],
): Expression | undefined {
  const next = becomes.get(x);
  if (next !== undefined) {
    // A rule that leads back ends here.
    done.set(x, done.get(next) ?? next);
    return x;
  }
  let changed = false;
  const open: Expression[] = [];
  for (const arg of x.args) {
    const simple = done.get(arg);
    if (simple === undefined) open.push(arg);
    else if (simple !== arg) changed = true;
  }
  if (open.length > 0) {
    stack.push(...open);
    return undefined;
  }
  return changed
    ? rebuild(
        x,
        x.args.map((arg) => done.get(arg) as Expression),
      )
    : x;
}

/** The first rule that has a better form. */
function rewrite(x: Expression, steps: SimplificationStep[] | undefined): Expression {
  for (const rule of byKind.get(x.kind) ?? []) {
    const after = rule.rewrite(x);
    if (after === undefined || after === x || (rule.always !== true && compareSize(after, x) >= 0)) continue;
    steps?.push({ rule: rule.name, before: x, after });
    return after;
  }
  return x;
}
