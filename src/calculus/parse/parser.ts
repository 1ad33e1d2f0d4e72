/** The parser of both syntaxes: operators by precedence (Pratt 1973), operands by the tables of the other files. */
import { intern } from "../intern.ts";
import type { Expression, Payloads } from "../expression.ts";
import { minusOne } from "../leaves.ts";
import { mul } from "../build.ts";
import * as matrix from "./matrices.ts";
import type { Operand } from "./matrices.ts";
import type { Scope } from "./scope.ts";
import { DEEPEST_NESTING, type Complaint, type Source } from "./source.ts";
import type { Token } from "./token.ts";

/** How tightly operators bind, loosest first. */
export const RELATION = 1;
export const SUM = 2;
export const ELEMENTWISE = 3;
export const PRODUCT = 4;
export const POWER = 5;

interface Infix {
  readonly op: string;
  readonly level: number;
  /** How many tokens it takes: none for a product without a sign. */
  readonly width: 0 | 1;
}

const infix = (op: string, level: number): readonly [string, Infix] => [op, { op, level, width: 1 }];

const INFIXES: ReadonlyMap<string, Infix> = /*@__PURE__*/ (() =>
  new Map([
    ...["=", "≠", "<", "≤", ">", "≥"].map((op) => infix(op, RELATION)),
    ...["+", "-"].map((op) => infix(op, SUM)),
    ...["⊙", "⊗"].map((op) => infix(op, ELEMENTWISE)),
    ...["*", "·", "×", "/"].map((op) => infix(op, PRODUCT)),
  ]))();

const IMPLIED: Infix = { op: "*", level: PRODUCT, width: 0 };

/** What operands of one level make. */
const COMBINE: Readonly<Record<number, (parser: Parser, operands: readonly Operand[]) => Expression>> = {
  [RELATION]: (parser, operands) => parser.relation(operands),
  [SUM]: (_, operands) => matrix.sum(operands),
  [ELEMENTWISE]: (parser, operands) => parser.elementwise(operands),
  [PRODUCT]: (_, operands) => matrix.product(operands),
};

/** Words that end an operand. */
const KEYWORDS: ReadonlySet<string> = /*@__PURE__*/ (() => new Set(["if", "otherwise", "else", "for", "when"]))();

const COMMAS = "vectors stand in brackets: [x, y]; numbers have no commas: 1000, 1.5";

const shortened = (digits: string): string => (digits.length > 6 ? "2" : digits);

/** In what the parser is: a bracket, bars that the same sign will close, an integrand that dx will end, a limit. */
export type Frame = "(" | "|" | "‖" | "∫" | "→";

/** How operands are read; given to the parser, whose methods the rules for operands use. */
export interface Operands {
  readonly primary: (parser: Parser) => Expression;
  readonly postfix: (parser: Parser, base: Expression) => Expression;
}

export class Parser {
  private readonly operands: Operands;
  readonly source: Source;
  readonly scope: Scope;
  readonly latex: boolean;
  readonly tokens: Token[];
  /** Place of the next token. */
  at = 0;
  readonly frames: Frame[] = [];
  /** The variable of a dx found in a numerator. */
  differential: Expression | undefined;
  /** Whether the variable below the line is transposed: ∂f/∂xᵀ. */
  row = false;
  /** In a term that an operator takes: a bar of evaluation that follows is for the operator. */
  isTerm = false;
  private depth = 0;

  constructor(source: Source, scope: Scope, tokens: Token[], latex: boolean, operands: Operands) {
    this.operands = operands;
    this.source = source;
    this.scope = scope;
    this.tokens = tokens;
    this.latex = latex;
  }

