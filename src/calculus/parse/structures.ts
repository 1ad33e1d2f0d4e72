/** Fractions, roots, sums, integrals, limits. */
import { div, power } from "../build.ts";
import type { Expression } from "../expression.ts";
import { intern } from "../intern.ts";
import { half, minusOne, one } from "../leaves.ts";
import { binomial } from "./calls.ts";
import { derivativeBy, differentialFrac, isDifferentialFrac, unknown, variableOf } from "./derivatives.ts";
import * as matrix from "./matrices.ts";
import { type Parser, PRODUCT, RELATION, SUM } from "./parser.ts";
import { nameOf } from "./scope.ts";
import type { Token } from "./token.ts";

type Rule = (p: Parser, token: Token) => Expression;

/** Rules of LaTeX commands; the command is taken. */
const COMMANDS: Readonly<Record<string, Rule>> = /*@__PURE__*/ (() => ({
  frac: fraction,
  sqrt: root,
  binom: (p) => {
    const n = p.argument();
    return binomial(n, p.argument());
  },
  dot: (p) => dotted(p, 1),
  ddot: (p) => dotted(p, 2),
  dddot: (p) => dotted(p, 3),
  sum: (p, token) => series(p, token),
  prod: (p, token) => refuseProduct(p, token),
  int: (p, token) => integral(p, token),
  lim: (p, token) => limit(p, token),
}))();

/** Rules of words in texts, where a bracket holds what LaTeX writes around the sign. */
export const WORDS: Readonly<Record<string, Rule>> = /*@__PURE__*/ (() => ({
  sum: (p, token) => (p.seesList() ? seriesOfList(p) : p.seesOpen("(") ? totalOf(p) : series(p, token)),
  int: (p, token) => (p.seesList() ? integralOfList(p) : integral(p, token)),
  integral: (p, token) => (p.seesList() ? integralOfList(p) : integral(p, token)),
  prod: (p, token) => refuseProduct(p, token),
  lim: (p, token) => (p.seesList() ? limitOfList(p) : limit(p, token)),
  diff: derivativeOfList,
  ones: (p) => matrix.ones(sizes(p)),
}))();

export function command(p: Parser, token: Token): Expression {
  return COMMANDS[token.text](p, token);
}

function skip(p: Parser, separator: string): void {
  if (p.peek().kind !== "separator" || p.peek().text !== separator) p.unexpected(`"${separator}"`);
  p.at++;
}

// ---------------------------------------------------------------- fractions and roots

function fraction(p: Parser): Expression {
  if (isDifferentialFrac(p)) return differentialFrac(p);
  if (p.frames[p.frames.length - 1] === "∫" && p.seesOpen("{")) return div(withDifferential(p), p.argument());
  const above = p.argument();
  return div(above, p.argument());
}

/** The numerator of \frac{dx}{x} in an integral. */
function withDifferential(p: Parser): Expression {
  return p.inside(() => {
    const above = p.seesDifferential() ? one : p.expression(RELATION);
    if (p.seesDifferential()) {
      p.at++;
      p.differential = variableOf(p);
    }
    return above;
  }, "∫");
}

function root(p: Parser): Expression {
  if (!p.seesOpen("[")) return power(p.argument(), half);
  const degree = p.group();
  return power(p.argument(), power(degree, minusOne));
}

/** ẋ: a derivative by time. */
function dotted(p: Parser, order: number): Expression {
  const x = p.argument();
  const by = Array.from({ length: order }, () => p.scope.time);
  return derivativeBy(p, x.kind === "symbol" && x.isScalar ? unknown(p, nameOf(x), [p.scope.time]) : x, by);
}

