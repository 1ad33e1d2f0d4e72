/**
 * Scans along the middle axis of [outer, length, inner]: cumsum, cumprod, cummax, cummin.
 *
 *     scan(x, out, outer, length, inner, columns, reverse, work)
 *
 * Of the `inner` lines side by side the first `columns` are scanned.
 * `reverse` is 0 or 1; `out` has the dtype and the layout of x and may be x itself; `work` has {@link SCAN_WORK} bytes. Results are
 * those of the reference bit for bit: float32 is added and multiplied in float64 and rounded at each place from there.
 */
import type { FunctionBuilder, Local, ModuleBuilder, ValueType } from "../assembler.ts";
import { routine, type Term, type Writer } from "./writer.ts";

export type ScanOp = "add" | "mul" | "max" | "min";
export type ScanType = "f64" | "f32" | "i32" | "u32" | "u8";

/** So many columns are scanned together: their sums in float64 stay in a first-level cache. */
const COLUMNS = 1024;

/** Bytes of work space of a scan. */
export const SCAN_WORK: number = COLUMNS * 8;

/** How the elements of a type lie in memory and in a vector. */
interface Storage {
  readonly bytes: number;
  readonly load: string;
  readonly store: string;
  readonly scalar: ValueType;
  readonly vector: string;
}

const storages: Readonly<Record<ScanType, Storage>> = {
  f64: { bytes: 8, load: "f64.load", store: "f64.store", scalar: "f64", vector: "f64x2" },
  f32: { bytes: 4, load: "f32.load", store: "f32.store", scalar: "f32", vector: "f32x4" },
  i32: { bytes: 4, load: "i32.load", store: "i32.store", scalar: "i32", vector: "i32x4" },
  u32: { bytes: 4, load: "i32.load", store: "i32.store", scalar: "i32", vector: "i32x4" },
  u8: { bytes: 1, load: "i32.load8_u", store: "i32.store8", scalar: "i32", vector: "v128" },
};

/** What the two variants of a scan, by lines and by rows, have in common. */
interface Scan {
  readonly op: ScanOp;
  readonly type: ScanType;
  readonly storage: Storage;
  /** Sums and products of float32 are kept in float64. */
  readonly wide: boolean;
}

/** The element that `value` makes of `before`; both are locals, since extrema look at them twice. */
function combine(w: Writer, { op, type }: Scan, before: Local, value: Local, kind: string): Term {
  if (type === "u8") return w.op(`${kind}.${op === "max" ? "or" : "and"}`, before, value);
  if (op === "add" || op === "mul") return w.op(`${kind}.${op}`, before, value);
  const compare = op === "max" ? "gt" : "lt";
  if (type === "i32" || type === "u32") {
    const sign = type === "i32" ? "_s" : "_u";
    if (kind === "i32x4") return w.op(`${kind}.${op}${sign}`, before, value);
    return w.select(w.op(`i32.${compare}${sign}`, value, before), value, before);
  }
  // NaN takes its place and keeps it; of equal ones the first stays.
  const [beyond, isNaN] = [w.op(`${kind}.${compare}`, value, before), w.op(`${kind}.ne`, value, value)];
  if (kind.includes("x")) return w.op("v128.bitselect", value, before, w.op("v128.or", beyond, isNaN));
  return w.select(w.op("i32.or", beyond, isNaN), value, before);
}

/** Adds the routine, exported as `scan`. */
export function addScan(module: ModuleBuilder, op: ScanOp, type: ScanType): FunctionBuilder {
  const wide = type === "f32" && (op === "add" || op === "mul");
  const scan: Scan = { op, type, storage: storages[type], wide };
  const lines = [addLines(module, scan, 4), addLines(module, scan, 1)];
  const rows = addRows(module, scan);
  const { bytes } = scan.storage;
  return routine(module, "scan", 8, undefined, (w, [x, out, outer, length, inner, columns, reverse, work]) => {
    w.if(w.op("i32.le_s", length, 0), () => w.return());
    // A scan in reverse starts at the last row and steps back.
    const step = w.int(w.mul(w.select(reverse, w.sub(0, inner), inner), bytes));
    const first = w.int(w.select(reverse, w.mul(w.mul(w.sub(length, 1), inner), bytes), 0));
    const stride = w.int(w.mul(w.mul(length, inner), bytes));
    const delta = w.int(w.sub(out, x));
    const from = w.int(w.add(x, first));
    w.if(
      w.op("i32.eq", inner, 1),
      () => {
        const o = w.int(0);
        for (const [together, line] of [4, 1].map((count, i) => [count, lines[i]] as const)) {
          const end = w.int(w.sub(outer, together - 1));
          w.rest(o, end, together, () => {
            w.do(w.call(line, from, delta, length, step, stride));
            w.bump(from, w.mul(stride, together));
          });
        }
      },
      () =>
        w.for(0, outer, 1, () => {
          w.for(0, columns, COLUMNS, (column) => {
            const count = w.min(w.sub(columns, column), COLUMNS);
            w.do(w.call(rows, w.element(from, column, bytes), delta, length, step, count, work));
          });
          w.bump(from, stride);
        }),
    );
  });
}

