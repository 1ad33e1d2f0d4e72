/** Formulas from text, from LaTeX and from templates. */
import { fail } from "../../base/errors.ts";
import { Expression } from "../expression.ts";
import { number } from "../leaves.ts";
import { symbolsOf } from "../substitute.ts";
import { Parser } from "./parser.ts";
import { postfix } from "./postfix.ts";
import { primary } from "./primary.ts";
import { nameOf, type ParseOptions, Scope } from "./scope.ts";
import { HOLE, Source } from "./source.ts";
import { tokensOfLatex } from "./tokensOfLatex.ts";
import { tokensOfText } from "./tokensOfText.ts";

/** What templates may hold: a formula, a number, or a tensor of one number. */
export type Interpolated = Expression | number | bigint | { readonly item: () => unknown };

function read(
  op: string,
  text: string,
  options: ParseOptions,
  values: readonly Expression[],
  latex: boolean,
): Expression {
  if (typeof text !== "string") {
    fail("value", { op, argument: "text", got: text, expects: "a string" });
  }
  const source = new Source(op, text);
  const scope = new Scope(op, options);
  const tokens = latex ? tokensOfLatex(source, scope, values) : tokensOfText(source, scope, values);
  return new Parser(source, scope, tokens, latex, { primary, postfix }).read();
}

/**
 * Reads a formula as people type it: `3x^2 - 4x`, `sin 2x`, `√(x² + 1)`, `d/dx(x^3)`.
 * @param text - at most 100,000 characters
 * @param options - `symbols`: names with what they stand for, such as `{ A: "matrix", lr: "positive" }`, by default letters are scalars;
 *   `functions`: unknown functions, by default none; `variable`: what y' differentiates by, default "x"; `time`: what a dot differentiates
 *   by, default "t"; `variables`: what ∇ differentiates by, by default all symbols, sorted
 * @returns the formula
 * @throws TensorError "syntax" when the text is none, with the position; "shape" when dimensions do not fit together; "value" when an
 *   option is wrong or a number is divided by 0
 * @example String(parseText("2(x + 1)^2/4")) // => '(x + 1)^2/2'
 * @see parseLatex, formula
 * @keywords parse, read, expression, string, input, sympy parse_expr
 * @source Pratt, Top down operator precedence, POPL 1973
 */
export function parseText(text: string, options: ParseOptions = {}): Expression {
  return read("parseText", text, options, [], false);
}

/**
 * Reads a formula in LaTeX, in the notations of textbooks: `\frac{d}{dx}`, `\partial_x f`, `x^\top A x`, `\begin{cases} …`.
 * @param text - at most 100,000 characters; dollar signs around it may stay
 * @param options - as for `parseText`
 * @returns the formula
 * @throws TensorError "syntax" when the text is none, with the position; "shape" when dimensions do not fit together; "value" when an
 *   option is wrong or a number is divided by 0
 * @example String(parseLatex("\\frac{x^2}{2}")) // => 'x^2/2'
 * @see parseText, formula
 * @keywords parse, TeX, read, expression, sympy parse_latex
 * @source ISO 80000-2
 */
export function parseLatex(text: string, options: ParseOptions = {}): Expression {
  return read("parseLatex", text, options, [], true);
}

/** A command of LaTeX stands in the text. */
const LATEX = /\\[A-Za-z,;!|{}\\]/;

/**
 * A formula from text or LaTeX, as a tag of templates or as a function. Text in which a backslash stands before a command is read as
 * LaTeX, all else as plain text. Templates keep backslashes as they are, and may hold numbers and formulas.
 * @param text - a string
 * @param options - as for `parseText`
 * @param strings - of a template
 * @param values - of the template: formulas, numbers or tensors of one number
 * @returns the formula
 * @throws TensorError "syntax" when the text is none, with the position; "shape" when dimensions do not fit together; "value" when a
 *   value of the template is neither a formula nor a number
 * @example
 * const f = formula`3x^2 - 4x`;
 * String(formula`${f} + ${0.5}`);  // => '3x^2 - 4x + 1/2'
 * String(formula`\frac{x}{2}`);    // => 'x/2'
 * String(formula("x sin x"));      // => 'x sin(x)'
 * @math f(x) = 3x^2 - 4x
 * @see parseText, parseLatex
 * @keywords expression, symbolic, sympify, parse, LaTeX, template, sympy
 * @source Pratt, Top down operator precedence, POPL 1973
 */
export function formula(text: string, options?: ParseOptions): Expression;
export function formula(strings: TemplateStringsArray, ...values: readonly Interpolated[]): Expression;
export function formula(text: string | TemplateStringsArray, ...rest: readonly unknown[]): Expression {
  const isTemplate = Array.isArray(text) && Array.isArray((text as Partial<TemplateStringsArray>).raw);
  if (!isTemplate) {
    const string = text as string;
    const isLatex = typeof string === "string" && LATEX.test(string);
    return read("formula", string, (rest[0] as ParseOptions | undefined) ?? {}, [], isLatex);
  }
  const values = rest.map(valueOf);
  const joined = (text as TemplateStringsArray).raw.map((part) => part.replaceAll(HOLE, "?")).join(HOLE);
  return read("formula", joined, optionsOf(values), values, LATEX.test(joined));
}

/** Symbols in interpolated formulas mean the same in the text around them. */
function optionsOf(values: readonly Expression[]): ParseOptions {
  const symbols: Record<string, Expression> = {};
  for (const value of values) {
    for (const part of symbolsOf(value)) symbols[nameOf(part)] = part;
  }
  return { symbols };
}

function valueOf(value: unknown, at: number): Expression {
  const argument = `value ${at + 1}`;
  const plain = isTensor(value) ? value.item() : value;
  if (plain instanceof Expression) return plain;
  if (typeof plain === "bigint" || (typeof plain === "number" && !Number.isNaN(plain))) return number(plain);
  return fail("value", {
    op: "formula",
    argument,
    got: value,
    expects: "a formula, a number or a tensor of one number",
  });
}

const isTensor = (value: unknown): value is { readonly item: () => unknown } =>
  typeof value === "object" &&
  value !== null &&
  !(value instanceof Expression) &&
  typeof (value as { item?: unknown }).item === "function";
