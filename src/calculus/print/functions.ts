/** How functions are written: what stands around an argument, which functions need no parentheses. */
import type { ElementwiseOp } from "../../core/elementwise.ts";
import { factsOf } from "../functions.ts";
import type { Display } from "./display.ts";

export interface FunctionForm {
  readonly text: string;
  readonly latex: string;
  /** Stands before simple arguments without parentheses, and takes a whole power upon itself: \sin^{2} x. */
  readonly bare?: "always" | "without powers";
  /** What stands around the argument instead of a name. */
  readonly delimiters?: readonly [open: string, close: string];
}

const TRIGONOMETRIC: ReadonlySet<string> = /*@__PURE__*/ (() =>
  new Set("sin cos tan arcsin arccos arctan sinh cosh tanh arsinh arcosh artanh".split(" ")))();

const DELIMITERS: Readonly<Record<string, readonly [string, string]>> = {
  abs: ["\\left| ", " \\right|"],
  floor: ["\\left\\lfloor ", " \\right\\rfloor"],
  ceil: ["\\left\\lceil ", " \\right\\rceil"],
};

export function formOf(op: ElementwiseOp): FunctionForm {
  const facts = factsOf(op);
  const text = facts?.name ?? op.name;
  const latex = facts?.latex ?? `\\operatorname{${text.replaceAll("_", "\\_")}}`;
  const delimiters = facts === undefined ? undefined : DELIMITERS[facts.name];
  const bare = TRIGONOMETRIC.has(text) ? "always" : text === "ln" ? "without powers" : undefined;
  return { text, latex, bare, delimiters };
}

/** Arguments that need no parentheses after sin: x, 2x, ωt, π/4, √x, |x|. */
export function isSimple(x: Display): boolean {
  switch (x.kind) {
    case "integer":
    case "decimal":
    case "constant":
      return true;
    case "symbol":
      return x.isScalar;
    case "product":
      return x.args.length <= 3 && x.args.every((factor) => isSimple(factor) && factor.args.length === 0);
    case "fraction":
      return x.args.every((part) => isSimple(part) && part.kind !== "fraction" && part.kind !== "root");
    case "root":
      return x.payload === 2n;
    case "call":
      return formOf(x.payload as ElementwiseOp).delimiters !== undefined;
    default:
      return false;
  }
}

/** Letters that before a parenthesis are read as functions: u(x + 1). Factors of these names need a sign there. */
const FUNCTION_LETTERS: ReadonlySet<string> = /*@__PURE__*/ new Set("fghFGHuv");

/** Whether x ends in such a letter, or is a power of one: f²(x + 1) is the square of f(x + 1). */
export function isFunctionLetter(x: Display): boolean {
  if (x.kind === "power") return x.args.some(isFunctionLetter);
  return x.kind === "symbol" && FUNCTION_LETTERS.has((x.payload as { readonly name: string }).name);
}
