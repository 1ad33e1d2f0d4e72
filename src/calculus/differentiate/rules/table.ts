/** All rules, by the kind of formula they read, the one that is taken first in front. */
import type { Expression, Kind } from "../../expression.ts";
import type { Context } from "../context.ts";
import { refuse } from "../refuse.ts";
import type { Match, Rule } from "../rule.ts";
import * as basic from "./basic.ts";
import * as functions from "./functions.ts";
import * as powers from "./powers.ts";
import * as products from "./products.ts";
import * as structure from "./structure.ts";

type Entry = Rule | ((x: Expression) => Rule);

const refused: readonly Entry[] = /*@__PURE__*/ (() => [structure.refusedRule])();

const rules: Readonly<Record<Kind, readonly Entry[]>> = /*@__PURE__*/ (() => ({
  number: refused,
  float: refused,
  symbol: refused,
  constant: refused,
  relation: refused,
  matrix: refused,
  sum: [basic.sumRule],
  product: [
    functions.logarithmOfBaseRule,
    basic.constantMultipleRule,
    products.reciprocalRule,
    products.quotientRule,
    products.productRule,
    products.logarithmicRule,
  ],
  power: [
    powers.rootRule,
    powers.powerRule,
    products.reciprocalRule,
    powers.rootOfFunctionRule,
    powers.generalPowerRule,
    powers.exponentialRule,
    powers.exponentialOfBaseRule,
    powers.exponentialOfFunctionRule,
    powers.generalExponentialRule,
  ],
  call: [
    functions.maximumRule,
    functions.minimumRule,
    functions.functionRule,
    functions.chainRule,
    functions.chainOfSeveralRule,
  ],
  unknown: [structure.unknownFunctionRule, structure.unknownChainRule],
  derivative: [structure.derivativeRule],
  integral: [structure.antiderivativeRule, structure.leibnizRule],
  series: [structure.seriesRule],
  piecewise: [structure.piecewiseRule],
}))();

/** A rule with what it found. */
export interface Choice {
  readonly rule: Rule;
  readonly match: Match;
}

/** The rule that a formula is differentiated by. */
export function choose(x: Expression, context: Context): Choice {
  if (!context.depends(x)) return { rule: basic.constantRule, match: basic.constantRule.match(x, context) as Match };
  if (x.kind === "symbol") return { rule: basic.identityRule, match: basic.identityRule.match(x, context) as Match };
  if (!x.isScalar) refuse(x, "a vector or matrix");
  const { route } = context;
  const preferred = route === undefined ? undefined : firstMatch(x, context, route);
  return preferred ?? firstMatch(x, context) ?? refuse(x, `a ${x.kind}`);
}

/** @param route - only rules that go this way */
function firstMatch(x: Expression, context: Context, route?: Rule["route"]): Choice | undefined {
  for (const entry of rules[x.kind]) {
    const rule = typeof entry === "function" ? entry(x) : entry;
    if (route !== undefined && rule.route !== route) continue;
    const match = rule.match(x, context);
    if (match !== undefined) return { rule, match };
  }
  return undefined;
}

/** Other routes that lead to the same derivative. @param chosen - the rule that was taken */
export function otherRoutes(x: Expression, context: Context, chosen: Rule): Rule[] {
  if (chosen.route === undefined) return [];
  return rules[x.kind].filter(
    (entry): entry is Rule =>
      typeof entry !== "function" &&
      entry.route !== undefined &&
      entry.route !== chosen.route &&
      entry.match(x, context) !== undefined,
  );
}
