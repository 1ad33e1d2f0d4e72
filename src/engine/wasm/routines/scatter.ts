/**
 * Rows of updates put together with the rows of a tensor that indices tell.
 *
 *     scatter(base, indices, updates, out, rows, count, row, columns, work)
 *
 * Ops `scatterSet`, `scatterAdd`, …: base has `rows` rows, indices are `count` int32 places of rows, each of `row` elements, that have
 * been checked; `out` may be base itself. Only the first `columns` of each row are meant. `work` has 8 · rows · columns bytes where
 * {@link isWide}: there float32 is added and multiplied in float64 and rounded once, as the reference does.
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

/** Loads as the type that is computed with. */
function loaded(w: Writer, type: ScatterType, wide: boolean, at: Term): Term {
  const given = w.at(type === "u8" ? "i32.load8_u" : `${scalarOf(type, false)}.load`, 0, at);
  return wide ? w.op("f64.promote_f32", given) : given;
}

const scalarOf = (type: ScatterType, wide: boolean): "f64" | "f32" | "i32" =>
  type === "f64" || wide ? "f64" : type === "f32" ? "f32" : "i32";

/** Adds the routine `scatter`. */
export function addScatter(module: ModuleBuilder, combine: ScatterCombine, type: ScatterType): FunctionBuilder {
  const bytes = BYTES[type];
  const wide = isWide(combine, type);
  return routine(module, "scatter", 9, undefined, (w, params) => {
    const [base, indices, updates, out, rows, count, row, columns, work] = params;
    const skipped = w.int(w.mul(w.sub(row, columns), bytes));
    const sum = w.int(work);
    const lines = { base, out, rows, row, columns, bytes };
    if (!wide) eachLine(w, lines, (from, to, across) => w.copy(to, from, w.mul(across, bytes)));
    else {
      eachLine(w, lines, (from, _, across) =>
        w.for(0, across, 1, (i) => {
          w.store("f64.store", sum, loaded(w, type, wide, w.element(from, i, 4)));
          w.bump(sum, 8);
        }),
      );
    }
    w.for(0, count, 1, () => {
      const target = w.int(w.at("i32.load", 0, indices));
      const place = wide ? w.element(work, w.mul(target, columns), 8) : w.element(out, w.mul(target, row), bytes);
      if (combine === "set") {
        w.copy(place, updates, w.mul(columns, bytes));
        w.bump(updates, w.mul(columns, bytes));
      } else combineRow(w, combine, type, { at: w.int(place), updates, columns });
      w.bump(updates, skipped);
      w.bump(indices, 4);
    });
    if (!wide) return;
    w.set(sum, work);
    eachLine(w, lines, (_, to, across) =>
      w.for(0, across, 1, (i) => {
        w.store("f32.store", w.element(to, i, 4), w.op("f32.demote_f64", w.at("f64.load", 0, sum)));
        w.bump(sum, 8);
      }),
    );
  });
}

type Lines = Readonly<Record<"base" | "out" | "rows" | "row" | "columns", Local>> & { readonly bytes: number };

/** What is meant of each row of base and of out; all at once where that is all. */
function eachLine(
  w: Writer,
  { base, out, rows, row, columns, bytes }: Lines,
  act: (from: Local, to: Local, across: Local) => void,
): void {
  const isWhole = w.int(w.op("i32.eq", row, columns));
  const lines = w.int(w.select(isWhole, 1, rows));
  const across = w.int(w.select(isWhole, w.mul(rows, row), columns));
  const [from, to] = [w.int(base), w.int(out)];
  w.for(0, lines, 1, () => {
    act(from, to, across);
    for (const pointer of [from, to]) w.bump(pointer, w.mul(row, bytes));
  });
}

/** A row of updates into a row of the result; moves both pointers on. */
function combineRow(
  w: Writer,
  combine: ScatterCombine,
  type: ScatterType,
  { at, updates, columns }: Readonly<Record<"at" | "updates" | "columns", Local>>,
): void {
  const wide = isWide(combine, type);
  const scalar = scalarOf(type, wide);
  const [old, update] = [w.f.local(scalar), w.f.local(scalar)];
  w.for(0, columns, 1, () => {
    w.set(old, wide ? w.at("f64.load", 0, at) : loaded(w, type, wide, at));
    w.set(update, loaded(w, type, wide, updates));
    w.store(type === "u8" ? "i32.store8" : `${scalar}.store`, at, combined(w, combine, type, old, update));
    w.bump(at, wide ? 8 : BYTES[type]);
    w.bump(updates, BYTES[type]);
  });
}
