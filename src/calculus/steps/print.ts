/** The one place where derivations ask for text and LaTeX. */
import type { Expression } from "../expression.ts";
import { toLatex } from "../print/latex.ts";
import { toText } from "../print/text.ts";

/** A formula as plain text. */
export const showFormula = (x: Expression): string => toText(x);

export const latexOf = (x: Expression): string => toLatex(x);
