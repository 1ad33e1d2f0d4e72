/**
 * Copies of matrices with any strides, which convert between float32 and float64:
 *
 *     copy(to, toRow, toCol, from, fromRow, fromCol, rows, columns)
 *
 * Strides are in elements. Eight columns at a time, so that a transposition finds its lines in the cache.
 */
import type { FunctionBuilder, ModuleBuilder } from "../assembler.ts";
import { routine } from "./writer.ts";

/** The element types that dense matrices have; all of them are computed in float64, as in the reference. */
export type Float = "f64" | "f32";

export const bytesOf = (type: Float): number => (type === "f64" ? 8 : 4);

const COLUMNS = 8;

export function addCopy(module: ModuleBuilder, toType: Float, fromType: Float): FunctionBuilder {
  return routine(module, undefined, 8, undefined, (w, [to, toRow, toCol, from, fromRow, fromCol, rows, columns]) => {
    const [toBytes, fromBytes] = [bytesOf(toType), bytesOf(fromType)];
    for (const stride of [toRow, toCol]) w.set(stride, w.mul(stride, toBytes));
    for (const stride of [fromRow, fromCol]) w.set(stride, w.mul(stride, fromBytes));
    const [p, q] = [w.f.local("i32"), w.f.local("i32")];
    w.for(0, columns, COLUMNS, (j) => {
      const width = w.int(w.min(w.sub(columns, j), COLUMNS));
      w.for(0, rows, 1, (i) => {
        w.set(p, w.add(to, w.add(w.mul(i, toRow), w.mul(j, toCol))));
        w.set(q, w.add(from, w.add(w.mul(i, fromRow), w.mul(j, fromCol))));
        w.for(0, width, 1, () => {
          const value = w.at(`${fromType}.load`, 0, q);
          const convert = toType === "f64" ? "f64.promote_f32" : "f32.demote_f64";
          w.store(`${toType}.store`, p, toType === fromType ? value : w.op(convert, value));
          w.bump(p, toCol);
          w.bump(q, fromCol);
        });
      });
    });
  });
}
