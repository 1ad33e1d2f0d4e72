/**
 * The order of a textbook. Terms go from the highest degree to the lowest, constants after that, what decays last: x² + x + 1,
 * x ln x - x, 1 + e^-x. The degree counts letters that stand for variables (s … z); parameters decide among equal degrees:
 * ax² + bx + c. Factors go from numbers over constants, parameters, variables and their roots, σ(x) and the like, polynomials, roots of
 * sums, exponentials, other sums to functions that need no parentheses: 2πax√x (x + 1)eˣ sin x, eˣ(sin x + cos x).
 * The order depends on the structure alone, never on how a formula was made.
 */
import type { Dimensions, Payloads } from "../expression.ts";
import { functions } from "../functions.ts";
import { type Display, type DisplayKind, isDisplay, type MatrixDisplay } from "./display.ts";
import { formOf } from "./functions.ts";

/** Where a part stands among terms and among factors. */
export interface Order {
  /** Degree in the variables. */
  readonly degree: number;
  /** Degree in all symbols. */
  readonly total: number;
  /** Among terms of the same degree: 0 functions, 1 monomials, 2 what decays and roots, 3 integrals and the like. */
  readonly group: number;
  /** Among factors, see {@link RANK}. */
  readonly rank: number;
  /** A number for comparing exponents; symbols count as large. */
  readonly weight: number;
  /** Decides what is left. */
  readonly key: string;
  /** Decides what is left among factors. */
  readonly factorKey: string;
}

/** Places of factors. */
export const RANK = {
  number: 0,
  numericRoot: 0.5,
  constant: 1,
  imaginary: 1.5,
  parameter: 2,
  variable: 3,
  variableRoot: 3.3,
  named: 3.5,
  polynomial: 4,
  root: 5,
  closed: 6,
  exponential: 7,
  sum: 7.5,
  unknown: 8,
  call: 9,
  derivative: 10,
  matrix: 11,
  tall: 12,
  shaped: 13,
} as const;

/** Symbols count so much in exponents. */
const LARGE = 1000;
const KEY = 64;

/** Which symbols count as variables. */
export type IsVariable = (symbol: Payloads["symbol"]) => boolean;

/** s … z, also with an index; capitals where they stand for matrices. */
export const byLetter: IsVariable = ({ name, assumptions }) =>
  (assumptions.dimensions.length === 2 ? /^[S-Z](?:_?\d+)?$/i : /^[s-z](?:_?\w{1,2})?$/).test(name);

const sumBy = (args: readonly Display[], of: (order: Order) => number): number =>
  args.reduce((sum, { order }) => sum + of(order), 0);

/** Higher powers first. */
const powerMark = (weight: number): string =>
  `\u0001${String.fromCharCode(0x8000 - Math.max(-0x3000, Math.min(0x3000, Math.round(weight * 6))))}`;

/** Names with their numbers filled up, so that x_2 comes before x_10. */
const nameKey = (name: string): string => name.replace(/\d+/g, (digits) => digits.padStart(6, "0"));

const isNumber = ({ kind, args }: Display): boolean =>
  kind === "integer" || kind === "decimal" || ((kind === "fraction" || kind === "negative") && args.every(isNumber));

/** A number or constant, the base of an exponential. */
export const isConstant = (x: Display): boolean => x.kind === "constant" || isNumber(x);

type OrderOf = (args: readonly Display[], payload: never, isVariable: IsVariable) => Partial<Order>;

const keys = (args: readonly Display[]): string => args.map(({ order }) => order.key).join(" ");
const byOwnKey = (a: Display, b: Display): number => (a.order.key < b.order.key ? -1 : 1);
const tall: OrderOf = (args) => ({ degree: -LARGE, group: 3, rank: RANK.tall, key: keys(args) });

/** Functions in the order of their table: sin before cos. */
const places = /*@__PURE__*/ (() => new Map<object, number>(functions.map(({ op }, at) => [op, at])))();
/** |x| stands after sums, σ(x) before them and sin x, which may have no parentheses, at the end. */
function rankOfCall(op: Payloads["call"]): number {
  const { delimiters, bare } = formOf(op);
  return delimiters !== undefined ? RANK.closed : bare !== undefined ? RANK.call : RANK.named;
}

