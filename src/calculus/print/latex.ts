/** Formulas in plain LaTeX, as textbooks set them. */
import type { ElementwiseOp } from "../../core/elementwise.ts";
import type { Expression, Payloads } from "../expression.ts";
import { Arranger, arranger } from "./arrange.ts";
import { type Display, type DisplayKind, isChainAmong, isDisplay, type MatrixDisplay } from "./display.ts";
import { checkLength, fold, type Memo } from "./fold.ts";
import { formOf, isFunctionLetter, isSimple } from "./functions.ts";
import { nameLatex, partsOf } from "./names.ts";
import { ATOM, FRACTION, POWER, PREFIX, PRODUCT, QUOTIENT, RELATION, ROOT, SUM } from "./level.ts";

/** How formulas are written in LaTeX. */
export interface LatexOptions {
  /** Name of the main variable, whose powers descend; by default the letters s … z are variables. */
  readonly variable?: string;
  /** Derivatives that are not carried out with ∂; by default where a function has several arguments. */
  readonly partial?: boolean;
  /** Partial derivatives of unknown functions as f_{xy} or as ∂²f/∂x∂y; by default "subscript". */
  readonly partials?: "subscript" | "fraction";
}

/** A part that is written. */
interface Piece {
  readonly text: string;
  readonly level: number;
  /** Higher than a line. */
  readonly tall?: boolean;
  /** For functions without parentheses: the same with them. */
  readonly closed?: string;
  /** Not fit for an exponent. */
  readonly awkward?: boolean;
  /** How it stands in an exponent, where that differs. */
  readonly inline?: Piece;
}

/** A formula as LaTeX: plain, without macros of its own, for KaTeX, MathJax and TeX. */
export function toLatex(x: Expression, options?: LatexOptions): string {
  return (options === undefined ? plain : new Writer(options)).write(x).text;
}

const KEPT: Memo<Display, Piece> = {
  get: (x) => x.latex as Piece | undefined,
  set: (x, piece) => {
    x.latex = piece;
  },
};

/** Writes each part once. */
class Writer {
  readonly options: LatexOptions;
  readonly arranger: Arranger;
  private readonly pieces: Memo<Display, Piece>;
  private readonly line: Context = { of: (part) => this.of(part), inline: false, writer: this };
  private readonly exponent: Context = {
    of: (part) => this.of(part).inline ?? this.of(part),
    inline: true,
    writer: this,
  };

  constructor(options?: LatexOptions) {
    this.pieces = options === undefined ? KEPT : new Map<Display, Piece>();
    this.options = options ?? {};
    this.arranger = options?.variable === undefined ? arranger : new Arranger(options.variable);
  }

  write(x: Expression): Piece {
    return this.of(this.arranger.arrange(x));
  }

  /** What was written for a part. */
  of(x: Display): Piece {
    return fold(x, this.pieces, (part) => this.piece(part));
  }

  private piece(x: Display): Piece {
    const form = forms[x.kind];
    const piece = form(x, this.line);
    checkLength(piece.text.length, "toLatex");
    if (x.kind !== "fraction" && !x.args.some((arg) => this.of(arg).inline !== undefined)) return piece;
    return { ...piece, inline: form(x, this.exponent) };
  }
}

const plain: Writer = /*@__PURE__*/ new Writer();

/** What a form writes with: its parts, as they stand on the line or in an exponent. */
interface Context {
  readonly of: (part: Display) => Piece;
  readonly inline: boolean;
  readonly writer: Writer;
}

function parentheses({ text, tall }: Piece): string {
  return tall === true ? `\\left(${text}\\right)` : `(${text})`;
}

const wrap = (piece: Piece, level: number): string => (piece.level >= level ? piece.text : parentheses(piece));

const traits = (parts: readonly Piece[]): Pick<Piece, "tall" | "awkward"> => ({
  tall: parts.some(({ tall }) => tall === true),
  awkward: parts.some(({ awkward }) => awkward === true),
});

