/** Derivatives of what is given in another way than as a formula y = f(x): chains, equations, inverses, curves. */
import { fail } from "../../base/errors.ts";
import { add, div, mul, neg, power, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { intern } from "../intern.ts";
import { minusOne, symbol } from "../leaves.ts";
import { substituteAll } from "../substitute.ts";
import { Context, pending } from "./context.ts";
import { invert } from "./invert.ts";
import {
  type Derivation,
  type DerivativeSteps,
  deriveWithSteps,
  record,
  stepsFrom,
  type StepOptions,
} from "./record.ts";
import { refuse } from "./refuse.ts";
import { notZero } from "./rules/products.ts";
import { tidied } from "./tidy.ts";
import { nameOf, type Variable, variableOf } from "./variables.ts";

/** A step that no single rule of the table makes. */
function step(
  parts: Pick<Derivation, "rule" | "pattern" | "variable" | "before" | "after" | "result"> & Partial<Derivation>,
): Derivation {
  return { bindings: {}, outers: [], children: [], notes: [], alternatives: [], ...parts };
}

/** An unknown function of one symbol: x(t). */
const unknownOf = (name: string, of: Expression, order = 0): Expression =>
  intern("unknown", { name, orders: [order] }, [of]);

/** The total derivative: the multivariate chain rule with named inner functions. */
export function total(
  expr: Expression,
  inner: Readonly<Record<string, Expression | undefined>>,
  t: Variable,
  options: StepOptions = {},
): DerivativeSteps {
  const formulas = Object.values(inner).filter((x) => x !== undefined);
  const by = variableOf("total", t, expr, ...formulas);
  const variables = Object.keys(inner).map((name) => variableOf("total", name, expr));
  const values = Object.entries(inner).map(([name, value]) => value ?? unknownOf(name, by));
  const places = new Map(variables.map((x, at) => [x, values[at]]));
  const outers = variables.map((x) => record(expr, x));
  const direct = new Context(expr, by).depends(expr) ? [record(expr, by)] : [];
  const slopes = [...outers, ...direct].map(({ result }) => substituteAll(result, places));
  const join = (derivatives: readonly Expression[]): Expression =>
    sumOf(slopes.map((slope, at) => (at < derivatives.length ? mul(slope, derivatives[at]) : slope)));
  const children = values.map((value) => record(value, by));
  const derivation = step({
    rule: "multivariate chain rule",
    pattern: "\\frac{df}{dt} = \\sum_j \\frac{\\partial f}{\\partial u_j} \\frac{du_j}{dt}",
    variable: by,
    bindings: { f: expr, ...Object.fromEntries(variables.map((x, at) => [nameOf(x), values[at]])) },
    before: pending(substituteAll(expr, places), by),
    after: join(values.map((value) => pending(value, by))),
    result: join(children.map(({ result }) => result)),
    outers: [...outers, ...direct],
    children,
  });
  return stepsFrom(derivation, options);
}

/** The derivative of y that an equation defines: -F_x/F_y for F(x, y) = 0. */
export function implicit(
  equation: Expression,
  y: Variable,
  x: Variable,
  options: StepOptions & { readonly order?: number } = {},
): DerivativeSteps {
  if (equation.kind === "relation" && equation.payload !== "=") refuse(equation, "an inequality", "implicit");
  const F = equation.kind === "relation" ? sub(equation.args[0], equation.args[1]) : equation;
  const [byX, byY] = [variableOf("implicit", x, F), variableOf("implicit", y, F)];
  if (!new Context(F, byY).depends(F))
    refuse(equation, `an equation in which "${nameOf(byY)}" does not stand`, "implicit");
  const join = (fx: Expression, fy: Expression): Expression => neg(div(fx, fy));
  const children = [record(F, byX), record(F, byY)];
  const fy = children[1].result;
  const derivation = step({
    rule: "implicit differentiation",
    pattern: "\\frac{dy}{dx} = -\\frac{\\partial F/\\partial x}{\\partial F/\\partial y}",
    variable: byX,
    bindings: { F },
    before: unknownOf(nameOf(byY), byX, 1),
    after: join(pending(F, byX), pending(F, byY)),
    result: join(children[0].result, fy),
    children,
    notes: [{ ...notZero(fy), text: "the equation can be solved for y nearby" }],
  });
  return implicitAgain(derivation, byY, options);
}

/** y″ and so on: the derivative of the formula of x and y, with y′ in place of dy/dx. */
function implicitAgain(
  first: Derivation,
  y: Expression,
  options: StepOptions & { readonly order?: number },
): DerivativeSteps {
  const { order = 1 } = options;
  if (!Number.isInteger(order) || order < 1) {
    fail("value", { op: "implicit", argument: "order", got: order, expects: "a whole number from 1 on" });
  }
  const x = first.variable;
  const slope = tidied(first.result, options);
  let last = first;
  for (let n = 2; n <= order; n++) {
    const g = tidied(last.result, options);
    const children = [record(g, x), record(g, y)];
    const join = (gx: Expression, gy: Expression): Expression => add(gx, mul(gy, slope));
    last = step({
      rule: "implicit differentiation",
      pattern:
        "\\frac{d}{dx} g(x, y) = \\frac{\\partial g}{\\partial x} + \\frac{\\partial g}{\\partial y} \\frac{dy}{dx}",
      variable: x,
      bindings: { g },
      before: unknownOf(nameOf(y), x, n),
      after: join(pending(g, x), pending(g, y)),
      result: join(children[0].result, children[1].result),
      outers: [last],
      children,
      notes: last.notes,
    });
  }
  return stepsFrom(last, options);
}

/** The derivative of an inverse function: (f⁻¹)′(y) = 1/f′(x) where y = f(x). */
export function inverseDerivative(
  f: Expression,
  x: Variable,
  at?: Expression,
  options: StepOptions = {},
): DerivativeSteps {
  const by = variableOf("inverseDerivative", x, f);
  if (!new Context(f, by).depends(f)) refuse(f, "the inverse of a constant", "inverseDerivative");
  const child = record(f, by);
  const place = at === undefined ? by : invert(f, by, at);
  const here = (formula: Expression): Expression => substituteAll(formula, new Map([[by, place]]));
  const derivation = step({
    rule: "inverse function rule",
    pattern: "(f^{-1})'(y) = \\frac{1}{f'(x)},\\; y = f(x)",
    variable: by,
    bindings: at === undefined ? { f } : { f, y: at, x: place },
    before: intern("unknown", { name: "f^{-1}", orders: [1] }, [at ?? f]),
    after: at === undefined ? power(pending(f, by), minusOne) : power(here(child.result), minusOne),
    result: power(here(child.result), minusOne),
    ...(at === undefined ? { children: [child] } : { outers: [child] }),
    notes: [{ ...notZero(here(child.result)), text: "f has an inverse nearby" }],
  });
  return stepsFrom(derivation, options);
}

/** The derivative by logarithmic differentiation: y′ = y (ln y)′. */
export function logarithmic(expr: Expression, x: Variable, options: Omit<StepOptions, "route"> = {}): DerivativeSteps {
  return deriveWithSteps(expr, variableOf("logarithmic", x, expr), { ...options, route: "logarithmic" });
}

/** The slope of a curve that is given by a parameter: dy/dx = y′(t)/x′(t). */
export function parametric(
  x: Expression,
  y: Expression,
  t: Variable,
  options: StepOptions & { readonly order?: number } = {},
): DerivativeSteps {
  const by = variableOf("parametric", t, x, y);
  const { order = 1 } = options;
  if (!new Context(x, by).depends(x)) refuse(x, "a curve whose x does not move", "parametric");
  const below = record(x, by);
  let [last, of]: [Derivation | undefined, Expression] = [undefined, y];
  for (let n = 1; n <= Math.max(1, order); n++) {
    const above = record(of, by);
    last = step({
      rule: "parametric derivative",
      pattern: "\\frac{dy}{dx} = \\frac{y'(t)}{x'(t)}",
      variable: by,
      bindings: { x, y: of },
      before: unknownOf("y", symbol("x"), n),
      after: div(pending(of, by), pending(x, by)),
      result: div(above.result, below.result),
      ...(last !== undefined && { outers: [last] }),
      children: [above, below],
      notes: [{ ...notZero(below.result), text: "the curve has no vertical tangent" }],
    });
    of = tidied(last.result, options);
  }
  return stepsFrom(last as Derivation, options);
}

/** The derivative of an integral by a parameter, under the sign and at moving limits. */
export function underIntegral(integral: Expression, x: Variable, options: StepOptions = {}): DerivativeSteps {
  if (integral.kind !== "integral") refuse(integral, "something that is no integral", "underIntegral");
  return deriveWithSteps(integral, variableOf("underIntegral", x, integral), options);
}
