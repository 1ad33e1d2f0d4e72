/** How derivations and lists of formulas show themselves. */
import type { FormulaMatrix, FormulaVector } from "../differentiate/operators.ts";
import type { Derivation, DerivativeSteps, Line } from "../differentiate/record.ts";
import type { Note } from "../differentiate/rule.ts";
import type { Expression } from "../expression.ts";
import type { MatrixDerivation, MatrixStep } from "../matrix/derivation.ts";
import { toLatex } from "../print/latex.ts";
import { toText } from "../print/text.ts";
import { type StepsData, stepsToData } from "../steps/data.ts";
import { stepsToLatex } from "../steps/latex.ts";
import { type Detail, stepsToText } from "../steps/text.ts";
import { type Presented, present } from "./present.ts";

/** A derivative with its derivation, which shows itself step by step. */
export interface Steps extends Presented {
  /** The derivative in its tidy form. */
  readonly result: Expression;
  /** As text: "full" with every part, "compact" with the whole expression after each step, "rules" with their names alone. */
  text(detail?: Detail): string;
  /** As plain data, for programs. */
  data(): StepsData | readonly MatrixStep[];
  /** The whole expression after each step, with the rule that led there. */
  lines(): readonly Pick<Line, "expression" | "rule">[];
  /** Where the derivative holds, each once. */
  notes(): readonly Note[];
  /** The tree of the steps; undefined for derivatives by a vector or matrix. */
  readonly derivation?: Derivation;
}

/** A derivative by a scalar, with the tree of its steps. */
export interface ScalarSteps extends Steps, DerivativeSteps {
  /** The derivative in its tidy form. */
  readonly result: Expression;
  /** As plain data, for programs. */
  data(): StepsData;
  /** The whole expression after each step, with the rule that led there. */
  lines(): Line[];
  /** Where the derivative holds, each once. */
  notes(): Note[];
  /** The tree of the steps. */
  readonly derivation: Derivation;
}

/** A derivative by a vector or matrix, as differentials. */
export interface MatrixSteps extends Steps, MatrixDerivation {
  /** As plain data, for programs. */
  data(): readonly MatrixStep[];
}

export function shownSteps(steps: DerivativeSteps): ScalarSteps {
  return withWays(
    steps,
    (detail) => stepsToText(steps, detail),
    () => stepsToLatex(steps),
    () => stepsToData(steps),
  );
}

export function shownDifferentials(found: MatrixDerivation): MatrixSteps {
  const lines = ({ rule, text }: MatrixStep, detail?: Detail): string =>
    detail === "rules" ? rule : `${text}   (${rule})`;
  return withWays(
    {
      ...found,
      result: found.value,
      lines: () => found.steps.map(({ after, rule }) => ({ expression: after, rule })),
      notes: () => [],
    },
    (detail) => found.steps.map((step) => lines(step, detail)).join("\n"),
    () => `\\begin{aligned} ${found.steps.map(({ latex }) => latex).join(" \\\\ ")} \\end{aligned}`,
    () => found.steps,
  );
}

function withWays<T extends object, D>(
  steps: T,
  text: (detail?: Detail) => string,
  latex: () => string,
  data: () => D,
): T & Presented & { text(detail?: Detail): string; data(): D } {
  const shown = present(steps, () => text(), latex);
  for (const [name, value] of Object.entries({ text, data })) Object.defineProperty(shown, name, { value });
  return shown as T & Presented & { text(detail?: Detail): string; data(): D };
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
