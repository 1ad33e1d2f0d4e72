/** Notations of derivatives: dy/dx, d/dx, ∂²f/∂x∂y, D, ∇, primes and dots. They are read, not carried out. */
import { add } from "../build.ts";
import type { Expression, Payloads } from "../expression.ts";
import { intern, same } from "../intern.ts";
import { minusOne, symbol } from "../leaves.ts";
import { mul } from "../build.ts";
import { dependsOn, symbolsOf } from "../substitute.ts";
import * as matrix from "./matrices.ts";
import { type Parser, POWER, RELATION } from "./parser.ts";
import { nameOf } from "./scope.ts";

/** Higher orders are refused. */
const HIGHEST_ORDER = 100;

/** The derivative of a formula in variables, one after the other. A letter by itself is an unknown function of them. */
export function derivativeBy(p: Parser, of: Expression, variables: readonly Expression[]): Expression {
  if (variables.length === 0) return of;
  if (of.kind === "symbol" && of.isScalar && !p.scope.isSymbol(nameOf(of))) {
    const distinct = variables.filter((x, at) => variables.findIndex((other) => same(other, x)) === at);
    if (distinct.some((x) => same(x, of))) return pending(of, variables);
    return derivativeBy(p, unknown(p, nameOf(of), distinct), variables);
  }
  return counted(of, variables) ?? pending(of, variables);
}

/** y' and x', which is by time. */
export function primeOf(p: Parser, of: Expression, order: number): Expression {
  const by = same(of, p.scope.variable) ? p.scope.time : p.scope.variable;
  return derivativeBy(
    p,
    of,
    Array.from({ length: order }, () => by),
  );
}

/** An unknown function by itself, of the arguments it was declared with, or of these. */
export function unknown(p: Parser, name: string, fallback: readonly Expression[]): Expression {
  const names = p.scope.functions.get(name);
  const sorted = fallback.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const args = names?.map((arg) => p.scope.named(arg)) ?? sorted;
  return intern("unknown", { name, orders: args.map(() => 0) }, args);
}

/** Derivatives of f(x, y) in x and y are counted in f. */
function counted(of: Expression, variables: readonly Expression[]): Expression | undefined {
  if (of.kind !== "unknown") return undefined;
  const { name, orders } = of.payload as Payloads["unknown"];
  const more = [...orders];
  for (const variable of variables) {
    const places = of.args.flatMap((arg, at) => (dependsOn(arg, variable) ? [at] : []));
    if (places.length !== 1 || !same(of.args[places[0]], variable)) return undefined;
    more[places[0]]++;
  }
  return intern("unknown", { name, orders: more }, of.args);
}

function pending(of: Expression, variables: readonly Expression[]): Expression {
  const [inner, before] = of.kind === "derivative" ? [of.args[0], of.args.slice(1)] : [of, []];
  const all = [...before, ...variables].toSorted((a, b) =>
    nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0,
  );
  return intern("derivative", undefined, [inner, ...all]);
}

// ---------------------------------------------------------------- dy/dx

const isD = (p: Parser, at: number): boolean => {
  const { kind, text, sub } = p.tokens[at];
  return kind === "name" && sub === undefined && (text === "d" || text === "∂") && !p.scope.isSymbol(text);
};

/** d/dx …, dy/dx, ∂²f/∂x∂y as a fraction of one line; undefined where the d is a letter like others. */
export function differentialFraction(p: Parser): Expression | undefined {
  const start = p.at;
  if (!isD(p, start)) return undefined;
  const order = orderAt(p, start + 1);
  const from = order.end;
  const slash = endOfOperand(p, from);
  if (p.tokens[slash]?.text !== "/" || p.tokens[slash + 1] === undefined || !isD(p, slash + 1)) return undefined;
  let of: Expression | undefined;
  if (slash > from) {
    p.at = from;
    of = p.expression(POWER);
    if (p.at !== slash) p.unexpected("/ after the function");
  }
  p.at = slash + 1;
  return applied(p, of, order.value, denominator(p));
}

/** Where a letter, a call or a bracket ends. */
function endOfOperand(p: Parser, from: number): number {
  const { kind, match } = p.tokens[from];
  if (kind === "open") return match + 1;
  if (kind !== "name") return from;
  return p.tokens[from + 1].kind === "open" ? p.tokens[from + 1].match + 1 : from + 1;
}

/** \frac{d}{dx}, \frac{d^2 y}{dx^2}, \frac{\partial^2 f}{\partial x\,\partial y}; the command is taken, the groups are next. */
export function isDifferentialFrac(p: Parser): boolean {
  const [top] = [p.peek()];
  if (top.kind !== "open" || !isD(p, p.at + 1)) return false;
  const below = p.tokens[top.match + 1];
  return below.kind === "open" && isD(p, top.match + 2);
}

