/** A formula made ready for the comparison of growth: choices decided, oscillations named, everything in powers of e. */
import { add, div, mul, neg, power, sub } from "../build.ts";
import type { Expression, Payloads } from "../expression.ts";
import { apply } from "../functions.ts";
import { same } from "../intern.ts";
import { e, half, infinity, minusOne, number, one, pi, rationalOf, symbol, two, zero } from "../leaves.ts";
import { arcsin, cosh, exp, ln, opName, rewritten, sinh, sqrt, square } from "../series/known.ts";
import { surelyZero } from "../series/sure.ts";
import { unsure } from "../series/unsure.ts";
import { dependsOn, rebuild } from "../substitute.ts";
import { type Growth, isInfinite } from "./growth.ts";

/** What came of it. */
export interface Prepared {
  readonly formula: Expression;
  /** Symbols that stand for sines and cosines of what grows: anything from -1 to 1. */
  readonly oscillations: readonly Expression[];
}

/** f for x → ∞, in terms that the comparison of growth can read. */
export function prepare(f: Expression, x: Expression, growth: Growth, op: string): Prepared {
  const oscillations: Expression[] = [];
  const done = new Map<Expression, Expression>();
  const change = (part: Expression): Expression => {
    if (!dependsOn(part, x) || part === x) return part;
    let found = done.get(part);
    if (found === undefined) {
      const whole = part.kind === "piecewise" ? part : rebuild(part, part.args.map(change));
      done.set(part, (found = decide(whole, { x, growth, op, oscillations, change })));
    }
    return found;
  };
  if (f.depth > 200) unsure(op, "a formula so deep", f);
  return { formula: change(f), oscillations };
}

interface Place {
  readonly x: Expression;
  readonly growth: Growth;
  readonly op: string;
  readonly oscillations: Expression[];
  readonly change: (part: Expression) => Expression;
}

function decide(f: Expression, place: Place): Expression {
  if (!dependsOn(f, place.x)) return f;
  if (f.kind === "power" && dependsOn(f.args[1], place.x)) {
    if (surelyZero(f.args[0])) return unsure(place.op, "a power of 0", f);
    return same(f.args[0], e) ? f : exp(mul(f.args[1], ln(f.args[0])));
  }
  if (f.kind === "piecewise") return chosen(f, place);
  if (f.kind !== "call") return f;
  const known = CHOICES[opName(f)]?.(f, place);
  if (known !== undefined) return known;
  const simpler = rewritten(f);
  if (simpler !== undefined) return place.change(simpler);
  const grown = UNBOUNDED[opName(f)];
  return grown === undefined ? f : grown(f.args[0], place, f);
}

const signAt = (f: Expression, { growth, x }: Place): number => (surelyZero(f) ? 0 : growth.sign(f, x));

/** Functions with corners and jumps: which branch it is for large x. */
const CHOICES: Readonly<Record<string, (f: Expression, place: Place) => Expression | undefined>> = {
  abs: ({ args: [u] }, place) => (signAt(u, place) < 0 ? neg(u) : u),
  sign: ({ args: [u] }, place) => number(signAt(u, place)),
  relu: ({ args: [u] }, place) => (signAt(u, place) > 0 ? u : zero),
  maximum: ({ args: [u, v] }, place) => (signAt(sub(u, v), place) >= 0 ? u : v),
  minimum: ({ args: [u, v] }, place) => (signAt(sub(u, v), place) <= 0 ? u : v),
  floor: (f, place) => stair(f, place, 0),
  ceil: (f, place) => stair(f, place, 1),
};

/** floor and ceil near a finite limit. */
function stair(f: Expression, place: Place, up: 0 | 1): Expression {
  const [u] = f.args;
  const limit = place.growth.limit(u, place.x);
  if (isInfinite(limit)) return unsure(place.op, "steps without end", f);
  const value = rationalOf(limit);
  if (value === undefined || value.d !== 1n) return apply(f.payload as Payloads["call"], limit);
  const sign = signAt(sub(u, limit), place);
  return number(Number(value.n) + (sign < 0 ? up - 1 : sign > 0 ? up : 0));
}