const placeOf = (op: Payloads["call"]): string => String(places.get(op) ?? op.name).padStart(3, "0");

/** Among factors of the same argument powers first: cos² x sin x. */
const callKey = (args: readonly Display[], op: Payloads["call"], power: number): string =>
  `~${keys(args)} ${powerMark(power)}${placeOf(op)}`;

const rules: Readonly<Record<DisplayKind, OrderOf>> = {
  integer: (_, value: bigint) => ({ weight: Number(value), key: String(value).padStart(6, "0") }),
  decimal: (_, value: number) => ({ weight: value, key: String(value) }),
  symbol: (_, symbol: Payloads["symbol"], isVariable) => {
    const variable = isVariable(symbol);
    const rank = symbol.assumptions.dimensions.length > 0 ? RANK.shaped : variable ? RANK.variable : RANK.parameter;
    return { degree: Number(variable), total: 1, rank, weight: LARGE, key: nameKey(symbol.name) + powerMark(1) };
  },
  constant: (_, name: Payloads["constant"]) =>
    name === "i"
      ? { total: 0.4, group: 2, rank: RANK.imaginary, key: name }
      : { total: 0.5, rank: RANK.constant, weight: 3, key: name },
  // x + 1 before x - 1.
  negative: ([x]) => ({ ...x.order, weight: -x.order.weight, key: `${x.order.key}-` }),
  sum: (args) => {
    const isPolynomial = args.every(({ order }) => order.group === 1 || order.rank < RANK.parameter);
    return {
      degree: Math.max(...args.map(({ order }) => order.degree)),
      total: Math.max(...args.map(({ order }) => order.total)),
      group: args.every(({ order }) => order.group === 1) ? 1 : 0,
      rank: isPolynomial ? RANK.polynomial : RANK.sum,
      weight: sumBy(args, ({ weight }) => weight),
      key: keys(args.slice(0, KEY)),
    };
  },
  product: (args) => {
    const groups = args.map(({ order }) => order.group);
    const factors = args.filter((x) => !isNumber(x));
    return {
      degree: sumBy(args, ({ degree }) => degree),
      total: sumBy(args, ({ total }) => total),
      group: groups.includes(3) ? 3 : groups.includes(2) ? 2 : groups.includes(0) ? 0 : 1,
      rank: RANK.variable,
      weight: args.reduce((product, { order }) => product * order.weight, 1),
      key: keys([...factors, ...args.filter(isNumber)]),
    };
  },
  fraction: ([top, bottom]) => ({
    degree: top.order.degree - bottom.order.degree,
    total: top.order.total - bottom.order.total,
    group: bottom.order.group !== 1 || bottom.kind === "sum" ? 2 : top.order.group,
    rank: top.order.rank === RANK.number ? RANK.number : RANK.variable,
    weight: top.order.weight / (bottom.order.weight || 1),
    key: isNumber(top) ? keys([bottom, top]) : keys([top, bottom]),
  }),
  power: ([x, exponent]) => powerOrder(x, exponent),
  root: ([x], degree: bigint) => ({
    degree: x.order.degree / Number(degree),
    total: x.order.total / Number(degree),
    group: 2,
    rank: isNumber(x) ? RANK.numericRoot : x.kind === "symbol" ? RANK.variableRoot : RANK.root,
    weight: x.order.weight ** (1 / Number(degree)) || 0,
    key: `\u007f${x.order.key}`,
  }),
  call: (args, op: Payloads["call"]) => ({
    group: 0,
    rank: rankOfCall(op),
    // By the argument first: sin x cos y + cos x sin y.
    key: `~${keys(args)} ${placeOf(op)}`,
    factorKey: callKey(args, op, 1),
  }),
  unknown: (args, { name, orders }: Payloads["unknown"]) => ({
    group: 0,
    rank: RANK.unknown,
    key: `${nameKey(name)}${powerMark(orders.reduce((sum, n) => sum + n, 0))}${orders.map(powerMark).join("")}${keys(args)}`,
  }),
  derivative: ([x]) => ({
    degree: x.order.degree - 1,
    total: x.order.total - 1,
    group: x.order.group,
    rank: RANK.derivative,
    key: x.order.key,
  }),
  integral: tall,
  series: tall,
  piecewise: tall,
  relation: (args) => ({ group: 3, rank: RANK.closed, key: keys(args) }),
  matrix: (args, { head }: MatrixDisplay) => ({
    degree: sumBy(args, ({ degree }) => degree),
    total: sumBy(args, ({ total }) => total),
    rank: RANK.matrix,
    // Hadamard products commute: their arguments stand in the order of hashes.
    key: `${keys(head.name === "hadamard" ? args.toSorted(byOwnKey) : args)} ${head.key ?? head.name}`,
  }),
};

