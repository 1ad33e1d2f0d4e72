/** Copies a strip of a matrix into order: what tiles read is then contiguous, whatever the strides were. */
import type { FunctionBuilder, Local, ModuleBuilder, ValueType } from "../assembler.ts";
import { type Numbers, repeat } from "./tile.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** Copies numbers or vectors with steps in bytes: (count, from, step, to, toStep). */
export function addCopyStrided(module: ModuleBuilder, type: ValueType): FunctionBuilder {
  return routine(module, undefined, 5, undefined, (w, [count, from, step, to, toStep]) => {
    repeat(w, count, 1, () => {
      w.store(`${type}.store`, to, w.op(`${type}.load`, from));
      w.bump(from, step);
      w.bump(to, toStep);
    });
  });
}

/**
 * to[p · width + j] = from[p · step + j · apart] for p < count and j < used, (count, used, from, step, apart, to), steps in
 * bytes. Vectors that `used` divides are filled up with zeros.
 */
export function addPack(module: ModuleBuilder, numbers: Numbers, width: number): FunctionBuilder {
  const { type, size, lanes } = numbers;
  const row = width * size;
  const [column, vectors] = [addCopyStrided(module, type), addCopyStrided(module, "v128")];
  const columns = addTranspose(module, numbers, row);
  return routine(module, undefined, 6, undefined, (w, [count, used, from, step, apart, to]) => {
    const isOne = (stride: Local): Term => w.op("i32.eq", stride, size);
    w.if(w.op("i32.and", w.op("i32.eq", used, width), isOne(apart)), () => {
      copyRows(w, count, from, step, to, row);
      w.return();
    });
    const j = w.int(0);
    const next = (by: number): void => {
      w.bump(from, w.mul(apart, by));
      w.bump(to, by * size);
    };
    w.if(w.op("i32.or", isOne(apart), isOne(step)), () => {
      const end = w.int(w.sub(used, lanes - 1));
      w.rest(j, end, lanes, () => {
        w.if(isOne(apart), w.call(vectors, count, from, step, to, row), w.call(columns, count, from, apart, to));
        next(lanes);
      });
    });
    w.rest(j, used, 1, () => {
      w.do(w.call(column, count, from, step, to, row));
      next(1);
    });
    const zero = w.f.local(type);
    const filled = w.int(w.min(w.mul(w.op("i32.div_s", w.add(used, lanes - 1), lanes), lanes), width));
    w.rest(j, filled, 1, () => {
      const target = w.int(to);
      w.for(0, count, 1, () => {
        w.store(`${type}.store`, target, zero);
        w.bump(target, row);
      });
      next(1);
    });
  });
}

/** The numbers of each row are neighbours: so many bytes. */
function copyRows(w: Writer, count: Local, from: Local, step: Local, to: Local, bytes: number): void {
  repeat(w, count, 1, () => {
    for (let at = 0; at < bytes; at += 16) {
      const name = bytes - at >= 16 ? "v128" : "i64";
      w.store(`${name}.store`, to, w.at(`${name}.load`, at, from), at);
    }
    w.bump(from, step);
    w.bump(to, bytes);
  });
}

/** As many columns as a vector has lanes, the numbers of each of them neighbours: (count, from, apart, to). */
function addTranspose(module: ModuleBuilder, { size, lanes, one }: Numbers, row: number): FunctionBuilder {
  return routine(module, undefined, 4, undefined, (w, [count, from, apart, to]) => {
    const pointers = Array.from({ length: lanes }, (_, j) => w.int(w.add(from, w.mul(apart, j))));
    const columns = pointers.map(() => w.f.local("v128"));
    const rows = columns.map(() => w.f.local("v128"));
    repeat(w, count, lanes, () => {
      pointers.forEach((pointer, j) => {
        w.set(columns[j], w.op("v128.load", pointer));
        w.bump(pointer, 16);
      });
      interleave(w, columns, rows, size);
      rows.forEach((vector, p) => w.store("v128.store", to, vector, p * row));
      w.bump(to, lanes * row);
    });
    repeat(w, count, 1, () => {
      pointers.forEach((pointer, j) => {
        w.store(one.store, to, w.op(one.load, pointer), j * size);
        w.bump(pointer, size);
      });
      w.bump(to, row);
    });
  });
}

/** Transposes a square of numbers: each round interleaves the first half of the vectors with the second. */
function interleave(w: Writer, columns: readonly Local[], rows: readonly Local[], size: number): void {
  const half = columns.length / 2;
  const places = (first: number): number[] =>
    Array.from({ length: 16 }, (_, byte) => {
      const unit = Math.floor(byte / size);
      return first + (unit >> 1) * size + (byte % size) + (unit % 2) * 16;
    });
  for (let [round, from, to] = [1, columns, rows]; round < columns.length; round *= 2, [from, to] = [to, from]) {
    for (let i = 0; i < half; i++) {
      w.set(to[2 * i], w.shuffle(places(0), from[i], from[i + half]));
      w.set(to[2 * i + 1], w.shuffle(places(8), from[i], from[i + half]));
    }
  }
  if (half === 2) columns.forEach((column, i) => w.set(rows[i], column));
}
