/** How derivations and lists of formulas show themselves. */
import type { FormulaMatrix, FormulaVector } from "../differentiate/operators.ts";
import type { DerivativeSteps } from "../differentiate/record.ts";
import { toLatex } from "../print/latex.ts";
import { toText } from "../print/text.ts";
import { type StepsData, stepsToData } from "../steps/data.ts";
import { stepsToLatex } from "../steps/latex.ts";
import { type Detail, stepsToText } from "../steps/text.ts";
import { type Presented, present } from "./present.ts";

/** A derivative with its derivation, which shows itself step by step. */
export interface Steps extends DerivativeSteps, Presented {
  /** As text: "full" with every part, "compact" with the whole expression after each step, "rules" with their names alone. */
  text(detail?: Detail): string;
  /** As plain data, for programs. */
  data(): StepsData;
}

export function shownSteps(steps: DerivativeSteps): Steps {
  const shown = present(
    steps,
    () => stepsToText(steps),
    () => stepsToLatex(steps),
  );
  const ways = { text: (detail?: Detail) => stepsToText(steps, detail), data: () => stepsToData(steps) };
  for (const [name, value] of Object.entries(ways)) Object.defineProperty(shown, name, { value });
  return shown as Steps;
}

export function shownVector(vector: FormulaVector): FormulaVector & Presented {
  const { entries } = vector;
  return present(
    vector,
    () => `[${entries.map((x) => toText(x)).join(", ")}]`,
    () => `\\begin{pmatrix} ${entries.map((x) => toLatex(x)).join(" \\\\ ")} \\end{pmatrix}`,
  );
}

export function shownMatrix(matrix: FormulaMatrix): FormulaMatrix & Presented {
  const { entries } = matrix;
  return present(
    matrix,
    () => `[${entries.map((row) => `[${row.map((x) => toText(x)).join(", ")}]`).join(",\n ")}]`,
    () =>
      `\\begin{pmatrix} ${entries.map((row) => row.map((x) => toLatex(x)).join(" & ")).join(" \\\\ ")} \\end{pmatrix}`,
  );
}
