/** Formulas as TypeScript source: with Math, or with the functions of Nabla for tensors. */
import { fail } from "../../base/errors.ts";
import type { ElementwiseOp } from "../../core/elementwise.ts";
import type { Expression, Payloads } from "../expression.ts";
import { symbolsOf } from "../substitute.ts";
import { arranger } from "./arrange.ts";
import type { Display, DisplayKind } from "./display.ts";
import { checkLength, fold } from "./fold.ts";
import { ATOM, POWER, PRODUCT, QUOTIENT, RELATION, SUM } from "./level.ts";

/** How formulas are written in TypeScript. */
export interface TypeScriptOptions {
  /** "Math" for numbers (default), "nabla" for tensors. */
  readonly functions?: "Math" | "nabla";
}

interface Piece {
  readonly text: string;
  readonly level: number;
  /** Starts with a power, before which JavaScript allows no minus. */
  readonly raised?: boolean;
}

/** A formula as a TypeScript expression that has the same value. */
export function toTypeScript(
  x: Expression,
  names: Readonly<Record<string, string>> = {},
  { functions = "Math" }: TypeScriptOptions = {},
): string {
  const writer = new Writer(functions === "Math" ? math : nabla, identifiers(x, names));
  return writer.of(arranger.arrange(x)).text;
}

type Form = (x: Display, writer: Writer) => Piece;
/** How kinds are written; what is missing has no value. */
type Forms = Readonly<Partial<Record<DisplayKind, Form>>>;

class Writer {
  readonly names: ReadonlyMap<string, string>;
  private readonly forms: Forms;
  private readonly pieces = new Map<Display, Piece>();

  constructor(forms: Forms, names: ReadonlyMap<string, string>) {
    this.forms = forms;
    this.names = names;
  }

  of(x: Display): Piece {
    return fold(x, this.pieces, (part) => {
      const piece = (this.forms[part.kind] ?? refuseKind)(part, this);
      checkLength(piece.text.length, "toTypeScript");
      return piece;
    });
  }

  wrap(x: Display, level: number): string {
    const { text, level: own } = this.of(x);
    return own >= level ? text : `(${text})`;
  }

  texts(args: readonly Display[]): string[] {
    return args.map((arg) => this.of(arg).text);
  }
}

function refuse(what: string, fix: string): never {
  return fail("value", {
    op: "toTypeScript",
    argument: "x",
    got: what,
    expects: "a formula of symbols, numbers and functions that have a value",
    problem: `unsupported: ${what} has no counterpart in TypeScript`,
    fix,
  });
}

const refuseKind: Form = ({ kind }) => refuse(`"${kind}"`, "give the unknown parts values, or carry them out first");

// ---------------------------------------------------------------- names

const RESERVED: ReadonlySet<string> = /*@__PURE__*/ (() =>
  new Set(
    "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof let new null return super switch this throw true try typeof var void while with yield await Math Number Infinity special".split(
      " ",
    ),
  ))();

function identifiers(x: Expression, given: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Map<string, string>();
  for (const symbol of symbolsOf(x)) {
    const { name } = symbol.payload as Payloads["symbol"];
    const plain = name.replace(/[^\p{L}\p{N}_$]/gu, "_").replace(/^(?=\p{N})/u, "_");
    const made = Object.hasOwn(given, name) ? given[name] : RESERVED.has(plain) ? `${plain}_` : plain;
    const other = taken.get(made);
    if (other !== undefined && other !== name) {
      refuse(`the identifier ${made} for both "${other}" and "${name}"`, "give the symbols different names");
    }
    names.set(name, made);
    taken.set(made, name);
  }
  return names;
}

// ---------------------------------------------------------------- Math

const atom = (text: string): Piece => ({ text, level: ATOM });
const CONSTANTS: Readonly<Record<string, string>> = { e: "Math.E", pi: "Math.PI", infinity: "Infinity" };

const leaves: Forms = {
  integer: ({ payload }) => atom(String(Number(payload as bigint))),
  decimal: ({ payload }) => atom(String(payload)),
  symbol: ({ payload }, { names }) => {
    const { name } = payload as Payloads["symbol"];
    return atom(names.get(name) ?? name);
  },
  constant: ({ payload }) =>
    atom(CONSTANTS[payload as string] ?? refuse("the imaginary unit", "use evaluateComplex for complex values")),
};

