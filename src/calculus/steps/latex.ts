/** A derivation as LaTeX: one equation after the other, each with the rule beside it. */
import type { DerivativeSteps } from "../differentiate/record.ts";
import { latexOf } from "./print.ts";
import type { Detail } from "./text.ts";
import { ruleNames, walk } from "./text.ts";

/** A derivation as LaTeX that KaTeX and MathJax render without macros. */
export function stepsToLatex(steps: DerivativeSteps, detail: Detail = "compact"): string {
  const rows = detail === "compact" ? compactRows(steps) : detail === "full" ? fullRows(steps) : namesOnly(steps);
  return `\\begin{aligned}\n${rows.join(" \\\\\n")}\n\\end{aligned}`;
}

function compactRows(steps: DerivativeSteps): string[] {
  const [first, ...rest] = steps.lines();
  if (rest.length === 0) return [latexOf(first.expression)];
  const [one, ...more] = rest.map(({ expression, rule }) => `= ${latexOf(expression)} && \\text{${rule}}`);
  const rows = [`${latexOf(first.expression)} &${one}`, ...more.map((row) => `&${row}`)];
  const notes = steps.notes().flatMap(({ condition }) => (condition === undefined ? [] : [latexOf(condition)]));
  return notes.length === 0 ? rows : [...rows, `&\\phantom{=}\\; ${notes.join(",\\; ")}`];
}

function fullRows(steps: DerivativeSteps): string[] {
  const rows: string[] = [];
  for (const { step, again } of walk(steps.derivation)) {
    if (again) continue;
    const pattern = step.pattern === "" ? "" : `:\\; ${step.pattern}`;
    rows.push(`${latexOf(step.before)} &= ${latexOf(step.after)} && \\text{${step.rule}}${pattern}`);
  }
  for (const { before, after, rule } of steps.tidy)
    rows.push(`${latexOf(before)} &= ${latexOf(after)} && \\text{${rule}}`);
  return rows;
}

const namesOnly = (steps: DerivativeSteps): string[] => ruleNames(steps).map((name) => `&\\text{${name}}`);
