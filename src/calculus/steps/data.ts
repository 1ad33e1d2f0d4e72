/** A derivation as plain data, which JSON can hold. */
import type { Derivation, DerivativeSteps } from "../differentiate/record.ts";
import type { Note } from "../differentiate/rule.ts";
import type { Expression } from "../expression.ts";
import { latexOf, showFormula } from "./print.ts";
import { walk } from "./text.ts";

/** A formula for people and for programs. */
export interface FormulaData {
  /** As plain text. */
  readonly text: string;
  /** In LaTeX, without dollars. */
  readonly latex: string;
}

/** Where a step holds. */
export interface NoteData {
  /** A relation that must hold; absent where only words say it. */
  readonly condition?: FormulaData;
  /** In words. */
  readonly text: string;
}

/** One step; the tree is told by numbers: 1.2 stands below 1. */
export interface StepData {
  /** Its place in the tree, such as 1.2. */
  readonly number: string;
  /** How deep it stands, 0 for the first. */
  readonly depth: number;
  /** Its name in textbooks. */
  readonly rule: string;
  /** The rule in LaTeX. */
  readonly pattern: string;
  /** What the letters of the pattern stand for. */
  readonly bindings: Readonly<Record<string, FormulaData>>;
  /** d/dx of the part. */
  readonly before: FormulaData;
  /** After the rule: derivatives of smaller parts still stand in it. */
  readonly after: FormulaData;
  /** With those carried out. */
  readonly result: FormulaData;
  /** Where the step holds. */
  readonly notes: readonly NoteData[];
  /** Why this rule was taken where others would do. */
  readonly why?: string;
  /** Other rules that would do. */
  readonly alternatives: readonly { readonly rule: string; readonly route: string; readonly why: string }[];
  /** The part has had its steps before, under another number. */
  readonly again?: true;
}

/** A derivation as plain data. */
export interface StepsData {
  /** Each rule that was used, numbered. */
  readonly steps: readonly StepData[];
  /** The whole expression after each step. */
  readonly lines: readonly (FormulaData & { readonly rule: string })[];
  /** Changes of form after differentiating. */
  readonly tidy: readonly { readonly rule: string; readonly before: FormulaData; readonly after: FormulaData }[];
  /** Where the derivative holds, each once. */
  readonly notes: readonly NoteData[];
  /** As the rules gave it. */
  readonly raw: FormulaData;
  /** In its tidy form. */
  readonly result: FormulaData;
}

/** A derivation as plain objects, for JSON and for user interfaces. */
export function stepsToData(steps: DerivativeSteps): StepsData {
  return {
    steps: [...walk(steps.derivation)].map(({ step, number, depth, again }) => ({
      number,
      depth,
      ...stepData(step),
      ...(again && { again: true as const }),
    })),
    lines: steps.lines().map(({ expression, rule }) => ({ ...formulaData(expression), rule })),
    tidy: steps.tidy.map(({ rule, before, after }) => ({
      rule,
      before: formulaData(before),
      after: formulaData(after),
    })),
    notes: steps.notes().map(noteData),
    raw: formulaData(steps.raw),
    result: formulaData(steps.result),
  };
}

const formulaData = (x: Expression): FormulaData => ({ text: showFormula(x), latex: latexOf(x) });

const noteData = ({ condition, text }: Note): NoteData =>
  condition === undefined ? { text } : { condition: formulaData(condition), text };

function stepData(step: Derivation): Omit<StepData, "number" | "depth" | "again"> {
  return {
    rule: step.rule,
    pattern: step.pattern,
    bindings: Object.fromEntries(Object.entries(step.bindings).map(([name, value]) => [name, formulaData(value)])),
    before: formulaData(step.before),
    after: formulaData(step.after),
    result: formulaData(step.result),
    notes: step.notes.map(noteData),
    ...(step.why !== undefined && { why: step.why }),
    alternatives: step.alternatives.map(({ rule, route, why }) => ({ rule, route, why })),
  };
}
