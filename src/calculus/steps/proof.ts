/** Proofs from the definition as text and LaTeX. */
import type { DefinitionLine, DefinitionProof } from "../differentiate/definition.ts";
import type { Expression } from "../expression.ts";
import { latexOf, showFormula } from "./print.ts";

/** A proof with those it uses before it, each once. */
function proofsOf(root: DefinitionProof): DefinitionProof[] {
  const found = new Map<Expression, DefinitionProof>();
  for (const proof of [...root.lemmas.flatMap(proofsOf), root])
    if (!found.has(proof.before)) found.set(proof.before, proof);
  return [...found.values()];
}

/**
 * A proof from the definition as text. Thus proofToText(fromDefinition(formula("x"), "x")).split("\n").length is 3.
 * @param proof - what `fromDefinition` gave
 * @returns the parts that are used, then the whole, one line for each step
 */
export function proofToText(proof: DefinitionProof): string {
  return proofsOf(proof)
    .map(({ before, lines, step }) =>
      [showFormula(before), ...lines.map((line) => `  = ${lineText(line, showFormula(step))}   (${line.reason})`)].join(
        "\n",
      ),
    )
    .join("\n\n");
}

function lineText({ expression, limit, where = {} }: DefinitionLine, h: string): string {
  const letters = Object.entries(where).map(([name, value]) => `, ${name} = ${showFormula(value)}`);
  const shown = showFormula(expression);
  const whole = limit ? `lim ${h}→0 ${expression.kind === "sum" ? `(${shown})` : shown}` : shown;
  return `${whole}${letters.join("")}`;
}

/**
 * A proof from the definition as LaTeX. Thus proofToLatex(fromDefinition(formula("x^2"), "x")).length > 100 is true.
 * @param proof - what `fromDefinition` gave
 * @returns an `aligned` environment; the parts that are used come first
 */
export function proofToLatex(proof: DefinitionProof): string {
  const rows = proofsOf(proof).flatMap(({ before, lines, step }) =>
    lines.map(({ expression, limit, reason }, at) => {
      const head = at === 0 ? latexOf(before) : "";
      const arrow = limit ? `\\lim_{${latexOf(step)} \\to 0} ` : "";
      const shown = latexOf(expression);
      const whole = limit && expression.kind === "sum" ? `\\left(${shown}\\right)` : shown;
      return `${head} &= ${arrow}${whole} && \\text{${reason}}`;
    }),
  );
  return `\\begin{aligned}\n${rows.join(" \\\\\n")}\n\\end{aligned}`;
}
