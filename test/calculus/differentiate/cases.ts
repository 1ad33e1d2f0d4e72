/** Derivations checked by hand: the formula, its derivative, and the rules in the order of the steps. */
import type { Expression } from "../../../src/calculus/expression.ts";
import * as f from "./formulas.ts";
import {
  a,
  abs,
  add,
  call,
  cos,
  div,
  exp,
  ln,
  mul,
  n,
  neg,
  num,
  pow,
  sin,
  sqrt,
  sub,
  tan,
  unknown,
  x,
  y,
} from "./formulas.ts";

export interface Case {
  readonly of: Expression;
  /** The derivative in any form of equal value. */
  readonly is?: Expression;
  readonly rules: readonly string[];
}

const [C, I, M, S, P, Q, R] = [
  "constant rule",
  "identity rule",
  "constant multiple rule",
  "sum rule",
  "product rule",
  "quotient rule",
  "reciprocal rule",
];
const [N, G, E, CH, LOG] = ["power rule", "general power rule", "exponential rule", "chain rule", "logarithm rule"];
const [SIN, COS, TAN, ROOT, LD] = [
  "sine rule",
  "cosine rule",
  "tangent rule",
  "root rule",
  "logarithmic differentiation",
];

export const cases: readonly Case[] = [
  { of: num(7), is: num(0), rules: [C] },
  { of: x, is: num(1), rules: [I] },
  { of: y, is: num(0), rules: [C] },
  { of: pow(x, 5), is: mul(num(5), pow(x, 4)), rules: [N] },
  { of: pow(x, n), is: mul(n, pow(x, sub(n, num(1)))), rules: [N] },
  { of: mul(num(3), pow(x, 4)), is: mul(num(12), pow(x, 3)), rules: [M, N] },
  { of: mul(num(-2), x), is: num(-2), rules: [M, I] },
  { of: neg(x), is: num(-1), rules: [M, I] },
  { of: sub(mul(num(3), pow(x, 2)), mul(num(4), x)), is: sub(mul(num(6), x), num(4)), rules: [S, M, N, M, I] },
  {
    of: add(sub(mul(num(3), pow(x, 4)), mul(num(2), x)), num(7)),
    is: sub(mul(num(12), pow(x, 3)), num(2)),
    rules: [S, M, N, M, I, C],
  },
  { of: div(num(1), x), is: neg(pow(x, -2)), rules: [N] },
  { of: div(num(5), pow(x, 2)), is: mul(num(-10), pow(x, -3)), rules: [M, N] },
  { of: sub(pow(x, 3), div(num(1), x)), is: add(mul(num(3), pow(x, 2)), pow(x, -2)), rules: [S, N, M, N] },
  { of: sqrt(x), is: div(num(1), mul(num(2), sqrt(x))), rules: [ROOT] },
  { of: exp(x), is: exp(x), rules: [E] },
  { of: pow(num(2), x), is: mul(pow(num(2), x), ln(num(2))), rules: ["exponential rule for base a"] },
  { of: ln(x), is: div(num(1), x), rules: [LOG] },
  { of: div(ln(x), ln(num(10))), is: div(num(1), mul(x, ln(num(10)))), rules: ["logarithm rule for base b"] },
  { of: sin(x), is: cos(x), rules: [SIN] },
  { of: cos(x), is: neg(sin(x)), rules: [COS] },
  { of: tan(x), is: div(num(1), pow(cos(x), 2)), rules: [TAN] },
  { of: call("arctan", x), is: div(num(1), add(num(1), pow(x, 2))), rules: ["arctangent rule"] },
  { of: call("arcsin", x), is: pow(sub(num(1), pow(x, 2)), f.neg(f.num(0.5))), rules: ["arcsine rule"] },
  { of: call("sinh", x), is: call("cosh", x), rules: ["hyperbolic sine rule"] },
  { of: mul(x, exp(x)), is: mul(add(x, num(1)), exp(x)), rules: [P, I, E] },
  { of: mul(pow(x, 2), sin(x)), is: add(mul(num(2), x, sin(x)), mul(pow(x, 2), cos(x))), rules: [P, N, SIN] },
  {
    of: mul(pow(x, 2), exp(x), sin(x)),
    is: mul(exp(x), add(mul(num(2), x, sin(x)), mul(pow(x, 2), sin(x)), mul(pow(x, 2), cos(x)))),
    rules: [P, N, E, SIN],
  },
  { of: mul(num(3), x, ln(x)), is: add(mul(num(3), ln(x)), num(3)), rules: [M, P, I, LOG] },
  { of: div(sin(x), x), is: div(sub(mul(x, cos(x)), sin(x)), pow(x, 2)), rules: [Q, SIN, I] },
  {
    of: div(mul(pow(x, 2), sin(x)), add(exp(x), num(1))),
    rules: [Q, P, N, SIN, S, E, C],
  },
  { of: div(add(x, num(1)), sub(x, num(1))), is: div(num(-2), pow(sub(x, num(1)), 2)), rules: [Q, S, I, C, S, C] },
  { of: div(num(1), sin(x)), is: neg(div(cos(x), pow(sin(x), 2))), rules: [R, SIN] },
  { of: div(num(2), add(num(1), exp(neg(x)))), rules: [M, R, S, C, CH, E, M, I] },
  { of: pow(add(pow(x, 2), num(1)), 5), is: mul(num(10), x, pow(add(pow(x, 2), num(1)), 4)), rules: [G, S, N, C] },
  { of: pow(sin(x), 2), is: mul(num(2), sin(x), cos(x)), rules: [G, SIN] },
  { of: sqrt(add(pow(x, 2), num(1))), is: div(x, sqrt(add(pow(x, 2), num(1)))), rules: [CH, ROOT, S, N, C] },
  { of: sin(pow(x, 2)), is: mul(num(2), x, cos(pow(x, 2))), rules: [CH, SIN, N] },
  { of: exp(cos(x)), is: neg(mul(sin(x), exp(cos(x)))), rules: [CH, E, COS] },
  { of: exp(mul(num(2), x)), is: mul(num(2), exp(mul(num(2), x))), rules: [CH, E, M, I] },
  { of: pow(num(3), pow(x, 2)), rules: [CH, "exponential rule for base a", N] },
  { of: ln(add(pow(x, 2), num(1))), is: div(mul(num(2), x), add(pow(x, 2), num(1))), rules: [CH, LOG, S, N, C] },
  { of: sin(cos(pow(x, 2))), rules: [CH, SIN, CH, COS, N] },
  { of: pow(x, x), is: mul(pow(x, x), add(ln(x), num(1))), rules: [LD, I] },
  { of: pow(sin(x), x), rules: [LD, I, SIN] },
  { of: mul(ln(pow(x, 2)), sin(x)), rules: [P, CH, LOG, N, SIN] },
  { of: abs(x), is: call("sgn", x), rules: ["absolute value rule"] },
  { of: abs(sub(x, num(1))), rules: [CH, "absolute value rule", S, I, C] },
  { of: call("floor", x), is: num(0), rules: ["step rule"] },
  { of: call("max", x, pow(x, 2)), rules: ["maximum rule", I, N] },
  { of: unknown("f", x), rules: ["derivative of an unknown function"] },
  {
    of: mul(unknown("f", x), unknown("g", x)),
    rules: [P, "derivative of an unknown function", "derivative of an unknown function"],
  },
  {
    of: div(unknown("f", x), unknown("g", x)),
    rules: [Q, "derivative of an unknown function", "derivative of an unknown function"],
  },
  { of: unknown("f", unknown("g", x)), rules: [CH, "derivative of an unknown function"] },
  { of: unknown("f", pow(x, 2), x), rules: [CH, N] },
  { of: f.cases(pow(x, 2), f.relation("<", x, num(0)), x), rules: ["piecewise rule", N, I] },
  { of: mul(a, pow(x, 2)), is: mul(num(2), a, x), rules: [M, N] },
  { of: call("sigmoid", x), rules: ["derivative of sigmoid"] },
];
