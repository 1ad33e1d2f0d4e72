/** Formulas as plain text, as one types them, which the text parser reads again. */
import type { ElementwiseOp } from "../../core/elementwise.ts";
import type { Expression, Payloads } from "../expression.ts";
import { Arranger, arranger } from "./arrange.ts";
import { type Display, type DisplayKind, isChainAmong, isDisplay, type MatrixDisplay } from "./display.ts";
import { checkLength, fold, type Memo } from "./fold.ts";
import { formOf, isFunctionLetter } from "./functions.ts";
import { ATOM, POWER, PRODUCT, QUOTIENT, RELATION, SUM } from "./level.ts";
import { nameText } from "./names.ts";

/** How formulas are written as text. */
export interface TextOptions {
  /** Letters and signs beyond ASCII: x², √x, −, ·, π; by default not. */
  readonly unicode?: boolean;
  /** Name of the main variable, whose powers descend; by default the letters s … z are variables. */
  readonly variable?: string;
}

interface Piece {
  readonly text: string;
  readonly level: number;
}

/** A formula as plain text in textbook order, which {@link parseText} reads again. */
export function toText(x: Expression, options: TextOptions = {}): string {
  const { unicode = false, variable } = options;
  const writer = variable !== undefined ? new Writer(unicode, new Arranger(variable)) : unicode ? pretty : ascii;
  return writer.of(writer.arranger.arrange(x)).text;
}

const kept = (field: "text" | "unicode"): Memo<Display, Piece> => ({
  get: (x) => x[field] as Piece | undefined,
  set: (x, piece) => {
    x[field] = piece;
  },
});

class Writer {
  readonly unicode: boolean;
  readonly arranger: Arranger;
  private readonly pieces: Memo<Display, Piece>;

  constructor(unicode: boolean, by: Arranger) {
    this.unicode = unicode;
    this.arranger = by;
    this.pieces = by !== arranger ? new Map<Display, Piece>() : kept(unicode ? "unicode" : "text");
  }

  of(x: Display): Piece {
    return fold(x, this.pieces, (part) => {
      const piece = forms[part.kind](part, this);
      checkLength(piece.text.length, "toText");
      return piece;
    });
  }

  wrap(x: Display, level: number): string {
    const piece = this.of(x);
    return piece.level >= level ? piece.text : `(${piece.text})`;
  }

  list(args: readonly Display[]): string {
    return args.map((arg) => this.of(arg).text).join(", ");
  }

  /** One of two spellings. */
  pick(plain: string, unicode: string): string {
    return this.unicode ? unicode : plain;
  }
}

const ascii: Writer = /*@__PURE__*/ new Writer(false, arranger);
const pretty: Writer = /*@__PURE__*/ new Writer(true, arranger);

const atom = (text: string): Piece => ({ text, level: ATOM });

const CONSTANTS: Readonly<Record<Payloads["constant"], string>> = { e: "e", pi: "π", i: "i", infinity: "∞" };
const RELATIONS: Readonly<Partial<Record<Payloads["relation"], string>>> = { "≠": "!=", "≤": "<=", "≥": ">=" };

const forms: Readonly<Record<DisplayKind, (x: Display, writer: Writer) => Piece>> = {
  integer: ({ payload }) => atom(String(payload)),
  decimal: ({ payload }) => atom(String(payload)),
  symbol: ({ payload }, { unicode }) => atom(nameText((payload as Payloads["symbol"]).name, unicode)),
  constant: ({ payload }, { unicode }) =>
    atom(unicode ? CONSTANTS[payload as Payloads["constant"]] : (payload as string)),
  negative: ({ args: [x] }, writer) => ({ text: writer.pick("-", "−") + writer.wrap(x, QUOTIENT), level: SUM }),
  sum: (x, writer) => sum(x.args, writer),
  product: (x, writer) => product(x.args, writer),
  fraction: ({ args: [top, bottom] }, writer) => ({
    text: `${writer.wrap(top, top.kind === "derivative" ? ATOM : PRODUCT)}/${writer.wrap(bottom, POWER)}`,
    level: QUOTIENT,
  }),
  power: (x, writer) => power(x, writer),
  root: ({ payload, args: [x] }, writer) => {
    const { level, text } = writer.of(x);
    const sign = payload === 2n ? "√" : payload === 3n ? "∛" : undefined;
    if (writer.unicode && sign !== undefined) return atom(sign + (level >= ATOM ? text : `(${text})`));
    return payload === 2n ? atom(`sqrt(${text})`) : { text: `${writer.wrap(x, ATOM)}^(1/${payload})`, level: POWER };
  },
  call: (x, writer) => {
    const { text, delimiters } = formOf(x.payload as ElementwiseOp);
    const list = writer.list(x.args);
    // Where bars open and close could not be told inside of bars.
    if (text === "abs" && delimiters !== undefined && !list.includes("|")) return atom(`|${list}|`);
    return atom(`${text}(${list})`);
  },
  unknown: (x, writer) => unknown(x, writer),
  derivative: (x, writer) => derivative(x, writer),
  integral: ({ args: [x, variable, from, to] }, writer) => {
    if (!writer.unicode)
      return atom(`integral(${writer.list(from === undefined ? [x, variable] : [x, variable, from, to])})`);
    const bound = (at: Display): string => (at.args.length === 0 ? writer.of(at).text : `{${writer.of(at).text}}`);
    const bounds = from === undefined ? "" : `_${bound(from)}^${bound(to)}`;
    return { text: `∫${bounds} ${writer.wrap(x, QUOTIENT)} d${writer.of(variable).text}`, level: QUOTIENT };
  },
  series: ({ args }, writer) => atom(`sum(${writer.list(args)})`),
  piecewise: ({ args }, writer) => {
    const rows: string[] = [];
    for (let at = 0; at + 1 < args.length; at += 2) {
      rows.push(`${writer.of(args[at]).text} if ${writer.of(args[at + 1]).text}`);
    }
    return atom(`{${rows.join(", ")}, ${writer.of(args[args.length - 1]).text} otherwise}`);
  },
  relation: ({ payload, args: [a, b] }, writer) => {
    const sign = payload as Payloads["relation"];
    const written = writer.pick(RELATIONS[sign] ?? sign, sign);
    return { text: `${writer.wrap(a, SUM)} ${written} ${writer.wrap(b, SUM)}`, level: RELATION };
  },
  matrix: ({ payload, args }, writer) => {
    const { head, of } = payload as MatrixDisplay;
    if (head.notation === undefined)
      return atom(args.length === 0 && head.name === "zero" ? "0" : `${head.name}(${writer.list(args)})`);
    const { text, precedence } = head.notation(of, (part, level) => writer.wrap(writer.arranger.arrange(part), level));
    return { text, level: precedence };
  },
};