export function differentialFrac(p: Parser): Expression {
  let order = 1;
  const of = p.inside(() => {
    const found = orderAt(p, p.at + 1);
    order = found.value;
    p.at = found.end;
    return p.peek().kind === "close" ? undefined : p.expression(RELATION);
  });
  const variables = p.inside(() => denominator(p));
  return applied(p, of, order, variables);
}

/** The formula that is differentiated is in the numerator, or follows. */
function applied(p: Parser, of: Expression | undefined, order: number, variables: readonly Expression[]): Expression {
  const { start } = p.peek();
  if (variables.length !== order) {
    p.fail({
      position: start,
      expected: `a derivative of the same order above and below the line: ${order}`,
      got: `order ${variables.length} below`,
      suggestion: "write d^2 y/dx^2",
    });
  }
  const { row } = p;
  p.row = false;
  const made = derivativeBy(p, of ?? p.term(), variables);
  return row ? matrix.transpose(made) : made;
}

/** The exponent of d. */
function orderAt(p: Parser, at: number): { readonly value: number; readonly end: number } {
  const { tokens } = p;
  if (tokens[at].text !== "^" || tokens[at].kind !== "operator") return { value: 1, end: at };
  const group = tokens[at + 1].kind === "open";
  const token = tokens[at + (group ? 2 : 1)];
  const [digits, more] = !group && p.latex ? [token.text.slice(0, 1), token.text.slice(1)] : [token.text, ""];
  const value = Number(digits);
  if (token.kind !== "number" || !Number.isInteger(value) || value < 1 || value > HIGHEST_ORDER || more !== "") {
    p.fail({ position: token.start, expected: `an order from 1 to ${HIGHEST_ORDER}`, suggestion: "write d^2/dx^2" });
  }
  return { value, end: at + (group ? 4 : 2) };
}

/** dx^2, ∂x∂y: the variables, each as often as it says. */
function denominator(p: Parser): Expression[] {
  const variables: Expression[] = [];
  do {
    if (!isD(p, p.at)) p.unexpected("d or ∂ with a variable", "write d/dx");
    p.at++;
    const variable = variableOf(p);
    if (p.sees("^") && (p.sees("⊤", 1) || p.peek(1).text === "T")) {
      // ∂f/∂xᵀ is a row.
      p.at += 2;
      p.row = true;
    }
    const { value, end } = orderAt(p, p.at);
    p.at = end;
    for (let k = 0; k < value; k++) variables.push(variable);
  } while (p.peek().kind === "name" && isD(p, p.at) && p.peek(1).kind === "name" && variables.length <= HIGHEST_ORDER);
  return variables;
}

/** A variable by name. */
export function variableOf(p: Parser): Expression {
  const { kind, text, sub, value } = p.peek();
  if (kind === "value" && value?.kind === "symbol") {
    p.at++;
    return value;
  }
  if (kind === "open" && text === "{") return p.inside(() => variableOf(p));
  if (kind !== "name") p.unexpected("a variable", "write one letter, e.g. x");
  p.at++;
  return p.scope.named(sub === undefined ? text : `${text}_${sub}`);
}

// ---------------------------------------------------------------- D and ∂ as operators

/** D_x f, D^2 f, ∂_x f; the sign is taken, `sub` is its subscript. */
export function operator(p: Parser, sub: string | undefined): Expression {
  let variables = sub === undefined ? undefined : namesIn(p, sub);
  if (variables === undefined && p.takes("_")) variables = [variableOf(p)];
  const { value, end } = orderAt(p, p.at);
  p.at = end;
  const by = variables ?? [p.scope.variable];
  return derivativeBy(p, p.term(), Array.from({ length: value }, () => by).flat());
}

/** The variables of a subscript: one that was declared, or letter by letter. */
export function namesIn(p: Parser, sub: string): Expression[] {
  if (/^\d+$/.test(sub)) p.unexpected("a variable below the sign", "write D_x f or D_{x_1} f");
  if (sub.length === 1 || p.scope.isSymbol(sub) || p.scope.isGreek(sub) || /\d/.test(sub)) return [p.scope.named(sub)];
  return [...sub].map((letter) => p.scope.named(letter));
}

// ---------------------------------------------------------------- ∇

