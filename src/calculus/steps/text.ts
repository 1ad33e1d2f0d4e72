/** A derivation as plain text: numbered and indented, or line by line. */
import type { Expression } from "../expression.ts";
import type { Derivation, DerivativeSteps } from "../differentiate/record.ts";
import type { Note } from "../differentiate/rule.ts";
import { showFormula } from "./print.ts";

/** How much a text says: every step with its parts, each line once, or the names of the rules. */
export type Detail = "full" | "compact" | "rules";

/** Deeper steps are not indented further, so that lines stay readable. */
const DEEPEST = 12;

/** A derivation as text. */
export function stepsToText(steps: DerivativeSteps, detail: Detail = "full"): string {
  const { derivation, tidy, result } = steps;
  const notes = steps.notes().map((note) => `where ${noteText(note)}`);
  if (detail === "rules") return ruleNames(steps).join("\n");
  if (detail === "compact") {
    const [first, ...rest] = steps.lines();
    const head = showFormula(first.expression);
    return [head, ...rest.map(({ expression, rule }) => `  = ${showFormula(expression)}   (${rule})`), ...notes].join(
      "\n",
    );
  }
  const lines = treeLines(derivation);
  for (const { rule, after } of tidy) lines.push(`${rule}: ${showFormula(after)}`);
  return [...lines, ...notes, `${showFormula(derivation.before)} = ${showFormula(result)}`].join("\n");
}

/** The names of the rules in the order of the steps; each distinct part once. */
export function ruleNames(steps: DerivativeSteps): string[] {
  return [...walk(steps.derivation)].filter(({ again }) => !again).map(({ step }) => step.rule);
}

/** A step with its place in the tree. */
export interface Placed {
  readonly step: Derivation;
  /** 1, 1.2, 1.2.1 */
  readonly number: string;
  readonly depth: number;
  /** The same part has had its steps before. */
  readonly again: boolean;
}

/** The steps in the order of reading, the outer function of a chain before the inner one. Without recursion. */
export function* walk(root: Derivation): Generator<Placed> {
  const seen = new Set<Derivation>();
  const stack: Omit<Placed, "again">[] = [{ step: root, number: "1", depth: 0 }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const again = seen.has(at.step);
    yield { ...at, again };
    if (again) continue;
    seen.add(at.step);
    const { step, number, depth } = at;
    const parts = [...step.outers, ...step.children];
    for (let k = parts.length - 1; k >= 0; k--) {
      // Numbers of very deep steps would grow with the square of the depth.
      const below = depth < DEEPEST ? `${number}.${k + 1}` : number;
      stack.push({ step: parts[k], number: below, depth: depth + 1 });
    }
  }
}

function treeLines(root: Derivation): string[] {
  const lines: string[] = [];
  for (const { step, number, depth, again } of walk(root)) {
    const indent = "  ".repeat(Math.min(depth, DEEPEST));
    const how = again ? "as before" : ruleText(step);
    lines.push(
      `${indent}${number} ${how}: ${showFormula(step.before)} = ${showFormula(again ? step.result : step.after)}`,
    );
    if (again) continue;
    const others = step.alternatives.map(({ rule }) => rule);
    if (others.length > 0) lines.push(`${indent}  (${step.why}; other ways: ${others.join(", ")})`);
    // Where there are steps below, what they lead to stands under the step.
    if (step.children.length > 0) lines.push(`${indent}  → ${showFormula(step.result)}`);
  }
  return lines;
}

function ruleText({ rule, bindings }: Derivation): string {
  const named = Object.entries(bindings).map(([name, value]) => `${name} = ${showFormula(value)}`);
  return named.length === 0 ? rule : `${rule} with ${named.join(", ")}`;
}

/** A note as a phrase: x ≠ 0 (the denominator is not 0). */
export function noteText({ condition, text }: Note, show: (x: Expression) => string = showFormula): string {
  return condition === undefined ? text : `${show(condition)} (${text})`;
}
