/** The differential of a formula: a formula linear in dX. Every head has one rule; this walks. */
import { mul, productOf, sub, sumOf } from "../build.ts";
import type { Expression, Payloads } from "../expression.ts";
import { apply } from "../functions.ts";
import { same } from "../intern.ts";
import { e, one, symbol, zero } from "../leaves.ts";
import { log } from "../../ops/exponential.ts";
import { partialOf } from "../partials.ts";
import { rebuild } from "../substitute.ts";
import { headOf, isHead, unsupported } from "./head.ts";
import { differentialOf, ones } from "./heads/constants.ts";
import { elementPower, lift, lifted, times } from "./heads/elements.ts";
import { isMatrixFunction, traceHead } from "./heads/invariants.ts";
import { toText } from "../print/text.ts";
import { postorder } from "./walk.ts";

/** The sum; one term alone stays as it is, factored. */
export const total = (terms: readonly Expression[]): Expression => (terms.length === 1 ? terms[0] : sumOf(terms));

/** What one part contributes: the rule, and the differential with those of its arguments still pending. */
export interface Local {
  readonly rule: string;
  readonly text: string;
  readonly value: Expression;
}

/** Parts that depend on the variable, arguments first. */
export function dependents(root: Expression, variable: Expression): { order: Expression[]; depends: Set<Expression> } {
  const depends = new Set<Expression>();
  const order = postorder(root).filter((x) => {
    if (!same(x, variable) && !x.args.some((arg) => depends.has(arg))) return false;
    depends.add(x);
    return true;
  });
  return { order, depends };
}

/** d f, linear in `differentialOf(variable)`; zero where f does not depend on it. */
export function differential(f: Expression, variable: Expression): Expression {
  const { order } = dependents(f, variable);
  const done = new Map<Expression, Expression>();
  const skipped = insideTraces(order, f);
  for (const x of order) {
    if (skipped.has(x)) continue;
    done.set(x, same(x, variable) ? differentialOf(variable) : local(x, (arg) => done.get(arg)).value);
  }
  return done.get(f) ?? mul(zero, f);
}

/** Functions of matrices that stand in traces only: they need no differential of their own. */
export function insideTraces(order: readonly Expression[], root: Expression): ReadonlySet<Expression> {
  const candidates = new Set(order.filter((x) => isMatrixFunction(x) && x !== root));
  for (const x of order) {
    if (!isHead(x, traceHead)) for (const arg of x.args) candidates.delete(arg);
  }
  return candidates;
}

/** The differential of one part. @param d - of the arguments: undefined where they do not depend on the variable */
export function local(x: Expression, d: (arg: Expression) => Expression | undefined): Local {
  switch (x.kind) {
    case "sum":
      return {
        rule: "sum rule",
        text: "d(u + v) = du + dv",
        value: total(x.args.flatMap((arg) => d(arg) ?? [])),
      };
    case "product":
      return { rule: "product rule", text: "d(s X) = ds X + s dX", value: productDifferential(x, d) };
    case "power":
      return { rule: "chain rule", text: "d(uⁿ) = n uⁿ⁻¹ ⊙ du", value: powerDifferential(x, d) };
    case "call":
      return { rule: "chain rule", text: "d f(u) = f′(u) ⊙ du", value: callDifferential(x, d) };
    case "piecewise":
      return { rule: "pieces", text: "each piece by itself", value: piecewiseDifferential(x, d) };
    case "series":
      return { rule: "sum rule", text: "d Σ uᵣ = Σ duᵣ", value: seriesDifferential(x, d) };
    case "matrix":
      return headDifferential(x, d);
    default:
      return unsupported(`the differential of a ${x.kind}`, toText(x));
  }
}

function productDifferential(x: Expression, d: (arg: Expression) => Expression | undefined): Expression {
  return total(
    x.args.flatMap((arg, at) => {
      const slope = d(arg);
      return slope === undefined ? [] : [productOf(x.args.with(at, slope))];
    }),
  );
}