const SIGNS: Readonly<Record<Payloads["relation"], readonly [math: string, nabla: string]>> = {
  "=": ["===", "equal"],
  "≠": ["!==", "notEqual"],
  "<": ["<", "less"],
  "≤": ["<=", "lessEqual"],
  ">": [">", "greater"],
  "≥": [">=", "greaterEqual"],
};

/** Functions of one argument that Math lacks, with the argument as u. */
const WRITTEN_OUT: Readonly<Record<string, string>> = {
  sigmoid: "1 / (1 + Math.exp(-u))",
  logit: "Math.log(u / (1 - u))",
  softplus: "Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)))",
  logSigmoid: "Math.min(u, 0) - Math.log1p(Math.exp(-Math.abs(u)))",
  silu: "u / (1 + Math.exp(-u))",
  relu: "Math.max(u, 0)",
};

/** A function of u, called at once: the argument is written and computed once. */
const calledWith = (body: string, argument: string, type = "number"): Piece =>
  atom(`((u: ${type}) => ${body})(${argument})`);

/** The name under which Math has the function that computes an op. */
function nameInMath(op: ElementwiseOp): string | undefined {
  const { eval: of } = op.definition;
  return Object.getOwnPropertyNames(Math).find((name) => (Math as unknown as Record<string, unknown>)[name] === of);
}

/** Odd roots of negative numbers are real, as evaluate has it. */
function isOddRoot(exponent: Display): boolean {
  if (exponent.kind !== "fraction" || !exponent.args.every(isWhole)) return false;
  return (exponent.args[1].payload as bigint) % 2n === 1n;
}

const isWhole = ({ kind }: Display): boolean => kind === "integer";

/** Whether the first thing that is written is a power. */
const startsRaised = (x: Display, writer: Writer, level: number): boolean => {
  const piece = writer.of(x);
  return piece.raised === true && piece.level >= level;
};

const minus = (x: Display, writer: Writer): string =>
  startsRaised(x, writer, QUOTIENT) ? `-(${writer.of(x).text})` : `-${writer.wrap(x, QUOTIENT)}`;

const math: Forms = {
  ...leaves,
  negative: ({ args: [x] }, writer) => ({ text: minus(x, writer), level: SUM }),
  sum: ({ args }, writer) => {
    let text = "";
    for (const term of args) {
      const isNegative = term.kind === "negative";
      if (text === "") text = isNegative ? minus(term.args[0], writer) : writer.wrap(term, QUOTIENT);
      else text += (isNegative ? " - " : " + ") + writer.wrap(isNegative ? term.args[0] : term, QUOTIENT);
    }
    return { text, level: SUM };
  },
  product: ({ args }, writer) => ({
    text: args.map((arg) => writer.wrap(arg, PRODUCT)).join(" * "),
    level: PRODUCT,
    raised: startsRaised(args[0], writer, PRODUCT),
  }),
  fraction: ({ args: [top, bottom] }, writer) => ({
    text: `${writer.wrap(top, PRODUCT)} / ${writer.wrap(bottom, POWER)}`,
    level: QUOTIENT,
    raised: startsRaised(top, writer, PRODUCT),
  }),
  power: ({ args: [base, exponent] }, writer) => {
    const above = writer.of(exponent).text;
    if (base.kind === "constant" && base.payload === "e") return atom(`Math.exp(${above})`);
    if (isOddRoot(exponent)) {
      const even = (exponent.args[0].payload as bigint) % 2n === 0n;
      const below = writer.of(base).text;
      if (even) return { text: `Math.abs(${below}) ** (${above})`, level: POWER, raised: true };
      return calledWith(`Math.sign(u) * Math.abs(u) ** (${above})`, below);
    }
    return { text: `${writer.wrap(base, ATOM)} ** ${writer.wrap(exponent, ATOM)}`, level: POWER, raised: true };
  },
  root: ({ payload, args: [x] }, writer) => {
    const inner = writer.of(x).text;
    if (payload === 2n || payload === 3n) return atom(`Math.${payload === 2n ? "sqrt" : "cbrt"}(${inner})`);
    if ((payload as bigint) % 2n === 0n)
      return { text: `${writer.wrap(x, ATOM)} ** (1 / ${payload})`, level: POWER, raised: true };
    return calledWith(`Math.sign(u) * Math.abs(u) ** (1 / ${payload})`, inner);
  },
  call: ({ payload, args }, writer) => {
    const op = payload as ElementwiseOp;
    const list = writer.texts(args).join(", ");
    const name = nameInMath(op);
    if (name !== undefined) return atom(`Math.${name}(${list})`);
    const body = WRITTEN_OUT[op.name];
    if (body !== undefined) return calledWith(body, list);
    return refuse(`the function ${op.name} of numbers`, 'write it with the functions of Nabla: { functions: "nabla" }');
  },
  piecewise: ({ args }, writer) => {
    let text = writer.wrap(args[args.length - 1], SUM);
    for (let at = args.length - 3; at >= 0; at -= 2) {
      const condition = args[at + 1];
      const written =
        condition.kind === "relation" ? comparison(condition, writer) : `${writer.wrap(condition, SUM)} !== 0`;
      text = `${written} ? ${writer.wrap(args[at], SUM)} : ${text}`;
    }
    return { text, level: RELATION };
  },
  relation: (x, writer) => atom(`Number(${comparison(x, writer)})`),
};