/** Neighbouring lines at a time, so that one does not wait for the additions of the other. */
function addLines(module: ModuleBuilder, scan: Scan, together: number): FunctionBuilder {
  const { op, storage, wide } = scan;
  const kind = wide ? "f64" : storage.scalar;
  return routine(module, undefined, 5, undefined, (w, [from, delta, length, step, stride]) => {
    const at = Array.from({ length: together }, (_, i) => w.int(w.add(from, w.mul(stride, i))));
    const read = (address: Local): Term => {
      const value = w.at(storage.load, 0, address);
      return wide ? w.op("f64.promote_f32", value) : value;
    };
    const sums = at.map((address) =>
      w.let(
        kind,
        start(w, op, kind, () => w.push(read(address))),
      ),
    );
    const value = w.f.local(kind);
    w.for(0, length, 1, () => {
      at.forEach((address, i) => {
        w.set(value, read(address));
        w.set(sums[i], combine(w, scan, sums[i], value, kind));
        w.store(storage.store, w.add(address, delta), wide ? w.op("f32.demote_f64", sums[i]) : sums[i]);
        w.bump(address, step);
      });
    });
  });
}

/** What changes nothing: -0 in a sum, 1 in a product, the first element itself in an extremum. */
function start(w: Writer, op: ScanOp, kind: ValueType, first: Term): Term {
  if (op === "max" || op === "min") return first;
  const value = op === "add" ? -0 : 1;
  return () => (kind === "i32" ? w.f.i32(value) : kind === "f32" ? w.f.f32(value) : w.f.f64(value));
}

/** The current place in a row of x, of the result, and of the sums in float64. */
interface Cursor {
  readonly p: Local;
  readonly q: Local;
  readonly sums: Local;
  /** From one row to the next, in bytes. */
  readonly step: Local;
}

/** Up to COLUMNS neighbouring lines, row by row. */
function addRows(module: ModuleBuilder, scan: Scan): FunctionBuilder {
  const { storage, wide } = scan;
  const lanes = 16 / storage.bytes;
  return routine(module, undefined, 6, undefined, (w, [from, delta, length, step, count, work]) => {
    const vectors = w.int(w.op("i32.and", count, -lanes));
    const to = w.int(w.add(from, delta));
    const cursor: Cursor = { p: w.int(from), q: w.int(to), sums: w.int(work), step };
    const advance = (by: number): void => {
      w.bump(cursor.p, by * storage.bytes);
      w.bump(cursor.q, by * storage.bytes);
      if (wide) w.bump(cursor.sums, by * 8);
    };
    const eachColumn = (vector: () => void, scalar: () => void): void => {
      w.set(cursor.p, from);
      w.set(cursor.q, to);
      w.set(cursor.sums, work);
      const column = w.int(0);
      w.rest(column, vectors, lanes, () => {
        vector();
        advance(lanes);
      });
      w.rest(column, count, 1, () => {
        scalar();
        advance(1);
      });
    };

    const { p, q, sums } = cursor;
    eachColumn(
      () => {
        w.store("v128.store", q, w.at("v128.load", 0, p));
        if (wide) halves(w, p).forEach((half, i) => w.store("v128.store", sums, half, 16 * i));
      },
      () => {
        w.store(storage.store, q, w.at(storage.load, 0, p));
        if (wide) w.store("f64.store", sums, w.op("f64.promote_f32", w.at("f32.load", 0, p)));
      },
    );
    const [vector, scalar] = wide ? [wideVector, wideScalar] : [plainVector, plainScalar];
    w.for(1, length, 1, () => {
      w.bump(from, step);
      w.bump(to, step);
      eachColumn(
        () => vector(w, scan, cursor),
        () => scalar(w, scan, cursor),
      );
    });
  });
}

function plainVector(w: Writer, scan: Scan, { p, q, step }: Cursor): void {
  const value = w.let("v128", w.at("v128.load", 0, p));
  const before = w.let("v128", w.at("v128.load", 0, w.sub(q, step)));
  w.store("v128.store", q, combine(w, scan, before, value, scan.storage.vector));
}

function plainScalar(w: Writer, scan: Scan, { p, q, step }: Cursor): void {
  const { scalar, load, store } = scan.storage;
  const value = w.let(scalar, w.at(load, 0, p));
  const before = w.let(scalar, w.at(load, 0, w.sub(q, step)));
  w.store(store, q, combine(w, scan, before, value, scalar));
}

/** The low and the high two of four float32, as float64. */
function halves(w: Writer, address: Local): readonly [Term, Term] {
  const half = (offset: number): Term => w.op("f64x2.promote_low_f32x4", w.at("v128.load64_zero", offset, address));
  return [half(0), half(8)];
}

function wideVector(w: Writer, scan: Scan, { p, q, sums }: Cursor): void {
  halves(w, p).forEach((half, i) => {
    const value = w.let("v128", half);
    const sum = w.let("v128", w.at("v128.load", 16 * i, sums));
    w.set(sum, combine(w, scan, sum, value, "f64x2"));
    w.store("v128.store", sums, sum, 16 * i);
    w.push(q, w.op("f32x4.demote_f64x2_zero", sum));
    w.f.op("v128.store64_lane", 8 * i, 0);
  });
}

function wideScalar(w: Writer, scan: Scan, { p, q, sums }: Cursor): void {
  const value = w.let("f64", w.op("f64.promote_f32", w.at("f32.load", 0, p)));
  const sum = w.let("f64", w.at("f64.load", 0, sums));
  w.set(sum, combine(w, scan, sum, value, "f64"));
  w.store("f64.store", sums, sum);
  w.store("f32.store", q, w.op("f32.demote_f64", sum));
}
