/** The derivation of a derivative: what the differentiator did, recorded while it does it. */
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { symbolsOf, transform } from "../substitute.ts";
import { Context, pending } from "./context.ts";
import { carryOut } from "./derive.ts";
import { asPrinted } from "./order.ts";
import { checkVariable } from "./refuse.ts";
import type { Match, Note, Route, Rule } from "./rule.ts";
import { type TidyOptions, type TidyStep, tidiedWithSteps } from "./tidy.ts";
import { otherRoutes } from "./rules/table.ts";

/** One rule applied, with the steps for what it left open. */
export interface Derivation {
  /** Its name in textbooks. */
  readonly rule: string;
  /** The rule in LaTeX. */
  readonly pattern: string;
  /** By which it is differentiated. */
  readonly variable: Expression;
  /** What the letters of the pattern stand for. */
  readonly bindings: Readonly<Record<string, Expression>>;
  /** d/dx of the part. */
  readonly before: Expression;
  /** After the rule: derivatives of smaller parts still stand in it. */
  readonly after: Expression;
  /** With those carried out. */
  readonly result: Expression;
  /** Derivatives of outer functions by a variable of their own: f′(u) of a chain, ∂f/∂u and ∂f/∂v of a chain of several. */
  readonly outers: readonly Derivation[];
  /** One for each part that the rule left open. */
  readonly children: readonly Derivation[];
  /** Where the step holds. */
  readonly notes: readonly Note[];
  /** Why this rule was taken where others would do. */
  readonly why?: string;
  /** Other rules that would do. */
  readonly alternatives: readonly Alternative[];
}

/** Another way to the same derivative. */
export interface Alternative {
  /** Its name in textbooks. */
  readonly rule: string;
  /** How to ask for it. */
  readonly route: Route;
  /** When it is the better way. */
  readonly why: string;
  /** The derivation that way. */
  readonly derivation: () => Derivation;
}

/** The whole expression after one more step. */
export interface Line {
  /** The whole formula. */
  readonly expression: Expression;
  /** What was done to come here from the line before; the first line has none. */
  readonly step?: Derivation;
  /** The name of the rule, or of a change of form. */
  readonly rule: string;
}

/** A derivative with its derivation. */
export interface DerivativeSteps {
  /** The tree of rules. */
  readonly derivation: Derivation;
  /** As the rules gave it. */
  readonly raw: Expression;
  /** In its tidy form. */
  readonly result: Expression;
  /** Changes of form after differentiating, part by part; empty where there were none. */
  readonly tidy: readonly TidyStep[];
  /** The whole expression after each step, pending derivatives in it. */
  readonly lines: () => Line[];
  /** All domain notes, each once. */
  readonly notes: () => Note[];
}

/** Settings of derivatives with steps. */
export interface StepOptions extends TidyOptions {
  /** Which way to go where there are several; by default that of the first rule that fits. */
  readonly route?: Route;
}

/** The derivative of a scalar formula with each rule that was used: the steps are recorded by the differentiator itself. */
export function deriveWithSteps(x: Expression, variable: Expression, options: StepOptions = {}): DerivativeSteps {
  return stepsFrom(record(x, checkVariable(variable), options.route), options);
}

/** A derivation with what is made of it. */
export function stepsFrom(derivation: Derivation, options: StepOptions = {}): DerivativeSteps {
  const raw = derivation.result;
  const { result, steps: tidy } = tidiedWithSteps(raw, options);
  return {
    derivation,
    raw,
    result,
    tidy,
    lines: () => linesOf(derivation, result, tidy),
    notes: () => notesOf(derivation),
  };
}

/** Runs the differentiator and writes down what it does. */
export function record(root: Expression, variable: Expression, route?: Route): Derivation {
  const context = new Context(root, variable, asPrinted, route);
  const made = new Map<Expression, Derivation>();
  carryOut(root, context, (x, rule, match, derivative) => {
    made.set(x, write(x, rule, match, derivative, context, made));
  });
  return made.get(root) as Derivation;
}

function write(
  x: Expression,
  rule: Rule,
  match: Match,
  result: Expression,
  context: Context,
  made: ReadonlyMap<Expression, Derivation>,
): Derivation {
  const { variable } = context;
  const outer = match.outer?.();
  const others = otherRoutes(x, context, rule);
  return {
    rule: rule.name,
    pattern: rule.pattern,
    variable,
    bindings: match.bindings?.() ?? {},
    before: pending(x, variable),
    after: match.inner.length === 0 ? result : match.combine(match.inner.map((part) => pending(part, variable))),
    result,
    outers: outer === undefined ? [] : [record(outer.of, outer.by)],
    children: match.inner.map((part) => made.get(part) as Derivation),
    notes: match.notes?.() ?? [],
    ...(others.length > 0 && rule.why !== undefined && { why: rule.why }),
    alternatives: others.map((other) => ({
      rule: other.name,
      route: other.route as Route,
      why: other.why ?? "",
      derivation: () => record(x, variable, other.route),
    })),
  };
}

/** The steps in the order of reading; a part that comes again is told again, without the steps below it. */
function* visits(root: Derivation): Generator<{ readonly step: Derivation; readonly again: boolean }> {
  const seen = new Set<Derivation>();
  const stack = [root];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const again = seen.has(step);
    yield { step, again };
    if (again) continue;
    seen.add(step);
    for (let at = step.children.length - 1; at >= 0; at--) stack.push(step.children[at]);
  }
}

/** All steps in the order of reading, each distinct part once. */
export function stepsOf(root: Derivation): Derivation[] {
  return [...visits(root)].filter(({ again }) => !again).map(({ step }) => step);
}

/** Nobody reads more lines: then only the first step and the result are told. */
const MOST_LINES = 500;

function linesOf(root: Derivation, tidy: Expression, changes: readonly TidyStep[]): Line[] {
  const lines: Line[] = [{ expression: root.before, rule: "" }];
  let whole = root.before;
  const steps = [...visits(root)];
  if (steps.length > MOST_LINES) {
    const { after, result, rule } = root;
    lines.push({ expression: after, step: root, rule }, { expression: result, rule: `${steps.length - 1} more steps` });
    whole = result;
    steps.length = 0;
  }
  for (const { step, again } of steps) {
    const after = again ? step.result : step.after;
    const next =
      step === root
        ? after
        : transform(whole, (part) => (part.kind === "derivative" && same(part, step.before) ? after : undefined));
    if (same(next, whole)) continue;
    whole = next;
    lines.push({ expression: whole, step, rule: step.rule });
  }
  const names = [...new Set(changes.map(({ rule }) => rule))];
  if (!same(whole, tidy)) lines.push({ expression: tidy, rule: names.join(", ") });
  return lines;
}

function notesOf(root: Derivation): Note[] {
  const found = new Map<string, Note>();
  for (const { notes } of stepsOf(root)) {
    for (const note of notes) {
      // What only numbers decide has been decided.
      if (note.condition !== undefined && symbolsOf(note.condition).length === 0) continue;
      found.set(note.condition === undefined ? note.text : String(note.condition.hash), note);
    }
  }
  return [...found.values()];
}