/** diff(f, x), diff(f, x, 2), D(f, x, y). */
function derivativeOfList(p: Parser): Expression {
  if (!p.seesOpen("(")) p.unexpected("a bracket", "write D(f, x)");
  return p.inside(() => {
    const of = p.expression(RELATION);
    const variables: Expression[] = [];
    while (p.peek().text === ",") {
      p.at++;
      const { kind, text } = p.peek();
      if (kind === "number" && variables.length > 0 && /^\d{1,2}$/.test(text)) {
        p.at++;
        const last = variables[variables.length - 1];
        if (text === "0") variables.pop();
        for (let k = 1; k < Number(text); k++) variables.push(last);
      } else variables.push(variableOf(p));
    }
    return derivativeBy(p, of, variables);
  });
}

// ---------------------------------------------------------------- limits below and above a sign

interface Limits {
  below: (() => Expression) | undefined;
  above: Expression | undefined;
}

/** _{…} and ^{…} after a sign, in either order; what is below is read by `read`. */
function limitsOf(p: Parser, { sub }: Token, read: () => Expression): Limits {
  const found: Limits = { below: undefined, above: undefined };
  if (sub !== undefined) {
    const value = /^\d+$/.test(sub) ? matrix.whole(BigInt(sub)) : p.scope.read(sub);
    found.below = () => value;
  }
  for (let count = 0; count < 2; count++) {
    if (p.takes("_")) {
      const value = p.seesOpen("{") ? p.inside(read) : p.argument();
      found.below = () => value;
    } else if (p.takes("^")) found.above = p.argument();
  }
  return found;
}

// ---------------------------------------------------------------- sums

function series(p: Parser, token: Token): Expression {
  let index: Expression | undefined;
  const { below, above } = limitsOf(p, token, () => {
    index = variableOf(p);
    if (!p.takes("=")) p.unexpected('"=" after the index', "write \\sum_{i=1}^{n}");
    return p.expression(SUM);
  });
  const i = index;
  if (i === undefined || below === undefined || above === undefined) {
    return p.fail({
      position: token.start,
      expected: "where the sum begins and ends",
      got: "none",
      suggestion: "write \\sum_{i=1}^{n} …, or sum(i^2, i, 1, n)",
    });
  }
  const term = p.scope.within(i, () => p.expression(PRODUCT));
  return seriesOf(term, i, below(), above);
}

const seriesOf = (term: Expression, index: Expression, from: Expression, to: Expression): Expression =>
  intern("series", undefined, [term, index, from, to]);

/** sum(i^2, i, 1, n): the index is known before the term is read. */
function seriesOfList(p: Parser): Expression {
  const start = p.at;
  const { match } = p.peek();
  let at = start + 1;
  while (p.tokens[at].kind !== "separator") at = p.tokens[at].kind === "open" ? p.tokens[at].match + 1 : at + 1;
  p.at = at + 1;
  const index = variableOf(p);
  skip(p, ",");
  const [from, to] = ofTwo(p, match);
  p.at = start + 1;
  p.frames.push("(");
  const term = p.scope.within(index, () => p.expression(RELATION));
  p.frames.pop();
  if (p.at !== at) p.unexpected('an operator or ","');
  p.at = match + 1;
  return seriesOf(term, index, from, to);
}

/** The last two of a list. */
function ofTwo(p: Parser, end: number): readonly [Expression, Expression] {
  p.frames.push("(");
  const found = p.list();
  p.frames.pop();
  if (found.length !== 2 || p.at !== end) p.unexpected("two limits", "write from, to at the end of the list");
  return [found[0], found[1]];
}

/** sum(x): of the elements. */
const totalOf = (p: Parser): Expression => matrix.sumOfElements(p.group());

function refuseProduct(p: Parser, { start }: Token): never {
  return p.fail({
    position: start,
    expected: "sums",
    got: "a product over an index",
    suggestion: "write its logarithm as a sum",
  });
}

// ---------------------------------------------------------------- integrals

