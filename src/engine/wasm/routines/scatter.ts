/**
 * Rows of updates put together with the rows of a tensor that indices tell.
 *
 *     scatter(base, indices, updates, out, total, count, row, work)
 *
 * Ops `scatterSet`, `scatterAdd`, …: base has `total` elements, indices are `count` int32 places of rows, each of `row` elements, that
 * have been checked; `out` may be base itself. `work` has 8 · total bytes where {@link isWide}: there float32 is added and multiplied in
 * float64 and rounded once, as the reference does.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { routine, type Term, type Writer } from "./writer.ts";

export const SCATTER_TYPES = ["f64", "f32", "i32", "u32", "u8"] as const;
export const SCATTER_COMBINES = ["set", "add", "mul", "min", "max"] as const;
export type ScatterType = (typeof SCATTER_TYPES)[number];
export type ScatterCombine = (typeof SCATTER_COMBINES)[number];

const BYTES: Readonly<Record<ScatterType, number>> = { f64: 8, f32: 4, i32: 4, u32: 4, u8: 1 };

/** Is work space needed? */
export const isWide = (combine: ScatterCombine, type: ScatterType): boolean =>
  type === "f32" && (combine === "add" || combine === "mul");

function combined(w: Writer, combine: ScatterCombine, type: ScatterType, old: Local, update: Local): Term {
  if (type === "u8") return w.op(combine === "add" || combine === "max" ? "i32.or" : "i32.and", old, update);
  if (type === "f64" || type === "f32") return w.op(`${isWide(combine, type) ? "f64" : type}.${combine}`, old, update);
  if (combine === "add" || combine === "mul") return w.op(`i32.${combine}`, old, update);
  const less = w.op(`i32.lt_${type === "i32" ? "s" : "u"}`, old, update);
  return combine === "min" ? w.select(less, old, update) : w.select(less, update, old);
}

/** Adds the routine `scatter`. */
export function addScatter(module: ModuleBuilder, combine: ScatterCombine, type: ScatterType): FunctionBuilder {
  const bytes = BYTES[type];
  const wide = isWide(combine, type);
  return routine(module, "scatter", 8, undefined, (w, [base, indices, updates, out, total, count, row, work]) => {
    const copy = (to: Term, from: Term, elements: Term): void => {
      w.push(to, from, w.mul(elements, bytes));
      w.f.memoryCopy();
    };
    const rowOf = (target: Local, size: number): Term =>
      w.element(target, w.mul(w.at("i32.load", 0, indices), row), size);
    const eachRow = (body: () => void): void =>
      w.for(0, count, 1, () => {
        body();
        w.bump(indices, 4);
      });
    if (!wide) copy(out, base, total);
    if (combine === "set") {
      eachRow(() => {
        copy(rowOf(out, bytes), updates, row);
        w.bump(updates, w.mul(row, bytes));
      });
      return;
    }
    const scalar = type === "f64" || wide ? "f64" : type === "f32" ? "f32" : "i32";
    const [old, update] = [w.f.local(scalar), w.f.local(scalar)];
    const load = (at: Term): Term => {
      const given = w.at(type === "u8" ? "i32.load8_u" : `${wide ? "f32" : scalar}.load`, 0, at);
      return wide ? w.op("f64.promote_f32", given) : given;
    };
    if (wide) w.for(0, total, 1, (i) => w.store("f64.store", w.element(work, i, 8), load(w.element(base, i, 4))));
    const [target, size] = wide ? [work, 8] : [out, bytes];
    eachRow(() => {
      const at = w.int(rowOf(target, size));
      w.for(0, row, 1, () => {
        w.set(old, wide ? w.at("f64.load", 0, at) : load(at));
        w.set(update, load(updates));
        w.store(type === "u8" ? "i32.store8" : `${scalar}.store`, at, combined(w, combine, type, old, update));
        w.bump(at, size);
        w.bump(updates, bytes);
      });
    });
    if (!wide) return;
    w.for(0, total, 1, (i) =>
      w.store("f32.store", w.element(out, i, 4), w.op("f32.demote_f64", w.at("f64.load", 0, w.element(work, i, 8)))),
    );
  });
}
