/** Operands: numbers, names, brackets, bars. */
import type { Expression } from "../expression.ts";
import { ofRational } from "../leaves.ts";
import { intern } from "../intern.ts";
import { parseDecimal } from "../../base/rational.ts";
import { type Call, bars, callNamed, ceil, floor, inverseOf, logGamma, trigamma } from "./calls.ts";
import { application, unknownCall, unknownParts } from "./applications.ts";
import {
  differentialFraction,
  divergenceOf,
  curlOf,
  gradientOf,
  hessianOf,
  laplacianOf,
  nabla,
  operator,
} from "./derivatives.ts";
import * as matrix from "./matrices.ts";
import { type Parser, RELATION } from "./parser.ts";
import { evaluated } from "./postfix.ts";
import { cases, grid } from "./cases.ts";
import { command, WORDS } from "./structures.ts";
import type { Token } from "./token.ts";

const WANTED = "a number, a letter, a function or a bracket";

export function primary(p: Parser): Expression {
  const token = p.peek();
  switch (token.kind) {
    case "number":
      p.at++;
      return numeral(p, token);
    case "value":
      p.at++;
      return token.value as Expression;
    case "open":
      return bracketed(p, token);
    case "bar":
      return barred(p, token);
    case "command":
      p.at++;
      return command(p, token);
    case "name":
      return differentialFraction(p) ?? named(p, token);
    case "close":
      return p.unexpected(WANTED, "something is missing before the closing bracket");
    case "end":
      return p.unexpected(WANTED, "the text ends too early");
    default:
      return p.unexpected(WANTED);
  }
}

function numeral(p: Parser, token: Token): Expression {
  const value = parseDecimal(token.text);
  if (value === undefined) p.fail({ position: token.start, expected: "a number with an exponent up to 10000 in size" });
  if (token.text !== "1") return ofRational(value);
  // 1_n, and a bold 1: the vector of ones.
  if (p.takes("_")) return matrix.ones([dimension(p)]);
  return token.bold ? matrix.openOnes : ofRational(value);
}

/** The size of an axis: a number or a letter, or either in braces. */
function dimension(p: Parser): number | string {
  const { kind, text } = p.peek();
  if (kind === "open" && text === "{") return p.inside(() => dimension(p));
  if (kind !== "number" && kind !== "name") p.unexpected("a size: a number or a letter");
  p.at++;
  return sizeNamed(text);
}

const sizeNamed = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text);

// ---------------------------------------------------------------- brackets and bars

function bracketed(p: Parser, { text }: Token): Expression {
  switch (text) {
    case "{":
      return p.latex ? p.group() : cases(p);
    case "cases":
      return cases(p);
    case "⌊":
      return floor(p.group());
    case "⌈":
      return ceil(p.group());
    case "⟨":
      return innerProduct(p);
    case "left|":
      return bars(p.group());
    case "left‖":
      return normed(p, p.group());
    case "left.":
      return evaluated(p, p.group());
    case "(":
    case "[":
      return parenthesized(p);
    default:
      return grid(p, text);
  }
}

/** (x), or a vector [x, y], or a matrix [1, 2; 3, 4]. */
function parenthesized(p: Parser): Expression {
  return p.inside(() => {
    const rows = [p.list()];
    while (p.peek().text === ";") {
      p.at++;
      rows.push(p.list());
    }
    if (rows.length === 1) return rows[0].length === 1 ? rows[0][0] : matrix.listed(rows[0]);
    if (rows.some(({ length }) => length !== rows[0].length)) p.unexpected("rows of the same length");
    return matrix.entries(rows);
  });
}

function innerProduct(p: Parser): Expression {
  return p.inside(() => {
    const parts = p.list();
    if (parts.length !== 2) p.unexpected("two vectors between ⟨ and ⟩");
    return matrix.inner(parts[0], parts[1]);
  });
}

function barred(p: Parser, { text }: Token): Expression {
  const frame = text === "‖" ? "‖" : "|";
  p.at++;
  p.frames.push(frame);
  const inside = p.expression(RELATION);
  p.frames.pop();
  const close = p.peek();
  if (close.kind !== "bar" || (close.text !== text && frame === "‖")) {
    p.unexpected(`the closing bar ${text}`, "write abs(x) or norm(x) where bars meet");
  }
  // Of ‖ that closes two single bars, the second is left.
  if (close.text === text) p.at++;
  else p.tokens[p.at] = { ...close, text: "|", start: close.start + 1 };
  return frame === "‖" ? normed(p, inside) : bars(inside);
}