/** ∇f, ∇_x f, ∇²f, ∇·F, ∇×F; the sign is taken. */
export function nabla(p: Parser, sub: string | undefined): Expression {
  let by = sub === undefined ? undefined : namesIn(p, sub);
  if (by === undefined && p.takes("_")) by = [variableOf(p)];
  const operator = p.takes("·") ? divergenceOf : p.takes("×") ? curlOf : p.sees("^") ? laplacianOf : gradientOf;
  if (operator === laplacianOf) {
    const { value, end } = orderAt(p, p.at);
    if (value !== 2) p.unexpected("2 above ∇", "write \\nabla^2 f for the Laplacian");
    p.at = end;
  }
  const { start } = p.peek();
  return operator(p, p.term(), by, start);
}

/** What ∇ differentiates by. */
function variablesFor(
  p: Parser,
  x: Expression,
  by: readonly Expression[] | undefined,
  position: number,
): readonly Expression[] {
  const given = by ?? p.scope.variables;
  if (given !== undefined) return given;
  const found = symbolsOf(x).filter(({ isScalar }) => isScalar);
  if (found.length === 0) {
    p.fail({
      position,
      expected: "something that depends on variables",
      got: "none",
      suggestion: 'say which: functions: { f: ["x", "y"] }, or variables: ["x", "y"]',
    });
  }
  return found.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** A letter by itself as a function of what it was declared with. */
function field(p: Parser, x: Expression): Expression {
  if (x.kind !== "symbol" || !x.isScalar || p.scope.isSymbol(nameOf(x))) return x;
  const names = p.scope.functions.get(nameOf(x));
  const fallback = p.scope.variables ?? [];
  return names === undefined && fallback.length === 0 ? x : unknown(p, nameOf(x), fallback);
}

/** A derivative where the variables are coordinates: none is a function of another. */
function inCoordinates(
  p: Parser,
  x: Expression,
  by: readonly Expression[],
  variables: readonly Expression[],
): Expression {
  return variables.some((variable) => same(variable, x)) ? pending(x, by) : derivativeBy(p, x, by);
}

export function gradientOf(
  p: Parser,
  given: Expression,
  by: readonly Expression[] | undefined,
  position: number,
): Expression {
  const x = field(p, given);
  const variables = variablesFor(p, x === given && x.kind === "symbol" ? matrix.whole(0n) : x, by, position);
  if (variables.length === 1) return inCoordinates(p, x, variables, variables);
  return matrix.entries(variables.map((variable) => [inCoordinates(p, x, [variable], variables)]));
}

export function laplacianOf(
  p: Parser,
  given: Expression,
  by: readonly Expression[] | undefined,
  position: number,
): Expression {
  const x = field(p, given);
  const variables = variablesFor(p, x, by, position);
  return add(...variables.map((variable) => inCoordinates(p, x, [variable, variable], variables)));
}

export function hessianOf(
  p: Parser,
  given: Expression,
  by: readonly Expression[] | undefined,
  position: number,
): Expression {
  const x = field(p, given);
  const variables = variablesFor(p, x, by, position);
  return matrix.entries(variables.map((a) => variables.map((b) => inCoordinates(p, x, [a, b], variables))));
}

/** The components of a vector that is written out, with the variables in their order. */
function components(
  p: Parser,
  x: Expression,
  by: readonly Expression[] | undefined,
  position: number,
): readonly [Expression, Expression][] {
  if (!matrix.isEntries(x) || x.dimensions.length !== 1) {
    p.fail({
      position,
      expected: "a vector that is written out",
      got: "another formula",
      suggestion: "write (P, Q, R)",
    });
  }
  const variables = by ?? p.scope.variables ?? ["x", "y", "z"].map((name) => symbol(name));
  if (x.args.length > variables.length)
    p.fail({ position, expected: `${variables.length} components`, got: `${x.args.length}` });
  return x.args.map((part, at) => [part, variables[at]]);
}

export function divergenceOf(
  p: Parser,
  x: Expression,
  by: readonly Expression[] | undefined,
  position: number,
): Expression {
  const parts = components(p, x, by, position);
  const variables = parts.map(([, variable]) => variable);
  return add(...parts.map(([part, variable]) => inCoordinates(p, field(p, part), [variable], variables)));
}

export function curlOf(p: Parser, x: Expression, by: readonly Expression[] | undefined, position: number): Expression {
  const parts = components(p, x, by, position);
  if (parts.length !== 3) p.fail({ position, expected: "three components", got: String(parts.length) });
  const variables = parts.map(([, variable]) => variable);
  const d = (of: number, by: number): Expression =>
    inCoordinates(p, field(p, parts[of][0]), [variables[by]], variables);
  const rows = [0, 1, 2].map((at) => {
    const [j, k] = [(at + 1) % 3, (at + 2) % 3];
    return [add(d(k, j), mul(minusOne, d(j, k)))];
  });
  return matrix.entries(rows);
}