  /** The whole text. */
  read(): Expression {
    const [first] = this.tokens;
    if (first.kind === "end")
      this.fail({ position: 0, expected: "a formula", got: "an empty text", suggestion: 'write one, e.g. "x^2 + 1"' });
    const found = this.expression(RELATION);
    if (this.peek().kind !== "end")
      this.unexpected("an operator or the end", this.peek().text === "," ? COMMAS : undefined);
    const open = found.dimensions.includes("?");
    if (open)
      this.fail({ position: 0, expected: "a size for the vector of ones", got: "none", suggestion: "write 1_n" });
    return found;
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)];
  }

  /** Whether the next token is this operator. */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && token.kind === "operator";
  }

  seesOpen(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "open" && token.text === text;
  }

  /** Takes the operator where it is next. */
  takes(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at++;
    return true;
  }

  fail(complaint: Complaint): never {
    return this.source.fail(complaint);
  }

  unexpected(expected: string, suggestion?: string): never {
    const { start, end } = this.peek();
    const got = end > start ? `"${this.source.text.slice(start, Math.min(end, start + 40))}"` : undefined;
    const shown = got === undefined || this.peek().kind === "value" ? {} : { got };
    return this.fail({ position: start, expected, ...shown, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  /** Operands with operators that bind at least as tightly as `level`. */
  expression(level: number): Expression {
    if (++this.depth > DEEPEST_NESTING) {
      this.fail({
        position: this.peek().start,
        expected: `nesting of at most ${DEEPEST_NESTING} levels`,
        got: "deeper nesting",
        suggestion: "read the inner parts by themselves and put them together with interpolation",
      });
    }
    let left = this.operand(level);
    for (let next = this.infix(); next !== undefined && next.level >= level; next = this.infix()) {
      const operands: Operand[] = [{ op: "", x: left }];
      const at = next.level;
      for (; next !== undefined && next.level === at; next = this.infix()) {
        if (at === RELATION && operands.length > 1)
          this.unexpected("one relation", "write one relation at a time: a < b");
        this.at += next.width;
        operands.push({ op: next.op, x: this.expression(at + 1) });
      }
      left = COMBINE[at](this, operands);
    }
    this.depth--;
    return left;
  }

  /** A number, a name, a bracket, without what may follow it. */
  primary(): Expression {
    return this.operands.primary(this);
  }

  /** A sign takes the product that follows, an exponent at most a power: -x^2 is -(x^2), 2^-x^2 is 2^(-(x^2)). */
  private operand(level: number): Expression {
    let [signs, negative] = [0, false];
    while (this.sees("-") || this.sees("+")) {
      negative = negative !== this.sees("-");
      this.at++;
      signs++;
    }
    if (signs === 0) return this.operands.postfix(this, this.primary());
    const inner = this.expression(Math.max(level, PRODUCT));
    return negative ? mul(minusOne, inner) : inner;
  }

  /** The operator that is next; undefined where the operand ends. */
  private infix(): Infix | undefined {
    const token = this.peek();
    switch (token.kind) {
      case "operator":
        return INFIXES.get(token.text);
      case "bar":
        return this.closesBar(token) || this.sees("_", 1) ? undefined : IMPLIED;
      case "number":
        if (token.text === "1" && (token.bold || this.sees("_", 1) || this.sees("^", 1))) return IMPLIED;
        if (token.text.startsWith(".")) return this.unexpected("an operator", "numbers have one point");
        return this.unexpected(
          "an operator before the number",
          `write x_${shortened(token.text)} for a subscript, x^${shortened(token.text)} for a power, x*${shortened(token.text)} for a product`,
        );
      case "name":
        if (token.word && KEYWORDS.has(token.text)) return undefined;
        return this.seesDifferential() ? undefined : IMPLIED;
      case "open":
      case "command":
      case "value":
        return IMPLIED;
      default:
        return undefined;
    }
  }

  /** Whether a bar closes rather than opens. */
  closesBar(token: Token): boolean {
    const frame = this.frames[this.frames.length - 1];
    return frame === token.text || (frame === "|" && token.text === "‖");
  }

  /** Whether the dx that ends an integrand is next. */
  seesDifferential(): boolean {
    if (this.frames[this.frames.length - 1] !== "∫") return false;
    return this.peek().text === "d" && this.peek().kind === "name" && this.peek(1).kind === "name";
  }

  /** Whether something follows that can be an operand. */
  seesOperand(): boolean {
    const { kind, text } = this.peek();
    if (kind === "bar") return !this.closesBar(this.peek());
    if (kind === "name") return !KEYWORDS.has(text) && !this.seesDifferential();
    return ["number", "open", "command", "value"].includes(kind) || text === "-";
  }

  /** Reads what stands between the bracket that is next and its partner. */
  inside<T>(read: () => T, frame: Frame = "("): T {
    const { match } = this.peek();
    this.at++;
    this.frames.push(frame);
    const outer = this.isTerm;
    this.isTerm = false;
    const found = read();
    this.isTerm = outer;
    this.frames.pop();
    if (this.at !== match) this.unexpected("an operator or the closing bracket");
    this.at++;
    return found;
  }

  /** Whether the bracket that is next holds a list. */
  seesList(): boolean {
    if (!this.seesOpen("(")) return false;
    const { match } = this.peek();
    for (let at = this.at + 1; at < match; at++) {
      const { kind, text, match: partner } = this.tokens[at];
      if (kind === "separator" && text === ",") return true;
      if (kind === "open") at = partner;
    }
    return false;
  }

  /** Formulas with commas between them. */
  list(): Expression[] {
    const found = [this.expression(RELATION)];
    while (this.peek().kind === "separator" && this.peek().text === ",") {
      this.at++;
      found.push(this.expression(RELATION));
    }
    return found;
  }

  /** What stands in braces: {…}. */
  group(): Expression {
    return this.inside(() => this.expression(RELATION));
  }

  /** An argument of LaTeX: a group, a digit, a letter or a command. */
  argument(): Expression {
    const token = this.peek();
    if (this.seesOpen("{")) return this.group();
    if (token.kind === "number" && token.text.length > 1 && this.latex) {
      // Of several digits the first is the argument: \frac12.
      this.tokens[this.at] = { ...token, text: token.text.slice(1), start: token.start + 1 };
      return this.digit(token);
    }
    if (!["number", "name", "command", "value"].includes(token.kind))
      this.unexpected("an argument", "give one in braces: {…}");
    return this.nested(() => this.primary());
  }

  private digit(token: Token): Expression {
    if (!/\d/.test(token.text[0])) this.unexpected("a digit");
    return matrix.whole(BigInt(token.text[0]));
  }

  /** Reads one level deeper. */
  nested<T>(read: () => T): T {
    if (++this.depth > DEEPEST_NESTING) this.unexpected(`nesting of at most ${DEEPEST_NESTING} levels`);
    const found = read();
    this.depth--;
    return found;
  }

  /** The scope of d/dx, Σ, lim and their like: what a bracket that follows holds, with its powers, or all of the next term. */
  term(): Expression {
    const bracket = this.seesOpen("(") || this.seesOpen("[");
    const outer = this.isTerm;
    this.isTerm = true;
    const found = this.expression(bracket ? POWER : PRODUCT);
    this.isTerm = outer;
    return found;
  }

  /** ⊙ and ⊗ are nested for more than two operands. */
  elementwise(operands: readonly Operand[]): Expression {
    if (operands.length > DEEPEST_NESTING) this.unexpected(`at most ${DEEPEST_NESTING} operands of ⊙ and ⊗`);
    return matrix.elementwise(operands);
  }

  relation(operands: readonly Operand[]): Expression {
    const [left, { op, x }] = operands;
    return intern("relation", op as Payloads["relation"], [left.x, x]);
  }
}
