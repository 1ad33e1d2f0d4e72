/** From d f to the gradient: the linear formula is transposed, part by part, into tr(Gᵀ dX). */
import { mul, productOf, zeros } from "../build.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { one } from "../leaves.ts";
import { rebuild } from "../substitute.ts";
import { dependents, total } from "./differential.ts";
import { headOf, unsupported } from "./head.ts";
import { differentialOf } from "./heads/constants.ts";
import { times } from "./heads/elements.ts";
import { inner } from "./heads/invariants.ts";
import { toText } from "../print/text.ts";

/** G with df = ⟨G, dX⟩, for a scalar df that is linear in dX; with `seed`, G with ⟨seed, L(dX)⟩ = ⟨G, dX⟩. */
export function transposed(df: Expression, variable: Expression, seed: Expression = one): Expression {
  const target = differentialOf(variable);
  const { order, depends } = dependents(df, target);
  const received = new Map<Expression, Expression[]>([[df, [seed]]]);
  for (const x of order.toReversed()) {
    if (same(x, target)) continue;
    const given = received.get(x);
    if (given === undefined) continue;
    const g = total(given);
    for (const [part, value] of shares(x, g, depends, variable)) {
      const key = same(part, target) ? target : part;
      const list = received.get(key);
      if (list === undefined) received.set(key, [value]);
      else list.push(value);
    }
  }
  if (same(df, target)) return seed;
  const found = received.get(target);
  return found === undefined ? zeros(variable.dimensions) : total(found);
}

type Share = readonly [part: Expression, value: Expression];

/** What of g goes to the argument in which a part is linear. */
function shares(x: Expression, g: Expression, depends: ReadonlySet<Expression>, variable: Expression): Share[] {
  if (x.kind === "sum") return x.args.filter((arg) => depends.has(arg)).map((arg) => [arg, g] as const);
  if (x.kind === "piecewise") return unsupported("a choice that is linear in the differential", toText(x));
  const places = x.args.flatMap((arg, at) => (depends.has(arg) ? [at] : []));
  const [at] = places;
  if (places.length !== 1) unsupported("a part that is not linear in the differential", toText(x));
  const part = x.args[at];
  if (x.kind === "product") return [[part, productShare(x, at, g)]];
  if (x.kind === "series") return [[differentialOf(variable), seriesShare(x, g, variable)]];
  const head = headOf(x);
  const value = head?.adjoint?.(g, { args: x.args, at, whole: x });
  if (value === undefined) return unsupported(`the transpose of ${head?.name ?? x.kind}`, toText(x));
  return [[part, value]];
}

function productShare(x: Expression, at: number, g: Expression): Expression {
  const others = x.args.toSpliced(at, 1);
  if (!x.args[at].isScalar || x.isScalar) return times(...others, g);
  // A scalar times a vector or matrix W: ⟨g, s W⟩ = s ⟨g, W⟩.
  return mul(productOf(others.slice(0, -1)), inner(g, others[others.length - 1]));
}

/** ⟨g, Σ Lᵣ(dX)⟩ = ⟨Σ Lᵣ*(g), dX⟩. */
function seriesShare(x: Expression, g: Expression, variable: Expression): Expression {
  return rebuild(x, [transposed(x.args[0], variable, g), ...x.args.slice(1)]);
}
