/**
 * Scans whose step is more than one instruction, along the middle axis of [outer, length, inner]; `reverse` is 0 or 1; of the
 * `inner` lines side by side the first `columns` are scanned.
 *
 *     recurrence(a, b, y, outer, length, inner, columns, reverse)
 *
 * Op `recurrence`: y₀ = b₀, yₖ = aₖ·yₖ₋₁ + bₖ, where 0·∞ is 0. All have the same dtype and layout; y may be a or b.
 *
 *     logcumsumexp(x, y, outer, length, inner, columns, reverse)
 *
 * Op `logcumsumexp`; y may be x. Both give what the reference gives: float64 inside, rounded at each place for float32.
 */
import type { Callable, FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { bytesOf, type Float } from "./copy.ts";
import { routine, type Term, type Writer } from "./writer.ts";

const read = (w: Writer, type: Float, address: Term): Term => {
  const value = w.at(`${type}.load`, 0, address);
  return type === "f64" ? value : w.op("f64.promote_f32", value);
};

const write = (w: Writer, type: Float, address: Term, value: Term): void =>
  w.store(`${type}.store`, address, type === "f64" ? value : w.op("f32.demote_f64", value));

type Sizes = readonly [outer: Local, length: Local, inner: Local, columns: Local, reverse: Local];

/** Calls `act` with the bytes from the start of the tensor to the first elements of some lines, and the step along them. */
function forEachLines(
  w: Writer,
  bytes: number,
  [outer, length, inner, columns, reverse]: Sizes,
  act: (starts: readonly Local[], step: Local) => void,
): void {
  const step = w.int(w.mul(w.select(reverse, w.sub(0, inner), inner), bytes));
  const first = w.int(w.select(reverse, w.mul(w.sub(length, 1), inner), 0));
  const lines = w.int(w.mul(outer, columns));
  const line = w.int(0);
  for (const together of [4, 1]) {
    const end = w.int(w.sub(lines, together - 1));
    w.rest(line, end, together, () => {
      const starts = Array.from({ length: together }, (_, i) => {
        const index = w.int(w.add(line, i));
        const before = w.mul(w.mul(w.op("i32.div_u", index, columns), length), inner);
        return w.int(w.mul(w.add(w.add(before, w.op("i32.rem_u", index, columns)), first), bytes));
      });
      act(starts, step);
    });
  }
}

/** Adds the routine `recurrence`. */
export function addRecurrence(module: ModuleBuilder, type: Float): FunctionBuilder {
  return routine(module, "recurrence", 8, undefined, (w, [a, b, y, outer, length, inner, columns, reverse]) => {
    const zero = w.f64(0);
    forEachLines(w, bytesOf(type), [outer, length, inner, columns, reverse], (at, step) => {
      // Four lines at a time, so that one does not wait for the products of the other.
      const last = at.map(() => w.let("f64", zero));
      const source = w.f.local("f64");
      w.for(0, length, 1, () =>
        at.forEach((place, i) => {
          w.set(source, read(w, type, w.add(b, place)));
          const next = w.op("f64.add", w.op("f64.mul", read(w, type, w.add(a, place)), last[i]), source);
          w.set(last[i], w.select(w.op("f64.eq", last[i], zero), source, next));
          write(w, type, w.add(y, place), last[i]);
          w.bump(place, step);
        }),
      );
    });
  });
}

/** Adds the routine `logcumsumexp`. @param exp, log1p - f64 to f64: imported, or of the module */
export function addLogSums(module: ModuleBuilder, type: Float, exp: Callable, log1p: Callable): FunctionBuilder {
  const line = addLogSumsLine(module, type, exp, log1p);
  return routine(module, "logcumsumexp", 7, undefined, (w, [x, y, outer, length, inner, columns, reverse]) => {
    forEachLines(w, bytesOf(type), [outer, length, inner, columns, reverse], (starts, step) => {
      for (const start of starts) w.do(w.call(line, w.add(x, start), w.add(y, start), length, step));
    });
  });
}

/** (x, y, n, step in bytes). The sum is e^top · (1 + rest): it neither overflows nor loses what is small. */
function addLogSumsLine(module: ModuleBuilder, type: Float, exp: Callable, log1p: Callable): FunctionBuilder {
  return routine(module, undefined, 4, undefined, (w, [x, y, n, step]) => {
    const [top, rest, value] = [w.let("f64", w.f64(-Infinity)), w.let("f64", w.f64(0)), w.f.local("f64")];
    w.for(0, n, 1, (k) => {
      w.set(value, read(w, type, x));
      w.if(
        w.op("f64.gt", value, top),
        () => {
          const before = w.op("f64.add", w.f64(1), rest);
          w.set(rest, w.op("f64.mul", before, w.call(exp, w.op("f64.sub", top, value))));
          w.set(top, value);
        },
        () =>
          w.if(
            k,
            () => {
              w.push(w.op("f64.eq", value, top));
              w.f.if(
                () => w.push(w.f64(1)),
                () => w.push(w.call(exp, w.op("f64.sub", value, top))),
                "f64",
              );
              w.push(rest);
              w.f.op("f64.add").set(rest);
            },
            () => w.if(w.op("f64.ne", value, value), () => w.set(rest, value)),
          ),
      );
      write(w, type, y, w.op("f64.add", top, w.call(log1p, rest)));
      w.bump(x, step);
      w.bump(y, step);
    });
  });
}
