import { readLatex } from "../../src/help/latex.ts";
import { symbolOf } from "../../src/help/latexSymbols.ts";

/** What is wrong with a formula in LaTeX: its braces, or a command that `help` cannot show. */
export function mathMistake(latex: string): string | undefined {
  if (latex.includes("$")) return "no dollars, the tag says that it is a formula";
  if (!isBalanced(latex)) return `braces that do not match in ${latex}`;
  const commands = [...latex.matchAll(/\\([A-Za-z]+)/g)].map(([, name]) => name);
  const unknown = commands.find((name) => name !== "end" && !isKnown(name));
  return unknown && `src/help/latexSymbols.ts does not know \\${unknown}`;
}

/** What is not known is shown by its name. */
function isKnown(name: string): boolean {
  const tree = readLatex(`\\${name}{}`);
  const first = tree.kind === "row" ? tree.items[0] : tree;
  return symbolOf(name) !== undefined || first === undefined || first.kind !== "atom" || first.text !== name;
}

function isBalanced(latex: string): boolean {
  let depth = 0;
  for (const [token] of latex.matchAll(/\\.|[{}]/g)) {
    if (token === "{") depth++;
    if (token === "}") depth--;
    if (depth < 0) return false;
  }
  return depth === 0 && (latex.match(/\\left\b/g)?.length ?? 0) === (latex.match(/\\right\b/g)?.length ?? 0);
}