/** Joins what stands side by side; a command needs a space before a letter. */
function beside(left: string, right: string): string {
  return right.startsWith("\\") || /\\[A-Za-z]+$/.test(left.slice(-24)) ? `${left} ${right}` : left + right;
}

const atom = (text: string): Piece => ({ text, level: ATOM });
const CONSTANTS: Readonly<Record<Payloads["constant"], string>> = { e: "e", pi: "\\pi", i: "i", infinity: "\\infty" };
const RELATIONS: Readonly<Record<Payloads["relation"], string>> = {
  "=": "=",
  "≠": "\\ne",
  "<": "<",
  "≤": "\\le",
  ">": ">",
  "≥": "\\ge",
};

const forms: Readonly<Record<DisplayKind, (x: Display, context: Context) => Piece>> = {
  integer: ({ payload }) => atom(String(payload)),
  decimal: ({ payload }) => decimal(payload as number),
  symbol: ({ payload }) => {
    const { name, assumptions } = payload as Payloads["symbol"];
    return atom(nameLatex(name, assumptions.dimensions));
  },
  constant: ({ payload }) => atom(CONSTANTS[payload as Payloads["constant"]]),
  negative: ({ args: [x] }, { of }) => ({ ...traits([of(x)]), text: `-${wrap(of(x), QUOTIENT)}`, level: SUM }),
  sum: (x, context) => sum(x.args, context),
  product: (x, context) => product(x.args, context),
  fraction: (x, context) => fraction(x, context),
  power: (x, context) => power(x, context),
  root: ({ payload, args: [x] }, { of }) => ({
    ...traits([of(x)]),
    text: `\\sqrt${payload === 2n ? "" : `[${payload}]`}{${of(x).text}}`,
    level: ROOT,
  }),
  call: (x, context) => call(x, "", context),
  unknown: (x, context) => unknown(x, context),
  derivative: (x, context) => derivative(x, context),
  integral: ({ args: [x, variable, from, to] }, { of }) => {
    const bounds = from === undefined ? "" : `_{${of(from).text}}^{${of(to).text}}`;
    const text = `\\int${bounds} ${wrap(of(x), PRODUCT)} \\, d${of(variable).text}`;
    return { text, level: FRACTION, tall: true, awkward: true };
  },
  series: ({ args: [x, index, from, to] }, { of }) => ({
    text: `\\sum_{${of(index).text}=${of(from).text}}^{${of(to).text}} ${wrap(of(x), PRODUCT)}`,
    level: PREFIX,
    tall: true,
    awkward: true,
  }),
  piecewise: (x, context) => piecewise(x.args, context),
  relation: ({ payload, args: [a, b] }, { of }) => ({
    ...traits([of(a), of(b)]),
    text: `${wrap(of(a), SUM)} ${RELATIONS[payload as Payloads["relation"]]} ${wrap(of(b), SUM)}`,
    level: RELATION,
  }),
  matrix: (x, context) => matrix(x, context),
};

function decimal(value: number): Piece {
  const [digits, exponent] = String(value).split("e");
  if (exponent === undefined) return atom(digits);
  return { text: `${digits} \\cdot 10^{${Number(exponent)}}`, level: PRODUCT };
}

function sum(terms: readonly Display[], { of }: Context): Piece {
  let text = "";
  for (const term of terms) {
    const minus = isDisplay(term, "negative");
    const written = wrap(of(minus ? term.args[0] : term), QUOTIENT);
    text += text === "" ? (minus ? "-" : "") : minus ? " - " : " + ";
    text += written;
  }
  return { ...traits(terms.map(of)), text, level: SUM };
}

/** A factor that starts with a digit needs a sign between it and what stands before. */
const startsWithDigit = (x: Display): boolean =>
  x.kind === "integer" || x.kind === "decimal" || (x.kind === "power" && startsWithDigit(x.args[0]));