function comparison({ payload, args: [a, b] }: Display, writer: Writer): string {
  return `${writer.wrap(a, SUM)} ${SIGNS[payload as Payloads["relation"]][0]} ${writer.wrap(b, SUM)}`;
}

// ---------------------------------------------------------------- Nabla

/** Functions that `special` holds. */
const SPECIAL: ReadonlySet<string> = /*@__PURE__*/ (() =>
  new Set("erf erfc erfinv erfcinv gamma lgamma digamma trigamma ndtr ndtri logNdtr".split(" ")))();

const called = (name: string, ...args: readonly string[]): Piece => atom(`${name}(${args.join(", ")})`);

const nabla: Forms = {
  ...leaves,
  negative: ({ args: [x] }, writer) => {
    const { text } = writer.of(x);
    return isWhole(x) || x.kind === "decimal" ? { text: `-${text}`, level: SUM } : called("neg", text);
  },
  sum: ({ args }, writer) =>
    atom(
      args
        .map((term) => ({ minus: term.kind === "negative", term }))
        .reduce((text, { minus, term }) => {
          if (text === "") return writer.of(term).text;
          return minus ? `sub(${text}, ${writer.of(term.args[0]).text})` : `add(${text}, ${writer.of(term).text})`;
        }, ""),
    ),
  product: ({ args }, writer) => atom(writer.texts(args).reduce((text, arg) => `mul(${text}, ${arg})`)),
  fraction: ({ args: [top, bottom] }, writer) => {
    const [above, below] = writer.texts([top, bottom]);
    return isWhole(top) && isWhole(bottom)
      ? { text: `${above} / ${below}`, level: QUOTIENT }
      : called("div", above, below);
  },
  power: ({ args: [base, exponent] }, writer) => {
    const [below, above] = writer.texts([base, exponent]);
    if (base.kind === "constant" && base.payload === "e") return called("exp", above);
    if (isOddRoot(exponent)) {
      if ((exponent.args[0].payload as bigint) % 2n === 0n) return called("pow", `abs(${below})`, above);
      return calledWith(`mul(sign(u), pow(abs(u), ${above}))`, below, "TensorLike");
    }
    return isWhole(exponent) && exponent.payload === 2n ? called("square", below) : called("pow", below, above);
  },
  root: ({ payload, args: [x] }, writer) => {
    const { text } = writer.of(x);
    if (payload === 2n || payload === 3n) return called(payload === 2n ? "sqrt" : "cbrt", text);
    if ((payload as bigint) % 2n === 0n) return called("pow", text, `1 / ${payload}`);
    return calledWith(`mul(sign(u), pow(abs(u), 1 / ${payload}))`, text, "TensorLike");
  },
  call: ({ payload, args }, writer) => {
    const { name } = payload as ElementwiseOp;
    return called(SPECIAL.has(name) ? `special.${name}` : name, ...writer.texts(args));
  },
  piecewise: ({ args }, writer) => {
    let { text } = writer.of(args[args.length - 1]);
    for (let at = args.length - 3; at >= 0; at -= 2) {
      text = `where(${writer.of(args[at + 1]).text}, ${writer.of(args[at]).text}, ${text})`;
    }
    return atom(text);
  },
  relation: ({ payload, args }, writer) => called(SIGNS[payload as Payloads["relation"]][1], ...writer.texts(args)),
};
