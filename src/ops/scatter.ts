/** The scatters besides the sum: the last, the product and the extremum of what meets at a place. */
import { cast, reshapeTo } from "../core/basic.ts";
import { fullOf, zerosOf } from "../core/convert.ts";
import { scale } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import type { JvpAt, Op, Tangent, TransposeAt } from "../core/op.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, div, mul } from "./arithmetic.ts";
import { concatenate, sliceAxis } from "./blocks.ts";
import { equal, where } from "./compare.ts";
import { same } from "./extrema.ts";
import { gather, iota, scatterAddOp, type ScatterMode, scatterOp } from "./gather.ts";
import { argsort } from "./sort.ts";

/** base [n, …rest], int32 indices [k…] in 0 … n - 1 and updates [k…, …rest] to [n, …rest]. */
export function scatter(mode: ScatterMode, base: Tensor, indices: Tensor, updates: Tensor): Tensor {
  return bind1(scatterOps[mode], [base, indices, updates], undefined);
}

// ---------------------------------------------------------------- set

/** Linear in base and updates together: an element is the last update of its place, or else the old one. */
const scatterSetOp: Op<undefined> = /*@__PURE__*/ scatterOp("set", { linear: [0, 2], transpose: transposeSet });

function transposeSet({
  cotangents: [ct],
  args: [base, indices, updates],
  isLinear,
}: TransposeAt<undefined>): Tangent[] {
  if (ct === undefined) return [];
  const old = isLinear[0] ? scatter("set", ct, indices, zerosOf(updates.shape, ct.dtype)) : undefined;
  if (!isLinear[2]) return [old];
  const order = iota(indices.shape);
  const last = gather(scatter("set", zerosOf([base.shape[0]], "int32"), indices, order), indices);
  const stays = reshapeTo(equal(last, order), [...indices.shape, ...base.shape.slice(1).fill(1)]);
  return [old, undefined, where(stays, gather(ct, indices), 0)];
}

// ---------------------------------------------------------------- min, max

/** The mean of the tangents of all that are the extremum of their place: the subgradient of least norm. */
function jvpExtremum({
  primals: [base, indices, updates],
  tangents: [t, , u],
  outs: [out],
}: JvpAt<undefined>): Tangent[] {
  const [held, chosen] = [same(base, out), same(updates, gather(out, indices))];
  const ties = bind1(scatterAddOp, [cast(held, out.dtype), indices, cast(chosen, out.dtype)], undefined);
  const old = t === undefined ? zerosOf(base.shape, base.dtype) : where(held, t, 0);
  const all = u === undefined ? old : bind1(scatterAddOp, [old, indices, where(chosen, u, 0)], undefined);
  return [div(all, ties)];
}

// ---------------------------------------------------------------- mul

/**
 * Products of updates that belong to one place, by doubling: after steps 1, 2, 4, … each of the sorted updates is the product of
 * those up to it at its place, so that the last one, which a scatter keeps, is the product of all. No division, so zeros are
 * exact, and so are the derivatives of all orders.
 * @source Hillis & Steele, Data Parallel Algorithms, CACM 29 (1986) 1170: the scan; segments by comparison of the keys
 */
function jvpProduct({ primals: [base, indices, updates], tangents: [t, , u] }: JvpAt<undefined>): Tangent[] {
  const rest = base.shape.slice(1);
  const flat = reshapeTo(indices, [indices.size]);
  const order = argsort(flat);
  const keys = gather(flat, order);
  const rows = (x: Tensor): Tensor => gather(reshapeTo(x, [flat.size, ...rest]), order);
  let product = rows(updates);
  let tangent = u && rows(u);
  for (let step = 1; step < flat.size; step *= 2) {
    const joins = reshapeTo(equal(behind(keys, step, -1), keys), [flat.size, ...rest.map(() => 1)]);
    const before = where(joins, behind(product, step, 0), 1);
    if (tangent !== undefined) {
      const change = where(joins, behind(tangent, step, 0), 0);
      tangent = add(scale(before, tangent), scale(product, change));
    }
    product = mul(before, product);
  }
  const ones = fullOf(base.shape, 1, base.dtype);
  const fromOld = t && scale(scatter("set", ones, keys, product), t);
  const fromNew = tangent && scale(base, scatter("set", zerosOf(base.shape, base.dtype), keys, tangent));
  return [fromOld === undefined ? fromNew : fromNew === undefined ? fromOld : add(fromOld, fromNew)];
}

/** Each row that stands `by` places before, as far as there is one. */
function behind(rows: Tensor, by: number, fill: number): Tensor {
  const edge = fullOf(rows.shape.with(0, by), fill, rows.dtype);
  return concatenate([edge, sliceAxis(rows, 0, { start: 0, size: rows.shape[0] - by, step: 1 })], 0);
}

const scatterOps: Readonly<Record<ScatterMode, Op<undefined>>> = {
  set: scatterSetOp,
  add: scatterAddOp,
  mul: /*@__PURE__*/ scatterOp("mul", { jvp: jvpProduct }),
  min: /*@__PURE__*/ scatterOp("min", { jvp: jvpExtremum }),
  max: /*@__PURE__*/ scatterOp("max", { jvp: jvpExtremum }),
};
