/** Divergences and cross-entropies in closed form, as far as there are. */
import { broadcastShapes } from "../../base/shapes.ts";
import { broadcast } from "../../core/basic.ts";
import { isTensor, type Tensor } from "../../core/tensor.ts";
import { add, sub } from "../../ops/arithmetic.ts";
import { greater, less, logicalOr, notEqual, where } from "../../ops/compare.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { checkValues } from "../../random/parameters.ts";
import { entropyOf } from "../distribution/derive.ts";
import type { Facts } from "../distribution/facts.ts";
import { kindOf } from "../expectation/points.ts";
import { against } from "./against.ts";
import { type Averages, averagesOf } from "./averages.ts";
import { seen } from "./canonical.ts";
import { pairs, shared } from "./pairs.ts";

/** The divergence where both are of one law, perhaps seen through one map. */
function pairOf(p: Facts, q: Facts): Tensor | undefined {
  const [own, other] = [seen(p), seen(q)];
  if (own === undefined || other === undefined) return undefined;
  if (own.base !== other.base || own.map !== other.map || !Object.hasOwn(pairs, own.base)) return undefined;
  const value = (): Tensor => pairs[own.base](own.values, other.values);
  if (!Object.hasOwn(shared, own.base)) return value();
  const name = shared[own.base];
  const difference = sub(own.values[name], other.values[name]);
  const known = stopGradient(difference);
  if (p.eventShape.length > 0) return where(notEqual(difference, 0), Infinity, value());
  if (known.isConcrete) return known.data().some((x) => x !== 0) ? undefined : value();
  const rule = { name: `equal ${name}`, expects: `the same ${name} in both distributions`, least: 0, most: 0 };
  return add(value(), checkValues(difference, rule, `kl of ${p.name}`, name));
}

/** -E log q(X), of averages that are known of p. */
function crossOf(p: Facts, q: Facts): Tensor | undefined {
  const [own, other] = [seen(p), seen(q)];
  const averages = averagesOf(p, own?.map === undefined ? own : undefined);
  const rows = [{ base: q.name, values: q.values }, ...(other === undefined || other.map !== undefined ? [] : [other])];
  for (const { base, values } of rows) {
    if (values === undefined || !Object.hasOwn(against, base)) continue;
    const { needs, of } = against[base];
    if (needs.every((name) => averages[name] !== undefined)) return of(values, averages as Averages, q);
  }
  return undefined;
}

/** KL(p ‖ q) of the common batch, where it is known in formulas. */
export function closedKl(p: Facts, q: Facts): Tensor | undefined {
  const found = carried(p, q) ?? pairOf(p, q) ?? difference(p, q);
  if (found === undefined) return undefined;
  const shape = broadcastShapes("kl", [p.batchShape, q.batchShape]);
  return broadcast(where(escapes(p, q), Infinity, found), shape);
}

/** Both are made in the same way of others. */
function carried(p: Facts, q: Facts): Tensor | undefined {
  if (p.of === undefined || q.of === undefined || p.of.how !== q.of.how) return undefined;
  const inner = closedKl(p.of.facts, q.of.facts);
  return inner && p.of.carry(inner);
}

function difference(p: Facts, q: Facts): Tensor | undefined {
  if (p.entropy === undefined) return undefined;
  const cross = crossOf(p, q);
  return cross && sub(cross, p.entropy());
}

/** -E log q(X) of the common batch, where it is known in formulas. */
export function closedCross(p: Facts, q: Facts): Tensor | undefined {
  const divergence = (): Tensor | undefined => (p.entropy === undefined ? undefined : closedKl(p, q));
  const shape = broadcastShapes("crossEntropy", [p.batchShape, q.batchShape]);
  const direct = p.kind === "continuous" ? crossOf(p, q) : undefined;
  if (direct !== undefined) return broadcast(where(escapes(p, q), Infinity, direct), shape);
  const found = divergence();
  return found && broadcast(add(found, entropyOf(p)), shape);
}

/** Sets without volume in the space of their vectors and matrices. */
const THIN = /*@__PURE__*/ (() =>
  new Set(["simplex", "sphere", "corrMatrix", "corrCholesky", "lowerCholesky", "positiveDefinite", "zeroSum"]))();

/** Laws on a circle: the ends of an interval are one place. */
const ROUND = /*@__PURE__*/ (() => new Set(["VonMises"]))();

/** Whether p has values where q has none, for each place of the batches: by the ends of the supports and their kinds. */
export function escapes(p: Facts, q: Facts): Tensor | boolean {
  if (kindOf(p) !== kindOf(q)) return true;
  const [own, other] = [p.support, q.support];
  if (ROUND.has(p.name) && ROUND.has(q.name)) return false;
  if (p.eventShape.length > 0) {
    return own.kind !== other.kind && (THIN.has(own.kind) || THIN.has(other.kind));
  }
  const low = beyond(own.low ?? -Infinity, other.low ?? -Infinity, less);
  const high = beyond(own.high ?? Infinity, other.high ?? Infinity, greater);
  return typeof low === "boolean" && typeof high === "boolean" ? low || high : logicalOr(low, high);
}

function beyond(
  own: Tensor | number,
  other: Tensor | number,
  test: (a: Tensor | number, b: Tensor | number) => Tensor,
): Tensor | boolean {
  if (isTensor(own) || isTensor(other)) return test(own, other);
  return test === less ? own < other : own > other;
}
