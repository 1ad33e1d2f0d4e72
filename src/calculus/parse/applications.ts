/** Functions with what they are of: sin x, sin^2 x, log_2(x), f(x), f'(x), f_{xy}. */
import { div } from "../build.ts";
import type { Expression } from "../expression.ts";
import { intern, same } from "../intern.ts";
import { minusOne } from "../leaves.ts";
import { type Call, callNamed, logarithm } from "./calls.ts";
import { derivativeBy, namesIn, unknown } from "./derivatives.ts";
import * as matrix from "./matrices.ts";
import { type Parser, POWER } from "./parser.ts";
import { exponent, markAt, powerOf } from "./postfix.ts";
import { nameOf } from "./scope.ts";
import type { Token } from "./token.ts";

/** The name is taken: a power, a base, then the arguments in brackets or without. */
export function application(p: Parser, token: Token, given: Call, inverse: Call | undefined): Expression {
  const { text, start } = token;
  let call = given;
  const base = baseOf(p, token);
  let raised: Expression | undefined;
  if (p.sees("'")) p.unexpected(`the argument of ${text}`, `write d/dx ${text} x, or (${text} x)'`);
  if (p.sees("^")) {
    const { start: at } = p.peek();
    p.at++;
    raised = exponent(p);
    if (same(raised, minusOne)) {
      if (inverse === undefined) {
        p.fail({
          position: at,
          expected: `an exponent other than -1 of ${text}`,
          got: "-1",
          suggestion: `write 1/${text}(x)`,
        });
      }
      [call, raised] = [inverse, undefined];
    }
  }
  const args = argumentsOf(p, text);
  if (args.length < call.least || args.length > call.most) {
    const { least, most } = call;
    const many = least === most ? String(least) : `${least} to ${most}`;
    p.fail({
      position: start,
      expected: `${many} argument${many === "1" ? "" : "s"} of ${text}`,
      got: String(args.length),
      suggestion: `write ${text}(${["x", "y", "z"].slice(0, Math.min(least, 3)).join(", ")})`,
    });
  }
  const made = base === undefined ? call.build(args) : div(logarithm(args[0]), logarithm(base));
  return raised === undefined ? made : made.isScalar ? powerOf(made, raised) : matrix.raised(made, raised);
}

/** The base of a logarithm: log_2, log_{a+1}. */
function baseOf(p: Parser, { text, sub, start }: Token): Expression | undefined {
  const open = p.sees("_");
  if (sub === undefined && !open) return undefined;
  if (text !== "log")
    p.fail({ position: start, expected: `${text} without a subscript`, suggestion: "only log has a base" });
  if (sub !== undefined) return /^\d+$/.test(sub) ? matrix.whole(BigInt(sub)) : p.scope.read(sub);
  p.at++;
  return p.argument();
}

function argumentsOf(p: Parser, name: string): Expression[] {
  if (p.seesOpen("(") || p.seesOpen("[")) {
    if (p.peek(1).kind === "close") {
      p.at++;
      p.unexpected(`the argument of ${name}`);
    }
    return p.inside(() => p.list());
  }
  if (p.seesOpen("{")) return p.latex ? [p.group()] : p.inside(() => p.list());
  return [bareArgument(p, name)];
}

/**
 * What sin x is of, without a bracket: numbers and letters that stand side by side, up to a sign of an operator, a function, or a
 * bracket that does not follow a number.
 */
function bareArgument(p: Parser, name: string): Expression {
  if (!p.seesOperand()) p.unexpected(`the argument of ${name}`, `write ${name}(x)`);
  if (p.sees("-")) return p.expression(POWER);
  const factors: Expression[] = [];
  // A root without a line above reaches to the next sign only.
  if (name === "√" || name === "∛") return p.expression(POWER);
  for (let numeric = true; ; ) {
    const { kind } = p.peek();
    const ends = kind === "open" || kind === "bar" || kind === "command" || isFunction(p);
    if (factors.length > 0 && ends && !(numeric && !isFunction(p))) break;
    factors.push(p.expression(POWER));
    numeric &&= kind === "number";
    if ((ends && kind !== "command") || !p.seesOperand() || p.sees("-")) break;
  }
  return matrix.product(factors.map((x) => ({ op: "*", x })));
}

function isFunction(p: Parser): boolean {
  const { kind, text, sub } = p.peek();
  if (kind === "command") return ["sum", "int", "lim", "prod"].includes(text);
  if (kind !== "name" || p.scope.declares(text)) return false;
  const call = callNamed(text);
  if (call !== undefined && call.letter !== true) return true;
  if (["d", "∂", "D", "nabla", "sum", "int", "lim"].includes(text)) return p.peek(1).text === "/" || text.length > 1;
  return sub === undefined && p.scope.isFunction(text) && (p.seesOpen("(", 1) || p.sees("'", 1));
}

// ---------------------------------------------------------------- unknown functions