function powerOrder(x: Display, exponent: Display): Partial<Order> {
  const { weight } = exponent.order;
  const key = x.kind === "symbol" ? x.order.key.slice(0, -2) + powerMark(weight) : x.order.key + powerMark(weight);
  const factorKey = isDisplay(x, "call") ? callKey(x.args, x.payload, weight) : key;
  if (isNumber(exponent)) {
    return {
      degree: x.order.degree * weight,
      total: x.order.total * weight,
      group: x.kind === "sum" && !Number.isInteger(weight) ? 2 : x.order.group,
      rank: isConstant(x) ? (x.kind === "constant" ? RANK.constant : RANK.numericRoot) : x.order.rank,
      weight: LARGE,
      key,
      factorKey,
    };
  }
  if (isConstant(x)) {
    // (-1)ⁿ xⁿ
    const rank = x.kind === "negative" ? RANK.numericRoot : RANK.exponential;
    return { group: exponent.kind === "negative" ? 2 : 0, rank, key: `${x.order.key}^${exponent.order.key}` };
  }
  if (exponent.order.degree > 0) return { group: 0, rank: x.order.rank, key };
  return { degree: x.order.degree * weight, total: x.order.total * weight, rank: x.order.rank, weight: LARGE, key };
}

export function orderOf(
  kind: DisplayKind,
  payload: unknown,
  args: readonly Display[],
  isVariable: IsVariable,
  dimensions: Dimensions,
): Order {
  const found = rules[kind](args, payload as never, isVariable);
  const { degree = 0, total = 0, group = 1, weight = 0, key = "" } = found;
  const rank = dimensions.length > 0 ? RANK.shaped : (found.rank ?? RANK.number);
  const short = key.length > KEY ? key.slice(0, KEY) : key;
  const { factorKey = short } = found;
  return { degree, total, group, rank, weight, key: short, factorKey };
}

/** A part with the formula it shows, whose hash decides the last ties. */
export interface Entry {
  readonly display: Display;
  readonly hash: number;
}

const byKey = (a: Entry, b: Entry, key: "key" | "factorKey"): number => {
  const [x, y] = [a.display.order[key], b.display.order[key]];
  return x < y ? -1 : x > y ? 1 : a.hash - b.hash;
};

export function sortFactors(factors: Entry[]): Display[] {
  factors.sort((a, b) => a.display.order.rank - b.display.order.rank || byKey(a, b, "factorKey"));
  return factors.map(({ display }) => display);
}

/** Terms in order; a leading minus is avoided where a textbook does. */
export function sortTerms(terms: Entry[]): Display[] {
  terms.sort((a, b) => {
    const [x, y] = [a.display.order, b.display.order];
    return y.degree - x.degree || x.group - y.group || y.total - x.total || byKey(a, b, "key");
  });
  return leading(terms.map(({ display }) => display));
}

/** 1 - x and 1 - x² - y²; but -x² + 4x - 3, where each power stands once. */
function leading(terms: Display[]): Display[] {
  if (terms[0].kind !== "negative") return terms;
  const at = terms.findIndex(({ kind }) => kind !== "negative");
  if (at < 0 || (terms.length > 2 && isPolynomial(terms))) return terms;
  return [terms[at], ...terms.slice(0, at), ...terms.slice(at + 1)];
}

const isPolynomial = (terms: readonly Display[]): boolean =>
  terms.every(({ order }) => order.group === 1) &&
  new Set(terms.map(({ order }) => order.degree)).size === terms.length;
