/** Copies a strip of a matrix into order: what tiles read is then contiguous, whatever the strides were. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { type Numbers, repeat } from "./tile.ts";
import { routine, type Writer } from "./writer.ts";

/** to[i] = from[i · step] for i < count, `step` in bytes. */
export function copyStrided(w: Writer, numbers: Numbers, count: Local, from: Local, step: Local, to: Local): void {
  const { type, size } = numbers;
  const [left, source, target] = [w.int(count), w.int(from), w.int(to)];
  repeat(w, left, 1, () => {
    w.store(`${type}.store`, target, w.op(`${type}.load`, source));
    w.bump(source, step);
    w.bump(target, size);
  });
  for (const local of [left, source, target]) w.f.free(local);
}

/**
 * to[p · width + j] = from[p · step + j · apart] for p < count and j < used, (count, used, from, step, apart, to), steps in
 * bytes; 0 for used ≤ j < width.
 */
export function addPack(module: ModuleBuilder, numbers: Numbers, width: number): FunctionBuilder {
  const { size, type } = numbers;
  return routine(module, undefined, 6, undefined, (w, [count, used, from, step, apart, to]) => {
    const whole = w.op("i32.eq", used, width);
    w.if(w.op("i32.and", whole, w.op("i32.eq", apart, size)), () => {
      copyRows(w, count, from, step, to, width * size);
      w.return();
    });
    w.if(w.op("i32.and", whole, w.op("i32.eq", step, size)), () => {
      const pointers = [from];
      while (pointers.length < width) pointers.push(w.int(w.add(pointers[pointers.length - 1], apart)));
      transpose(w, numbers, count, pointers, to);
      w.return();
    });
    const [left, source, target] = [w.f.local("i32"), w.f.local("i32"), w.f.local("i32")];
    w.for(0, width, 1, (j) => {
      w.set(left, count);
      w.set(source, from);
      w.set(target, to);
      const value = w.f.local(type);
      w.if(
        w.op("i32.lt_s", j, used),
        () =>
          repeat(w, left, 1, () => {
            w.store(`${type}.store`, target, w.op(`${type}.load`, source));
            w.bump(source, step);
            w.bump(target, width * size);
          }),
        () =>
          repeat(w, left, 1, () => {
            w.store(`${type}.store`, target, value);
            w.bump(target, width * size);
          }),
      );
      w.bump(from, apart);
      w.bump(to, size);
    });
  });
}

/** The numbers of each row are neighbours. */
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

/** The numbers of each column are neighbours. */
function transpose(w: Writer, { size, type }: Numbers, count: Local, columns: readonly Local[], to: Local): void {
  repeat(w, count, 1, () => {
    columns.forEach((column, j) => {
      w.store(`${type}.store`, to, w.op(`${type}.load`, column), j * size);
      w.bump(column, size);
    });
    w.bump(to, columns.length * size);
  });
}
