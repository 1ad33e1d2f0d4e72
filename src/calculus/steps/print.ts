/** The one place where derivations ask for text and LaTeX. */
import type { Expression } from "../expression.ts";
import { toLatex } from "../print/latex.ts";
import { toText } from "../print/text.ts";

/** A formula as plain text. */
export const showFormula = (x: Expression): string => toText(x);

export const latexOf = (x: Expression): string => toLatex(x);

/** Parts beyond this make a message that nobody reads. */
const LONGEST = 400;

/** A formula in an error message. */
export const nameFormula = (x: Expression): string => (x.size > LONGEST ? `a ${x.kind} of ${x.size} parts` : toText(x));
