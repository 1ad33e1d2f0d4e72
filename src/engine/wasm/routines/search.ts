/**
 * The places of values among sorted numbers, by bisection.
 *
 *     searchsorted(sorted, values, places, rows, n, count, right)
 *
 * Op `searchsorted`: `rows` times n ascending numbers and `count` values, both of the same dtype, to int32 places; right is 1 for the side
 * "right", else 0. Gives -1, or row·n + i where number i of a row comes before the one in front of it: error "value", with both numbers and i.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { routine, type Term, type Writer } from "./writer.ts";

export type SearchType = "f64" | "f32" | "i32" | "u32" | "u8";

const BYTES: Readonly<Record<SearchType, number>> = { f64: 8, f32: 4, i32: 4, u32: 4, u8: 1 };

/** NaN comes after all numbers. */
function precedes(w: Writer, type: SearchType, a: Local, b: Local): Term {
  if (type === "i32" || type === "u32" || type === "u8") return w.op(type === "i32" ? "i32.lt_s" : "i32.lt_u", a, b);
  const beforeNaN = w.op("i32.and", w.op(`${type}.ne`, b, b), w.op(`${type}.eq`, a, a));
  return w.op("i32.or", w.op(`${type}.lt`, a, b), beforeNaN);
}

/** Adds the routine `searchsorted`. */
export function addSearch(module: ModuleBuilder, type: SearchType): FunctionBuilder {
  const bytes = BYTES[type];
  const scalar = type === "f64" || type === "f32" ? type : "i32";
  const load = type === "u8" ? "i32.load8_u" : `${scalar}.load`;
  return routine(module, "searchsorted", 7, "i32", (w, [sorted, values, places, rows, n, count, right]) => {
    const [before, number, value] = [w.f.local(scalar), w.f.local(scalar), w.f.local(scalar)];
    const [low, size, half] = [w.f.local("i32"), w.f.local("i32"), w.f.local("i32")];
    w.for(0, rows, 1, (row) => {
      w.for(1, n, 1, (i) => {
        const at = w.int(w.element(sorted, i, bytes));
        w.set(before, w.at(load, 0, w.sub(at, bytes)));
        w.set(number, w.at(load, 0, at));
        w.if(precedes(w, type, number, before), () => w.return(w.add(w.mul(row, n), i)));
      });
      w.for(0, count, 1, () => {
        w.set(value, w.at(load, 0, values));
        w.set(low, 0);
        w.set(size, n);
        // Of the `size` numbers from `low` on it is known that the place is among them or behind them.
        w.f.block(() => {
          w.f.loop(() => {
            w.push(w.op("i32.eqz", size));
            w.f.breakIf(1);
            w.set(half, w.op("i32.shr_u", size, 1));
            w.set(number, w.at(load, 0, w.element(sorted, w.add(low, half), bytes)));
            const isBefore = w.int(
              w.select(right, w.op("i32.eqz", precedes(w, type, value, number)), precedes(w, type, number, value)),
            );
            w.set(low, w.select(isBefore, w.add(w.add(low, half), 1), low));
            w.set(size, w.select(isBefore, w.sub(w.sub(size, half), 1), half));
            w.f.break(0);
          });
        });
        w.store("i32.store", places, low);
        w.bump(places, 4);
        w.bump(values, bytes);
      });
      w.bump(sorted, w.mul(n, bytes));
    });
    w.push(-1);
  });
}