/** 2 · 3ˣ, sin u · d/dx[u], u · (x + 1). */
function needsSign(left: Display, right: Display, written: string): boolean {
  if (startsWithDigit(right)) return true;
  if (right.kind === "derivative") return ["call", "unknown", "power", "derivative"].includes(left.kind);
  return isFunctionLetter(left) && /^(?:\\left)?\(/.test(written);
}

function product(factors: readonly Display[], { of, inline }: Context): Piece {
  let text = "";
  factors.forEach((factor, at) => {
    const piece = of(factor);
    const next: Display | undefined = factors[at + 1];
    let written = wrap(piece, isChainAmong(factor, factors) ? ATOM : PRODUCT);
    // sin x before anything but another function: where does its argument end? A series reaches over functions, too.
    if (piece.level === PREFIX && next !== undefined && (factor.kind === "series" || of(next).level !== PREFIX)) {
      written = piece.closed ?? parentheses(piece);
    }
    if (at === 0) text = written;
    else if (needsSign(factors[at - 1], factor, written)) {
      text += ` \\cdot ${written}`;
    } else text = beside(text, written);
  });
  const piece = { ...traits(factors.map(of)), text, level: PRODUCT };
  return inline && factors.some(({ kind }) => kind === "fraction") ? { ...piece, awkward: true } : piece;
}

function fraction({ args: [top, bottom] }: Display, { of, inline }: Context): Piece {
  const [above, below] = [of(top), of(bottom)];
  if (!inline) return { text: `\\frac{${above.text}}{${below.text}}`, level: FRACTION, tall: true };
  const written = above.level === PREFIX ? (above.closed ?? parentheses(above)) : wrap(above, PRODUCT);
  const awkward = below.level < POWER || above.awkward === true || below.awkward === true;
  return { text: `${written}/${wrap(below, POWER)}`, level: QUOTIENT, awkward };
}

function power({ args: [base, exponent], isScalar }: Display, context: Context): Piece {
  const { of } = context;
  const above = of(exponent).inline ?? of(exponent);
  const isE = base.kind === "constant" && base.payload === "e";
  if (isE && (above.awkward === true || !exponent.isScalar)) {
    return { text: `\\exp${parentheses(of(exponent))}`, level: ATOM, awkward: above.awkward };
  }
  if (isDisplay(base, "call") && (exponent.kind === "integer" || exponent.kind === "symbol")) {
    if (formOf(base.payload).bare === "always") return call(base, `^{${above.text}}`, context);
  }
  const below = of(base);
  const written = wrap(below.closed === undefined ? below : { ...below, level: PREFIX }, ATOM);
  const elementwise = isScalar || !exponent.isScalar ? "" : "\\odot ";
  return { ...traits([below]), text: `${written}^{${elementwise}${above.text}}`, level: POWER };
}

/** @param raised - a power that stands at the name */
function call(x: Display, raised: string, { of, inline }: Context): Piece {
  const { latex, bare, delimiters } = formOf(x.payload as ElementwiseOp);
  const parts = x.args.map(of);
  const list = parts.map(({ text }) => text).join(", ");
  if (delimiters !== undefined) return { ...traits(parts), text: delimiters.join(list), level: ATOM };
  const text = `${latex}${raised}${parentheses({ ...traits(parts), text: list, level: RELATION })}`;
  const [argument] = x.args;
  if (bare === undefined)
    return {
      ...traits(parts),
      text,
      level: latex.includes("\\ln") ? PREFIX : ATOM,
      closed: latex.includes("\\ln") ? text : undefined,
    };
  const open = !isSimple(argument) || (inline && argument.kind === "fraction");
  return { ...traits(parts), text: open ? text : `${latex}${raised} ${list}`, level: PREFIX, closed: text };
}

const PRIMES = ["", "'", "''", "'''"];

/** f'(x), f^{(4)}(x), f_{xy}(x, y). */
function unknown({ payload, args }: Display, { of, writer }: Context): Piece {
  const { name, orders } = payload as Payloads["unknown"];
  const parts = args.map(of);
  const list =
    args.length === 0
      ? ""
      : parentheses({ ...traits(parts), text: parts.map(({ text }) => text).join(", "), level: RELATION });
  const total = orders.reduce((all, order) => all + order, 0);
  const written = nameLatex(name);
  const piece = (text: string): Piece => ({ ...traits(parts), text: text + list, level: ATOM });
  if (args.length < 2) return piece(written + (PRIMES[total] ?? `^{(${total})}`));
  if (total === 0) return piece(written);
  const variables = args.map((arg, at) => (arg.kind === "symbol" ? of(arg).text : String(at + 1)));
  if (writer.options.partials === "fraction") {
    const steps = variables.map((variable, at) => ({ variable, order: orders[at] }));
    return { ...piece(quotient("\\partial", steps, written)), tall: true };
  }
  const below = variables.flatMap((variable, at) => Array<string>(orders[at]).fill(variable)).reduce(beside);
  const [letter, own] = partsOf(name);
  return piece(own === "" ? `${written}_{${below}}` : `${nameLatex(letter)}_{${own},${below}}`);
}

interface Step {
  readonly variable: string;
  readonly order: number;
}

/** \frac{\partial^{2} f}{\partial x\,\partial y}, \frac{d^{2}y}{dx^{2}}, \frac{d}{dx}. @param of - what is differentiated; may be empty */
export function quotient(sign: "d" | "\\partial", steps: readonly Step[], of = ""): string {
  const total = steps.reduce((all, { order }) => all + order, 0);
  const raised = (order: number): string => (order === 1 ? "" : `^{${order}}`);
  const gap = sign === "d" || of === "" ? "" : " ";
  const above = beside(`${sign}${raised(total)}${gap}`.trimEnd(), of === "" ? "" : gap + of).replace("  ", " ");
  const below = steps
    .filter(({ order }) => order > 0)
    .map(({ variable, order }) => `${beside(sign, variable)}${raised(order)}`)
    .join("\\,");
  return `\\frac{${above.trimEnd()}}{${below}}`;
}

/** \frac{dy}{dx}, \frac{d}{dx} f(x), \frac{d}{dx}\left[…\right]. */
function derivative({ args: [x, ...by] }: Display, { of, writer }: Context): Piece {
  const steps: { variable: string; order: number }[] = [];
  for (const each of by) {
    const { text } = of(each);
    if (steps.at(-1)?.variable === text) (steps.at(-1) as { order: number }).order++;
    else steps.push({ variable: text, order: 1 });
  }
  const several = steps.length > 1 || (x.kind === "unknown" && x.args.length > 1);
  const sign = (writer.options.partial ?? several) ? "\\partial" : "d";
  const piece = (text: string): Piece => ({ text, level: FRACTION, tall: true, awkward: true });
  if (x.kind === "symbol" && of(x).text !== steps[0].variable) return piece(quotient(sign, steps, of(x).text));
  if (x.kind === "unknown") return piece(`${quotient(sign, steps)} ${of(x).text}`);
  return piece(`${quotient(sign, steps)}\\left[${of(x).text}\\right]`);
}

function piecewise(args: readonly Display[], { of }: Context): Piece {
  const rows: string[] = [];
  for (let at = 0; at + 1 < args.length; at += 2)
    rows.push(`${of(args[at]).text} & \\text{if } ${of(args[at + 1]).text}`);
  rows.push(`${of(args[args.length - 1]).text} & \\text{otherwise}`);
  return { text: `\\begin{cases} ${rows.join(" \\\\ ")} \\end{cases}`, level: SUM, tall: true, awkward: true };
}

function matrix({ payload, args }: Display, { of, writer }: Context): Piece {
  const { head, of: parts } = payload as MatrixDisplay;
  const pieces = args.map(of);
  if (head.notation === undefined) {
    if (args.length === 0) return atom(head.name === "zero" ? "\\mathbf{0}" : `\\operatorname{${head.name}}`);
    const list = { ...traits(pieces), text: pieces.map(({ text }) => text).join(", "), level: RELATION };
    return { ...traits(pieces), text: `\\operatorname{${head.name}}${parentheses(list)}`, level: ATOM };
  }
  const { latex, precedence } = head.notation(parts, (part, level) => wrap(of(writer.arranger.arrange(part)), level));
  return { ...traits(pieces), text: latex, level: precedence };
}