function integral(p: Parser, token: Token): Expression {
  const { below, above } = limitsOf(p, token, () => p.expression(SUM));
  if ((below === undefined) !== (above === undefined)) {
    p.fail({ position: token.start, expected: "both limits or none", suggestion: "write \\int_a^b f(x)\\,dx" });
  }
  const outer = p.differential;
  p.differential = undefined;
  p.frames.push("∫");
  const f = p.seesDifferential() ? one : p.nested(() => p.expression(SUM));
  let x = p.differential as Expression | undefined;
  if (p.seesDifferential()) {
    p.at++;
    x = variableOf(p);
  }
  p.frames.pop();
  p.differential = outer;
  if (x === undefined) return p.unexpected("dx at the end of the integrand", "write \\int f(x)\\,dx");
  return intern("integral", undefined, below === undefined || above === undefined ? [f, x] : [f, x, below(), above]);
}

/** int(f, x), int(f, x, a, b). */
function integralOfList(p: Parser): Expression {
  return p.inside(() => {
    const f = p.expression(RELATION);
    skip(p, ",");
    const x = variableOf(p);
    if (p.peek().kind === "close") return intern("integral", undefined, [f, x]);
    skip(p, ",");
    const [a, ...rest] = p.list();
    if (rest.length !== 1) p.unexpected("two limits", "write int(f, x, a, b)");
    return intern("integral", undefined, [f, x, a, rest[0]]);
  });
}

// ---------------------------------------------------------------- limits

type Side = "" | "+" | "-";

function limit(p: Parser, token: Token): Expression {
  let x: Expression | undefined;
  let side: Side = "";
  const { below } = limitsOf(p, token, () => {
    x = variableOf(p);
    if (!p.takes("→")) p.unexpected("an arrow after the variable", "write \\lim_{x \\to a}");
    p.frames.push("→");
    const to = p.expression(SUM);
    p.frames.pop();
    if (p.takes("^")) side = p.seesOpen("{") ? p.inside(() => sideOf(p)) : sideOf(p);
    return to;
  });
  if (x === undefined || below === undefined)
    return p.unexpected("what the variable goes to", "write \\lim_{x \\to a} f(x)");
  return limitNotation(p.term(), x, below(), side);
}

/** From above or from below. */
const sideOf = (p: Parser): Side => (p.takes("+") ? "+" : p.takes("-") ? "-" : "");

/** lim(f, x, a). */
function limitOfList(p: Parser): Expression {
  return p.inside(() => {
    const f = p.expression(RELATION);
    skip(p, ",");
    const x = variableOf(p);
    skip(p, ",");
    return limitNotation(f, x, p.expression(RELATION), "");
  });
}

function limitNotation(f: Expression, x: Expression, to: Expression, side: Side): Expression {
  const head = {
    name: "limit",
    key: `limit ${side}`,
    dimensions: ([of]: readonly Expression[]) => of.dimensions,
    notation: ([of, by, at]: readonly Expression[], write: (x: Expression, precedence: number) => string) => ({
      text: `lim(${write(of, 0)}, ${write(by, 0)}, ${write(at, 0)})`,
      latex: `\\lim_{${write(by, 0)} \\to ${write(at, 0)}${side && `^{${side}}`}} ${write(of, 2)}`,
      precedence: 2,
    }),
  };
  return matrix.notation(head, [f, x, to]);
}

/** ones(n), ones(m, n) */
function sizes(p: Parser): (number | string)[] {
  if (!p.seesOpen("(")) p.unexpected("a size in brackets", "write ones(n)");
  return p.inside(() => {
    const found: (number | string)[] = [];
    do {
      const { kind, text } = p.peek();
      if (found.length > 0) p.at++;
      const size = found.length > 0 ? p.peek() : { kind, text };
      if (size.kind !== "number" && size.kind !== "name") p.unexpected("a size: a number or a letter");
      found.push(/^\d+$/.test(size.text) ? Number(size.text) : size.text);
      p.at++;
    } while (p.peek().text === ",");
    return found;
  });
}