/** f(x), f'(x), f^{(2)}(x), f^2(x); undefined where the name is none of a function or no bracket follows. */
export function unknownCall(p: Parser, { text, sub }: Token): Expression | undefined {
  const { at, scope } = p;
  if (sub !== undefined && !(scope.isFunction(text) && isPartial(p, text, sub))) return undefined;
  const orders = primesOf(p);
  const isCall = p.seesOpen("(") && (orders > 0 || scope.isFunction(text) || seesIndex(p, text));
  let raised: Expression | undefined;
  if (!isCall && orders === 0 && p.sees("^") && scope.isFunction(text) && bracketAfterExponent(p)) {
    p.at++;
    raised = exponent(p);
  } else if (!isCall) {
    p.at = at;
    if (orders === 0 || sub !== undefined) return undefined;
    return scope.isFunction(text) ? lone(p, text, orders) : undefined;
  }
  const args = p.inside(() => p.list());
  const plain = intern("unknown", { name: text, orders: args.map(() => 0) }, args);
  if (sub !== undefined) return ordered(p, plain, text, sub);
  if (orders > 0) {
    if (args.length > 1) p.unexpected("one argument of a function with primes", "write partial derivatives: f_x(x, y)");
    return intern("unknown", { name: text, orders: [orders] }, args);
  }
  return powerOf(plain, raised);
}

/** a(k) under a sum over k is an element of a sequence, as a_k is. */
function seesIndex(p: Parser, name: string): boolean {
  const { kind, text, sub } = p.peek(1);
  const bound =
    kind === "name" && sub === undefined && p.peek(2).kind === "close" && p.scope.boundIn(text) !== undefined;
  return bound && !p.scope.isSymbol(name);
}

/** f' by itself is f'(x). */
function lone(p: Parser, name: string, orders: number): Expression {
  primesOf(p);
  return derivativeBy(
    p,
    unknown(p, name, [p.scope.variable]),
    Array.from({ length: orders }, () => p.scope.variable),
  );
}

/** How many primes follow, or the number of f^{(n)}; they are taken. */
function primesOf(p: Parser): number {
  let count = 0;
  while (p.takes("'")) count++;
  if (count > 0 || !p.sees("^")) return count;
  const found = markAt(p);
  if (found !== undefined && /^'+$/.test(found.mark)) {
    p.at = found.end;
    return found.mark.length;
  }
  const group = p.seesOpen("{", 1) ? 1 : 0;
  const number = p.peek(2 + group);
  const isOrder = p.seesOpen("(", 1 + group) && p.peek(3 + group).kind === "close" && p.seesOpen("(", 4 + 2 * group);
  if (!isOrder || (number.kind !== "number" && number.kind !== "name")) return 0;
  if (!/^\d{1,2}$/.test(number.text)) {
    p.at += 2 + group;
    p.unexpected(
      "an order that is a whole number",
      "unsupported: derivatives of an order that is a symbol; write (f(x))^n for a power",
    );
  }
  p.at += 4 + 2 * group;
  return Number(number.text);
}

/** Whether f^2 is followed by the bracket of its argument. */
function bracketAfterExponent(p: Parser): boolean {
  const next = p.peek(1);
  if (next.kind === "number") return p.seesOpen("(", 2);
  return next.kind === "open" && next.text === "{" && p.tokens[next.match + 1]?.text === "(";
}

/** f_{xy} without arguments: those that were declared, or those of the subscript. */
export function unknownParts(p: Parser, { text, sub }: Token): Expression | undefined {
  if (sub === undefined || !p.scope.isFunction(text) || !isPartial(p, text, sub)) return undefined;
  const variables = namesIn(p, sub);
  const distinct = variables.filter((x, at) => variables.findIndex((other) => same(other, x)) === at);
  return derivativeBy(p, unknown(p, text, distinct), variables);
}

/** Letters that are variables: those that the function was declared with, or x, y, z, t. */
function isPartial(p: Parser, name: string, sub: string): boolean {
  const known = p.scope.functions.get(name) ?? ["x", "y", "z", "t", nameOf(p.scope.variable)];
  return known.includes(sub) || [...sub].every((letter) => known.includes(letter));
}

/** f_x(a, b): differentiated in the argument that x is, or that was declared as x, or the first of x, y, z. */
function ordered(p: Parser, of: Expression, name: string, sub: string): Expression {
  const declared = p.scope.functions.get(name) ?? ["x", "y", "z"].slice(0, of.args.length);
  const orders = of.args.map(() => 0);
  for (const variable of namesIn(p, sub)) {
    const asArgument = of.args.findIndex((arg) => same(arg, variable));
    const place = asArgument >= 0 ? asArgument : declared.indexOf(nameOf(variable));
    if (place < 0 || place >= orders.length) {
      p.unexpected(`an argument of ${name} named ${nameOf(variable)}`, `declare functions: { ${name}: ["x", "y"] }`);
    }
    orders[place]++;
  }
  return intern("unknown", { name, orders }, of.args);
}