function sum(terms: readonly Display[], writer: Writer): Piece {
  let text = "";
  for (const term of terms) {
    const minus = isDisplay(term, "negative");
    const written = writer.wrap(minus ? term.args[0] : term, minus ? QUOTIENT : SUM);
    const sign = minus ? writer.pick("-", "−") : "+";
    text += text === "" ? (minus ? sign + written : written) : ` ${sign} ${written}`;
  }
  return { text, level: SUM };
}

function product(factors: readonly Display[], writer: Writer): Piece {
  let text = "";
  factors.forEach((factor, at) => {
    // What a derivative is of would reach over the factors after it.
    const reaches = (factor.kind === "derivative" && at + 1 < factors.length) || isChainAmong(factor, factors);
    const written = writer.wrap(factor, reaches ? ATOM : PRODUCT);
    if (at === 0) text = written;
    else text += between(factors[at - 1], factor, written, writer) + written;
  });
  return { text, level: PRODUCT };
}

/** A sign of multiplication, a space or nothing. */
function between(left: Display, factor: Display, right: string, writer: Writer): string {
  if (/^[\d.]/.test(right)) return writer.pick("*", "·");
  const opens = right.startsWith("(");
  if (left.kind === "integer" && factor.kind !== "derivative")
    return opens || /^(?:\p{L}(?!\p{L})|[√∛])/u.test(right) ? "" : " ";
  return opens && isFunctionLetter(left.kind === "root" ? left.args[0] : left) ? writer.pick("*", "·") : " ";
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (value: number | bigint): string =>
  [...String(value)].map((digit) => RAISED[Number(digit)]).join("");

function power({ args: [base, exponent], isScalar }: Display, writer: Writer): Piece {
  const below = writer.wrap(base, ATOM);
  const piece = (text: string): Piece => ({ text: below + text, level: POWER });
  // Of each element, which a plain exponent would not say.
  if (!isScalar && exponent.isScalar) return piece(`^⊙${writer.wrap(exponent, ATOM)}`);
  if (writer.unicode && exponent.kind === "integer") {
    return piece(superscript(exponent.payload as bigint));
  }
  return piece(`^${writer.wrap(exponent, ATOM)}`);
}

/** f'(x), f^(4)(x), f_xy(x, y). */
function unknown({ payload, args }: Display, writer: Writer): Piece {
  const { name, orders } = payload as Payloads["unknown"];
  const written = nameText(name, writer.unicode);
  const list = args.length === 0 ? "" : `(${writer.list(args)})`;
  const total = orders.reduce((all, order) => all + order, 0);
  if (args.length < 2) return atom(written + (total <= 3 ? "'".repeat(total) : `^(${total})`) + list);
  if (total === 0) return atom(written + list);
  const variables = args.map((arg, at) => (arg.kind === "symbol" ? writer.of(arg).text : String(at + 1)));
  const below = variables.flatMap((variable, at) => Array<string>(orders[at]).fill(variable)).join("");
  return atom(`${written}_${below.length > 1 ? `{${below}}` : below}${list}`);
}

/** dy/dx, d/dx f(x), d^2/dx^2 [x^2], d^2/dx dy [x y]. */
function derivative({ args: [x, ...by] }: Display, writer: Writer): Piece {
  const steps: { variable: string; order: number }[] = [];
  for (const each of by) {
    const variable = writer.of(each).text;
    const last = steps.at(-1);
    if (last?.variable === variable) last.order++;
    else steps.push({ variable, order: 1 });
  }
  const several = steps.length > 1 || (x.kind === "unknown" && x.args.length > 1);
  const sign = several ? writer.pick("d", "∂") : "d";
  const raised = (order: number): string => (order === 1 ? "" : writer.unicode ? superscript(order) : `^${order}`);
  const below = steps.map(({ variable, order }) => `${sign}${variable}${raised(order)}`).join(writer.pick(" ", ""));
  const { text } = writer.of(x);
  const piece = (of: string, after: string): Piece => ({
    text: `${sign}${raised(by.length)}${of}/${below}${after}`,
    level: PRODUCT,
  });
  if (x.kind === "symbol" && text !== steps[0].variable) return piece(text, "");
  return piece("", x.kind === "unknown" ? ` ${text}` : ` [${text}]`);
}
