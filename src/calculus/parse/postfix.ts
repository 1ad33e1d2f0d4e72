/** What follows an operand: powers, transposes, primes, factorials, bars of evaluation. */
import { power } from "../build.ts";
import { carryOutDerivatives } from "../differentiate/carry.ts";
import type { Expression } from "../expression.ts";
import { one } from "../leaves.ts";
import { substituteAll, symbolsOf } from "../substitute.ts";
import { factorial } from "./calls.ts";
import { primeOf } from "./derivatives.ts";
import * as matrix from "./matrices.ts";
import { type Parser, POWER, RELATION } from "./parser.ts";

export function postfix(p: Parser, base: Expression): Expression {
  let x = base;
  let raised = false;
  for (;;) {
    const { start } = p.peek();
    if (p.sees("^")) {
      if (endsLimit(p)) return x;
      if (raised) {
        p.fail({
          position: start,
          expected: "one exponent",
          got: "a second one",
          suggestion: "use brackets: (x^a)^b or x^(a^b)",
        });
      }
      x = exponentiated(p, x);
      raised = true;
    } else if (p.sees("'")) x = primed(p, x);
    else if (p.sees("!")) {
      p.at++;
      if (p.sees("!"))
        p.unexpected("one factorial sign", "the double factorial is not offered; write (x!)! for the factorial of it");
      x = factorial(x);
    } else if (!p.isTerm && p.peek().kind === "bar" && p.peek().text === "|" && p.sees("_", 1)) {
      p.at++;
      x = evaluated(p, x);
    } else if (p.sees("_")) p.unexpected("an operator", "subscripts belong to letters: x_1, x_{12}");
    else return x;
  }
}

/** The sign of 0^+ in \\lim_{x \\to 0^+}. */
function endsLimit(p: Parser): boolean {
  if (p.frames[p.frames.length - 1] !== "→") return false;
  const group = p.seesOpen("{", 1) ? 1 : 0;
  return (p.sees("+", 1 + group) || p.sees("-", 1 + group)) && p.peek(2 + group).kind === "close";
}

/** x^2, x^T, x^{-1}. */
function exponentiated(p: Parser, x: Expression): Expression {
  const found = markAt(p);
  if (found !== undefined) {
    const made = marked(p, x, found.mark);
    if (made !== undefined) {
      p.at = found.end;
      return made;
    }
  }
  p.at++;
  if (p.seesOpen("{") && p.sees("⊙", 1)) {
    return p.inside(() => {
      p.at++;
      return matrix.elementPower(x, p.expression(RELATION));
    });
  }
  if (p.takes("⊙")) return matrix.elementPower(x, exponent(p));
  return matrix.raised(x, exponent(p));
}

/** After the sign ^. */
export function exponent(p: Parser): Expression {
  if (p.seesOpen("{")) return p.primary();
  if (p.latex) return p.argument();
  if (p.sees("+")) p.unexpected("an exponent");
  return p.expression(POWER);
}

interface Mark {
  readonly mark: string;
  readonly end: number;
}

/** Signs that stand where an exponent would: T, ⊤, -T, +, ′. */
export function markAt(p: Parser): Mark | undefined {
  let at = p.at + 1;
  const { tokens } = p;
  const group = tokens[at].kind === "open" && tokens[at].text === "{";
  const stop = group ? tokens[at].match : Infinity;
  if (group) at++;
  const { kind: first, text: letter } = tokens[at];
  if (first !== "operator" && letter !== "T") return undefined;
  let mark = "";
  for (; at < stop && mark.length < 8; at++) {
    const { kind, text, sub } = tokens[at];
    const isSign = kind === "operator" && "-+†⊤*'".includes(text);
    if (!isSign && !(kind === "name" && text === "T" && sub === undefined)) break;
    mark += text;
    if (!group && text !== "-") {
      at++;
      break;
    }
  }
  // X^-ᵀ
  if (mark === "-" && tokens[at]?.text === "^" && tokens[at + 2]?.text === "T") return { mark: "-T", end: at + 4 };
  if (mark === "" || (group && at !== stop)) return undefined;
  return { mark, end: group ? stop + 1 : at };
}

function marked(p: Parser, x: Expression, mark: string): Expression | undefined {
  if (/^'+$/.test(mark)) return primeOf(p, x, mark.length);
  if (!x.isScalar) return matrix.MARKS[mark]?.(x);
  if (mark === "⊤" || mark === "T") {
    if (x === one) return matrix.openOnesRow;
    if (mark === "⊤" || symbolsOf(x).some(({ isScalar }) => !isScalar)) return x;
  }
  return undefined;
}

/** A transpose, or a derivative by the variable. */
function primed(p: Parser, x: Expression): Expression {
  let order = 0;
  while (p.takes("'")) order++;
  if (!x.isScalar) return order % 2 === 1 ? matrix.transpose(x) : x;
  if (order > 20) p.unexpected("at most 20 primes", "write f^{(n)}(x)");
  return primeOf(p, x, order);
}

/** |_{x = a}: the value there, with derivatives carried out. */
export function evaluated(p: Parser, x: Expression): Expression {
  const { start } = p.peek();
  if (!p.takes("_")) p.unexpected("a subscript that says where", "write \\left. … \\right|_{x=a}");
  const places = p.seesOpen("{") ? p.inside(() => p.list()) : [p.argument()];
  const parts = new Map<Expression, Expression>();
  for (const place of places) {
    if (place.kind !== "relation" || place.payload !== "=" || place.args[0].kind !== "symbol") {
      p.fail({ position: start, expected: "x = a below the bar", got: "another formula", suggestion: "write |_{x=a}" });
    }
    parts.set(place.args[0], place.args[1]);
  }
  return substituteAll(carryOutDerivatives(x), parts);
}

export const powerOf = (x: Expression, n: Expression | undefined): Expression => (n === undefined ? x : power(x, n));