/** Of scalars or of each element: v u^(v-1) du + u^v log u dv. */
function powerDifferential(x: Expression, d: (arg: Expression) => Expression | undefined): Expression {
  const [base, exponent] = x.args;
  const [du, dv] = [d(base), d(exponent)];
  const terms: Expression[] = [];
  if (du !== undefined) {
    const less = exponent.isScalar ? sub(exponent, one) : lift(sub(BASE, one), new Map([[BASE, exponent]]));
    terms.push(times(exponent, elementPower(base, less), du));
  }
  if (dv !== undefined) terms.push(same(base, e) ? times(x, dv) : times(x, apply(log.op, base), dv));
  return total(terms);
}

const BASE: Expression = /*@__PURE__*/ symbol("#base");
const WHOLE: Expression = /*@__PURE__*/ symbol("#whole");
const PLACES: readonly Expression[] = /*@__PURE__*/ (() => ["#0", "#1", "#2"].map((name) => symbol(name)))();

function callDifferential(x: Expression, d: (arg: Expression) => Expression | undefined): Expression {
  const op = x.payload as Payloads["call"];
  const places = PLACES.slice(0, x.args.length);
  const parts = new Map([...places.map((place, at) => [place, x.args[at]] as const), [WHOLE, x] as const]);
  return total(
    x.args.flatMap((arg, at) => {
      const slope = d(arg);
      if (slope === undefined) return [];
      const partial = partialOf(op, at, places, WHOLE);
      return [times(lift(partial, parts), slope)];
    }),
  );
}

function piecewiseDifferential(x: Expression, d: (arg: Expression) => Expression | undefined): Expression {
  const isCondition = (at: number): boolean => at % 2 === 1 && at < x.args.length - 1;
  const terms = x.args.flatMap((arg, at) => {
    const slope = isCondition(at) ? undefined : d(arg);
    if (slope === undefined) return [];
    const chosen = x.args.map((other, place) => (isCondition(place) ? other : place === at ? one : zero));
    return [times(lifted(x, chosenAt(chosen, x)), slope)];
  });
  return terms.length === 0 ? mul(zero, x) : total(terms);
}

/** 1 where the piece is chosen, 0 elsewhere, of the dimensions of the whole. */
function chosenAt(args: readonly Expression[], { dimensions }: Expression): Expression[] {
  return args.map((arg) => (arg.kind === "relation" ? arg : mul(arg, ones(dimensions))));
}

function seriesDifferential(x: Expression, d: (arg: Expression) => Expression | undefined): Expression {
  const [term, ...range] = x.args;
  if (range.slice(1).some((arg) => d(arg) !== undefined)) {
    unsupported("a sum whose bounds depend on the variable", toText(x));
  }
  return rebuild(x, [d(term) ?? mul(zero, term), ...range]);
}

function headDifferential(x: Expression, d: (arg: Expression) => Expression | undefined): Local {
  const head = headOf(x);
  if (head?.rule === undefined) return unsupported(`the differential of ${head?.name ?? "0"}`, toText(x));
  const { name, text } = head.rule;
  if (head.multilinear) {
    const terms = x.args.flatMap((arg, at) => {
      const slope = d(arg);
      return slope === undefined ? [] : [head.build(x.args.with(at, slope))];
    });
    return { rule: name, text, value: total(terms) };
  }
  const slopes = slopesOf(x, d);
  const value = head.differential?.(x.args, slopes, x);
  if (value === undefined) return unsupported(`the differential of ${head.name}, which has no closed form,`, toText(x));
  return { rule: name, text, value };
}

/** Under the trace of a function of a matrix the differential is that of the function's argument. */
function slopesOf(x: Expression, d: (arg: Expression) => Expression | undefined): (Expression | undefined)[] {
  const [arg] = x.args;
  if (!isHead(x, traceHead) || !isMatrixFunction(arg)) return x.args.map(d);
  if (arg.args.length > 1 && d(arg.args[1]) !== undefined)
    unsupported("an exponent that depends on the variable", toText(arg));
  return [d(arg.args[0])];
}
