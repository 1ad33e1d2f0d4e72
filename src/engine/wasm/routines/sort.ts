/**
 * Stable sorting of lines along the middle axis of [outer, n, inner].
 *
 *     argsort(x, places, outer, n, inner, columns, descending, work)    places: int32
 *     sort(x, sorted, outer, n, inner, columns, descending, work)       sorted: the dtype of x
 *
 * Of the `inner` lines side by side the first `columns` are sorted.
 * `descending` is 0 or 1; `work` has {@link sortWork} bytes; the result may not be x itself. The order is that of src/ops/order.ts:
 * NaN is larger than all numbers, -0 equals 0, equal elements keep their order also in descending order.
 *
 * Elements become whole numbers of the same order, which are sorted digit by digit, the last one first, each time stably (radix
 * sort: Knuth, TAOCP 3, 2nd ed., 5.2.5); a digit that all numbers share is left out. Short lines are sorted by insertion.
 */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { routine, type Term, type Writer } from "./writer.ts";

export type SortType = "f64" | "f32" | "i32" | "u32" | "u8";

const BYTES: Readonly<Record<SortType, number>> = { f64: 8, f32: 4, i32: 4, u32: 4, u8: 1 };

/** Up to so many elements insertion is the quickest; from the second number on digits of 11 bits pay instead of 8. */
const INSERTION = 48;
const WIDE_DIGITS = 4096;

/** Tables for digits of 64 bits: six of 11 bits. */
const TABLES = 6 * 2 ** 11 * 4;

/** A record is a key and, as far behind it as the key is long, the place that it came from. */
const recordBytes = (type: SortType): number => (type === "f64" ? 16 : 8);

/** Bytes of work space for lines of n elements. */
export const sortWork = (type: SortType, n: number): number => TABLES + 2 * n * recordBytes(type);

/** Adds the routine `argsort`. */
export function addArgsort(module: ModuleBuilder, type: SortType): FunctionBuilder {
  return addWhole(module, type, addLine(module, type), true);
}

/** Adds the routine `sort`. */
export function addSort(module: ModuleBuilder, type: SortType): FunctionBuilder {
  return addWhole(module, type, addLine(module, type), false);
}

function addWhole(module: ModuleBuilder, type: SortType, line: FunctionBuilder, places: boolean): FunctionBuilder {
  const record = recordBytes(type);
  const bytes = BYTES[type];
  const name = places ? "argsort" : "sort";
  return routine(module, name, 8, undefined, (w, [x, out, outer, n, inner, columns, descending, work]) => {
    const mask = w.int(w.sub(0, descending));
    const step = w.int(w.mul(inner, bytes));
    const records = w.f.local("i32");
    const [from, to] = [w.f.local("i32"), w.f.local("i32")];
    w.for(0, outer, 1, (o) =>
      w.for(0, columns, 1, (i) => {
        const first = w.int(w.add(w.mul(w.mul(o, n), inner), i));
        w.set(from, w.element(x, first, bytes));
        w.set(records, w.call(line, from, n, step, mask, work));
        w.set(to, w.element(out, first, places ? 4 : bytes));
        w.for(0, n, 1, () => {
          const place = w.at("i32.load", record / 2, records);
          if (places) w.store("i32.store", to, place);
          else copyElement(w, type, to, w.add(from, w.mul(place, step)));
          w.bump(to, places ? w.mul(inner, 4) : step);
          w.bump(records, record);
        });
      }),
    );
  });
}

function copyElement(w: Writer, type: SortType, to: Term, from: Term): void {
  const [load, store] =
    type === "u8"
      ? ["i32.load8_u", "i32.store8"]
      : type === "f64"
        ? ["i64.load", "i64.store"]
        : ["i32.load", "i32.store"];
  w.store(store, to, w.at(load, 0, from));
}

/** (from, n, step in bytes, mask, work) to the address of the sorted records. */
function addLine(module: ModuleBuilder, type: SortType): FunctionBuilder {
  const record = recordBytes(type);
  const insertion = addInsertion(module, record);
  const [bytes, wide] = [8, 11].map((digit) => addRadix(module, record, digit, type === "u8" ? 8 : record * 4));
  return routine(module, undefined, 5, "i32", (w, [from, n, step, mask, work]) => {
    const records = w.int(w.add(work, TABLES));
    const keyMask = record === 16 ? w.let("i64", w.op("i64.extend_i32_s", mask)) : mask;
    const [p, q] = [w.int(from), w.int(records)];
    w.for(0, n, 1, (k) => {
      const key = keyOf(w, type, p);
      if (record === 16) w.store("i64.store", q, w.op("i64.xor", key, keyMask));
      else w.store("i32.store", q, w.op("i32.xor", key, keyMask));
      w.store("i32.store", q, k, record / 2);
      w.bump(p, step);
      w.bump(q, record);
    });
    w.if(w.op("i32.le_s", n, INSERTION), () => {
      w.do(w.call(insertion, records, n));
      w.return(records);
    });
    const spare = w.element(records, n, record);
    w.if(w.op("i32.lt_s", n, WIDE_DIGITS), () => w.return(w.call(bytes, records, spare, n, work)));
    w.push(w.call(wide, records, spare, n, work));
  });
}

/**
 * The unsigned number whose order is that of the element at the address: the bits of a float with the sign turned over, and all bits
 * where it is negative (Herf, Radix tricks, 2001). -0 + 0 is 0; NaN gets the largest number.
 */
