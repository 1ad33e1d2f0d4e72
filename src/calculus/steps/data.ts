/** A derivation as plain data, which JSON can hold. */
import type { Derivation, DerivativeSteps } from "../differentiate/record.ts";
import type { Note } from "../differentiate/rule.ts";
import type { Expression } from "../expression.ts";
import { latexOf, showFormula } from "./print.ts";
import { walk } from "./text.ts";

/** A formula for people and for programs. */
export interface FormulaData {
  readonly text: string;
  readonly latex: string;
}

export interface NoteData {
  readonly condition?: FormulaData;
  readonly text: string;
}

/** One step; the tree is told by numbers: 1.2 stands below 1. */
export interface StepData {
  readonly number: string;
  readonly depth: number;
  readonly rule: string;
  readonly pattern: string;
  readonly bindings: Readonly<Record<string, FormulaData>>;
  readonly before: FormulaData;
  readonly after: FormulaData;
  readonly result: FormulaData;
  readonly notes: readonly NoteData[];
  readonly why?: string;
  readonly alternatives: readonly { readonly rule: string; readonly route: string; readonly why: string }[];
  /** The part has had its steps before, under another number. */
  readonly again?: true;
}

export interface StepsData {
  readonly steps: readonly StepData[];
  readonly lines: readonly (FormulaData & { readonly rule: string })[];
  readonly tidy: readonly { readonly rule: string; readonly before: FormulaData; readonly after: FormulaData }[];
  readonly notes: readonly NoteData[];
  readonly raw: FormulaData;
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