/** ‖x‖, ‖x‖_2, ‖X‖_F, ‖X‖_*. */
function normed(p: Parser, x: Expression): Expression {
  if (!p.takes("_")) return matrix.norm(x, undefined);
  return matrix.norm(x, normKind(p));
}

function normKind(p: Parser): string {
  const token = p.peek();
  if (token.kind === "open" && token.text === "{") return p.inside(() => normKind(p));
  if (!["F", "1", "2", "*"].includes(token.text)) p.unexpected("1, 2, F or * below the norm");
  p.at++;
  return token.text;
}

// ---------------------------------------------------------------- names

/** Operators by word that take the next term, as ∇ does. */
const OPERATORS: Readonly<Record<string, (p: Parser, x: Expression, by: undefined, position: number) => Expression>> = {
  grad: gradientOf,
  div: divergenceOf,
  curl: curlOf,
  rot: curlOf,
  hess: hessianOf,
  laplacian: laplacianOf,
};

function named(p: Parser, token: Token): Expression {
  const { text, sub, start } = token;
  const { scope } = p;
  const full = sub === undefined ? text : `${text}_${sub}`;
  p.at++;
  if (scope.isSymbol(full)) return scope.named(full);
  // A symbol declared as x1 is printed as x_1.
  if (sub !== undefined && scope.isSymbol(text + sub)) return scope.named(text + sub);
  if (sub === undefined || !scope.isSymbol(text)) {
    if (text === "nabla") return nabla(p, sub);
    if (text === "∂" || (text === "D" && startsOperator(p, sub))) return operatorOrCall(p, text, sub);
    if (Object.hasOwn(OPERATORS, text) && !p.scope.declares(text))
      return OPERATORS[text](p, p.term(), undefined, start);
    const word = Object.hasOwn(WORDS, text) ? WORDS[text] : undefined;
    if (word !== undefined) return word(p, token);
    const call = callFor(p, token);
    if (call !== undefined) return application(p, token, call, inverseOf(text));
    const unknown = unknownCall(p, token) ?? unknownParts(p, token);
    if (unknown !== undefined) return unknown;
  }
  return letter(p, token);
}

/** The function that a name is here: letters only before a bracket. */
function callFor(p: Parser, { text, sub }: Token): Call | undefined {
  if (p.scope.declares(text)) return undefined;
  if (text === "psi" && p.sees("'") && isBracket(p, 1)) {
    p.at++;
    return trigamma;
  }
  if (text === "ln" && p.peek().text === "Gamma" && isBracket(p, 1)) {
    p.at++;
    return logGamma;
  }
  const call = callNamed(text);
  if (call?.letter && (sub !== undefined || !isBracket(p, 0))) return undefined;
  return call;
}

const isBracket = (p: Parser, ahead: number): boolean => p.seesOpen("(", ahead) || p.seesOpen("[", ahead);

/** D is an operator where something follows that it can be of. */
function startsOperator(p: Parser, sub: string | undefined): boolean {
  if (p.scope.declares("D")) return false;
  return (
    sub !== undefined ||
    p.sees("_") ||
    (p.sees("^") ? p.peek(1).kind === "number" || p.peek(2).kind === "number" : p.seesOperand() && !p.sees("-"))
  );
}

/** D(f, x, n) or D f. */
function operatorOrCall(p: Parser, text: string, sub: string | undefined): Expression {
  const word = text === "D" && sub === undefined && p.seesList() ? WORDS.diff : undefined;
  return word === undefined ? operator(p, sub) : word(p, p.peek());
}

/** A letter: a symbol, a constant, the identity matrix, an element of a sequence. */
function letter(p: Parser, { text, sub, start }: Token): Expression {
  const { scope } = p;
  if (sub === undefined) {
    if (scope.isKeyword(text)) p.fail({ position: start, expected: WANTED, got: `the word "${text}"` });
    return scope.read(text);
  }
  // J_f, H_f: of a function that was declared with its arguments.
  const by = scope.functions.get(sub)?.map((name) => scope.named(name));
  if (by !== undefined && text === "H") return hessianOf(p, scope.named(sub), by, start);
  if (by !== undefined && text === "J") return matrix.transpose(gradientOf(p, scope.named(sub), by, start));
  if (text === "I" && scope.hasShaped) return matrix.identity(sizeNamed(sub));
  const index = scope.boundIn(sub);
  // Under Σ over i, x_i is a function of i.
  if (index !== undefined) return intern("unknown", { name: text, orders: [0] }, [index]);
  return scope.named(`${text}_${sub}`);
}