const HOLDS: Readonly<Record<Payloads["relation"], (sign: number) => boolean>> = {
  "=": (sign) => sign === 0,
  "≠": (sign) => sign !== 0,
  "<": (sign) => sign < 0,
  "≤": (sign) => sign <= 0,
  ">": (sign) => sign > 0,
  "≥": (sign) => sign >= 0,
};

function chosen(f: Expression, place: Place): Expression {
  for (let at = 0; at + 1 < f.args.length; at += 2) {
    const condition = f.args[at + 1];
    if (!condition.is("relation")) return unsure(place.op, "a condition that is no comparison", f);
    const sign = signAt(place.change(sub(condition.args[0], condition.args[1])), place);
    if (HOLDS[condition.payload as Payloads["relation"]](sign)) return place.change(f.args[at]);
  }
  return place.change(f.args[f.args.length - 1]);
}

/** Functions whose arguments may grow, in terms of exponentials and of what tends to 0. */
const UNBOUNDED: Readonly<Record<string, (u: Expression, place: Place, f: Expression) => Expression>> = {
  sin: oscillating,
  cos: oscillating,
  sinh: (u, place) => (grows(u, place) === 0 ? sinh(u) : mul(half, sub(exp(u), exp(neg(u))))),
  cosh: (u, place) => (grows(u, place) === 0 ? cosh(u) : mul(half, add(exp(u), exp(neg(u))))),
  atan: (u, place, f) => {
    const sign = grows(u, place);
    return sign === 0 ? f : sub(mul(number(sign), half, pi), apply(f.payload as Payloads["call"], power(u, minusOne)));
  },
  asinh: (u, place, f) => {
    const sign = grows(u, place);
    return sign === 0 ? f : mul(number(sign), ln(add(mul(number(sign), u), sqrt(add(square(u), one)))));
  },
  acosh: (u) => ln(add(u, mul(sqrt(sub(u, one)), sqrt(add(u, one))))),
  atanh: (u) => mul(half, sub(ln(add(one, u)), ln(sub(one, u)))),
  asin: (u, place, f) => nearOne(u, place, f),
  acos: (u, place, f) => {
    const limit = place.growth.limit(u, place.x);
    if (!same(limit, one) && !same(limit, minusOne)) return f;
    // 2 arcsin √((1 - u)/2) loses nothing where u tends to 1.
    const small = sqrt(mul(half, same(limit, one) ? sub(one, u) : add(one, u)));
    const angle = mul(two, arcsin(small));
    return same(limit, one) ? angle : sub(pi, angle);
  },
  erf: (u, place, f) => {
    const sign = grows(u, place);
    if (sign === 0) return f;
    // One term of the asymptotic series: what is left out is smaller by 1/u².
    return sub(number(sign), div(exp(neg(square(u))), mul(u, sqrt(pi))));
  },
};

function nearOne(u: Expression, place: Place, f: Expression): Expression {
  const limit = place.growth.limit(u, place.x);
  if (!same(limit, one) && !same(limit, minusOne)) return f;
  const sign = same(limit, one) ? one : minusOne;
  const small = sqrt(mul(half, sub(one, mul(sign, u))));
  return mul(sign, sub(mul(half, pi), mul(two, apply(f.payload as Payloads["call"], small))));
}

/** 1 for → ∞, -1 for → -∞, 0 for a finite limit. */
function grows(u: Expression, place: Place): number {
  const limit = place.growth.limit(u, place.x);
  return same(limit, infinity) ? 1 : isInfinite(limit) ? -1 : 0;
}

function oscillating(u: Expression, place: Place, f: Expression): Expression {
  if (grows(u, place) === 0) return f;
  const any = symbol(`#osc${place.oscillations.length}`);
  place.oscillations.push(any);
  return any;
}