function keyOf(w: Writer, type: SortType, address: Local): Term {
  if (type === "u8") return w.at("i32.load8_u", 0, address);
  if (type === "u32") return w.at("i32.load", 0, address);
  if (type === "i32") return w.op("i32.xor", w.at("i32.load", 0, address), -(2 ** 31));
  const int = type === "f64" ? "i64" : "i32";
  const constant =
    (value: bigint): Term =>
    () =>
      int === "i64" ? w.f.i64(value) : w.f.i32(Number(value));
  const sign = int === "i64" ? 63n : 31n;
  const value = w.f.local(type);
  const bits = w.f.local(int);
  return () => {
    const zero = (): void => void (type === "f64" ? w.f.f64(0) : w.f.f32(0));
    w.set(value, w.op(`${type}.add`, w.at(`${type}.load`, 0, address), zero));
    w.set(bits, w.op(`${int}.reinterpret_${type}`, value));
    const turned = w.op(`${int}.or`, w.op(`${int}.shr_s`, bits, constant(sign)), constant(1n << sign));
    w.push(w.select(w.op(`${type}.eq`, value, value), w.op(`${int}.xor`, bits, turned), constant(-1n)));
  };
}

/** (records, n) */
function addInsertion(module: ModuleBuilder, record: number): FunctionBuilder {
  const int = record === 16 ? "i64" : "i32";
  return routine(module, undefined, 2, undefined, (w, [records, n]) => {
    const [key, hole] = [w.f.local(int), w.f.local("i32")];
    w.for(1, n, 1, (k) => {
      w.set(hole, w.element(records, k, record));
      w.set(key, w.at(`${int}.load`, 0, hole));
      const place = w.int(w.at("i32.load", record / 2, hole));
      w.f.block(() => {
        w.f.loop(() => {
          w.push(w.op("i32.le_u", hole, records));
          w.f.breakIf(1);
          const before = w.sub(hole, record);
          w.push(w.op(`${int}.le_u`, w.at(`${int}.load`, 0, before), key));
          w.f.breakIf(1);
          moveRecord(w, record, hole, before);
          w.set(hole, before);
          w.f.break(0);
        });
      });
      w.store(`${int}.store`, hole, key);
      w.store("i32.store", hole, place, record / 2);
    });
  });
}

function moveRecord(w: Writer, record: number, to: Term, from: Term): void {
  const type = record === 16 ? "v128" : "i64";
  w.store(`${type}.store`, to, w.at(`${type}.load`, 0, from));
}

/** How keys fall into digits, each with a table of its own. */
interface Digits {
  readonly record: number;
  readonly int: "i64" | "i32";
  readonly width: number;
  readonly count: number;
  readonly tableBytes: number;
}

function digitOf(w: Writer, { int, width }: Digits, key: Local, d: number): Term {
  const shift = (): void => void (int === "i64" ? w.f.i64(BigInt(d * width)) : w.f.i32(d * width));
  const low = d === 0 ? key : w.op(`${int}.shr_u`, key, shift);
  return w.op("i32.and", int === "i64" ? w.op("i32.wrap_i64", low) : low, 2 ** width - 1);
}

/** (records, spare, n, tables) to the address where the sorted records are: one of the two. */
function addRadix(module: ModuleBuilder, record: number, width: number, keyBits: number): FunctionBuilder {
  const int = record === 16 ? "i64" : "i32";
  const digits: Digits = { record, int, width, count: Math.ceil(keyBits / width), tableBytes: 4 << width };
  return routine(module, undefined, 4, "i32", (w, [records, spare, n, tables]) => {
    const [key, p, entry] = [w.f.local(int), w.f.local("i32"), w.f.local("i32")];
    w.clear(tables, digits.count * digits.tableBytes);
    w.set(p, records);
    w.for(0, n, 1, () => {
      w.set(key, w.at(`${int}.load`, 0, p));
      w.bump(p, record);
      for (let d = 0; d < digits.count; d++) {
        const offset = d * digits.tableBytes;
        w.set(entry, w.element(tables, digitOf(w, digits, key, d), 4));
        w.store("i32.store", entry, w.add(w.at("i32.load", offset, entry), 1), offset);
      }
    });
    for (let d = 0; d < digits.count; d++) {
      w.set(key, w.at(`${int}.load`, 0, records));
      const first = w.element(tables, digitOf(w, digits, key, d), 4);
      w.if(w.op("i32.ne", w.at("i32.load", d * digits.tableBytes, first), n), () => {
        distribute(w, digits, d, { key, p, entry, records, spare, n, tables });
        w.set(p, records);
        w.set(records, spare);
        w.set(spare, p);
      });
    }
    w.push(records);
  });
}

type Pass = Readonly<Record<"key" | "p" | "entry" | "records" | "spare" | "n" | "tables", Local>>;

/** The records into the spare room, by one digit. */
function distribute(w: Writer, digits: Digits, d: number, { key, p, entry, records, spare, n, tables }: Pass): void {
  const { record, int, width, tableBytes } = digits;
  const offset = d * tableBytes;
  // Numbers become the addresses where the records of each digit go.
  const at = w.int(spare);
  w.set(entry, tables);
  w.for(0, 2 ** width, 1, () => {
    w.set(p, w.at("i32.load", offset, entry));
    w.store("i32.store", entry, at, offset);
    w.set(at, w.element(at, p, record));
    w.bump(entry, 4);
  });
  w.set(p, records);
  w.for(0, n, 1, () => {
    w.set(key, w.at(`${int}.load`, 0, p));
    w.set(entry, w.element(tables, digitOf(w, digits, key, d), 4));
    w.set(at, w.at("i32.load", offset, entry));
    moveRecord(w, record, at, p);
    w.store("i32.store", entry, w.add(at, record), offset);
    w.bump(p, record);
  });
}
