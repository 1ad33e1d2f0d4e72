/** Products of a matrix and a vector, and of two vectors: as fast as the matrix can be read or written. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import { addCopyStrided } from "./pack.ts";
import { DEPTH, multiplyAdd, type Numbers, repeat } from "./tile.ts";
import { routine, type Writer } from "./writer.ts";

/** Rows whose dot products run together, and vectors of sums for each: 8 sums, as many as two units with 4 cycles need. */
export const DOT_ROWS = 4;
const DOT_VECTORS = 2;
/** Columns that are added together, and bytes of their sums, which stay in the first cache. */
const COLUMNS = 4;
const SUMS = 4096;
/** Vectors of an outer product that are written in a row. */
const OUTER_VECTORS = 4;

/** Bytes of workspace for a product with a vector of k numbers, and for an outer product with n columns. */
export const gemvWork = (size: number, k: number): number => Math.max(2 * k * size, SUMS);
export const outerWork = (size: number, n: number): number => n * size;

/**
 * y = A x for A [m, k], k ≥ 1: (m, k, a, aRow, aCol, x, xStep, y, yStep, work), steps in bytes. Whatever rows are asked for, each
 * y[i] is summed in the same way: in order where the columns of A are contiguous, in 2 vectors of sums otherwise; at most
 * 256 products in a sum.
 */
export function addGemv(module: ModuleBuilder, numbers: Numbers): FunctionBuilder {
  const { size } = numbers;
  const [together, single] = [DOT_ROWS, 1].map((rows) => addDots(module, numbers, rows));
  const combination = addCombination(module, numbers);
  const copy = addCopyStrided(module, numbers.type);
  return routine(module, undefined, 10, undefined, (w, params) => {
    const [m, k, a, aRow, aCol, x, xStep, y, yStep, work] = params;
    w.if(w.op("i32.and", w.op("i32.eq", aRow, size), w.op("i32.ne", aCol, size)), () => {
      w.do(w.call(combination, m, k, a, aCol, x, xStep, y, yStep, work));
      w.return();
    });
    w.if(w.op("i32.ne", xStep, size), () => {
      w.do(w.call(copy, k, x, xStep, work, size));
      w.set(x, work);
      w.bump(work, w.mul(k, size));
    });
    w.if(w.op("i32.eq", aCol, size), () =>
      repeat(w, m, DOT_ROWS, () => {
        w.do(w.call(together, k, a, aRow, x, y, yStep));
        w.bump(a, w.mul(aRow, DOT_ROWS));
        w.bump(y, w.mul(yStep, DOT_ROWS));
      }),
    );
    // Rows that are left, or that are not contiguous: one at a time.
    const row = w.f.local("i32");
    repeat(w, m, 1, () => {
      w.set(row, a);
      w.if(w.op("i32.ne", aCol, size), () => {
        w.do(w.call(copy, k, a, aCol, work, size));
        w.set(row, work);
      });
      w.do(w.call(single, k, row, aRow, x, y, yStep));
      w.bump(a, aRow);
      w.bump(y, yStep);
    });
  });
}

/** Dot products of so many contiguous rows with x: (k, a, aRow, x, y, yStep). */
function addDots(module: ModuleBuilder, numbers: Numbers, rows: number): FunctionBuilder {
  const { size, lanes, type, one } = numbers;
  return routine(module, undefined, 6, undefined, (w, [k, a, aRow, x, y, yStep]) => {
    const pointers = Array.from({ length: rows }, (_, r) => w.int(w.add(a, w.mul(aRow, r))));
    const sums = pointers.map(() => Array.from({ length: DOT_VECTORS }, () => w.f.local("v128")));
    const totals = pointers.map(() => w.f.local(type));
    const [ofA, ofX] = [w.f.local("v128"), w.f.local("v128")];
    /** Multiplies so many vectors of x and of each row, and moves on. */
    const products = (load: string, vectors: number, bytes: number): void => {
      for (let v = 0; v < vectors; v++) {
        w.set(ofX, w.at(load, 16 * v, x));
        pointers.forEach((pointer, r) => {
          w.set(ofA, w.at(load, 16 * v, pointer));
          multiplyAdd(w, numbers, ofA, ofX, sums[r][v]);
        });
      }
      for (const pointer of [x, ...pointers]) w.bump(pointer, bytes);
    };
    const step = lanes * DOT_VECTORS;
    const depth = w.f.local("i32");
    w.f.loop(() => {
      w.set(depth, w.min(k, DEPTH * step));
      w.set(k, w.sub(k, depth));
      for (const sum of sums.flat()) w.set(sum, () => w.f.v128(new Uint8Array(16)));
      repeat(w, depth, step, () => products("v128.load", DOT_VECTORS, 16 * DOT_VECTORS));
      repeat(w, depth, lanes, () => products("v128.load", 1, 16));
      repeat(w, depth, 1, () => products(one.load, 1, size));
      totals.forEach((total, r) => w.set(total, w.op(`${type}.add`, total, sumOf(w, numbers, sums[r]))));
      w.push(k);
      w.f.breakIf(0);
    });
    for (const total of totals) {
      w.store(`${type}.store`, y, total);
      w.bump(y, yStep);
    }
  });
}

/** The sum over all lanes, in pairs. */
function sumOf(w: Writer, { lanes, type, vector }: Numbers, vectors: readonly Local[]): () => void {
  const all = vectors.slice(1).reduce<Local | (() => void)>((x, y) => w.op(`${vector}.add`, x, y), vectors[0]);
  const sum = (from: number, count: number): (() => void) =>
    count === 1
      ? w.at(`${vector}.extract_lane`, from, vectors[0])
      : w.op(`${type}.add`, sum(from, count / 2), sum(from + count / 2, count / 2));
  return () => {
    w.set(vectors[0], all);
    w.push(sum(0, lanes));
  };
}

/** y = Σ x[p] A[:, p], the columns contiguous: (m, k, a, aCol, x, xStep, y, yStep, sums). A piece of y after the other. */
function addCombination(module: ModuleBuilder, numbers: Numbers): FunctionBuilder {
  const { size, type } = numbers;
  const steps = [COLUMNS, 1].map((columns) => ({ columns, call: addColumns(module, numbers, columns) }));
  return routine(module, undefined, 9, undefined, (w, [m, k, a, aCol, x, xStep, y, yStep, sums]) => {
    const [count, depth, column, ofX, from, to] = Array.from({ length: 6 }, () => w.f.local("i32"));
    const load = (pointer: Local): (() => void) => w.op(`${type}.load`, pointer);
    w.for(0, m, SUMS / size, (i) => {
      w.set(count, w.min(w.sub(m, i), SUMS / size));
      w.set(column, w.add(a, w.mul(i, size)));
      w.set(ofX, x);
      w.for(0, k, DEPTH, (p) => {
        w.set(depth, w.min(w.sub(k, p), DEPTH));
        w.push(sums, 0, w.mul(count, size));
        w.f.memoryFill();
        for (const { columns, call } of steps) {
          repeat(w, depth, columns, () => {
            w.do(w.call(call, count, column, aCol, ofX, xStep, sums));
            w.bump(column, w.mul(aCol, columns));
            w.bump(ofX, w.mul(xStep, columns));
          });
        }
        w.set(from, sums);
        w.set(to, w.add(y, w.mul(i, yStep)));
        w.for(0, count, 1, () => {
          const before = w.select(p, load(to), () => w.f[type](0));
          w.store(`${type}.store`, to, w.op(`${type}.add`, before, load(from)));
          w.bump(from, size);
          w.bump(to, yStep);
        });
      });
    });
  });
}

/** sums += Σ x[p] A[:, p] for so many columns, in order: (count, a, aCol, x, xStep, sums). */
function addColumns(module: ModuleBuilder, numbers: Numbers, columns: number): FunctionBuilder {
  const { size, lanes, splat, one } = numbers;
  return routine(module, undefined, 6, undefined, (w, [count, a, aCol, x, xStep, sums]) => {
    const pointers = Array.from({ length: columns }, (_, p) => w.int(w.add(a, w.mul(aCol, p))));
    const factors = pointers.map((_, p) => w.let("v128", w.op(splat, w.add(x, w.mul(xStep, p)))));
    const [ofA, sum] = [w.f.local("v128"), w.f.local("v128")];
    const products = (load: string, store: string, bytes: number): void => {
      w.set(sum, w.op(load, sums));
      pointers.forEach((pointer, p) => {
        w.set(ofA, w.op(load, pointer));
        multiplyAdd(w, numbers, ofA, factors[p], sum);
        w.bump(pointer, bytes);
      });
      w.store(store, sums, sum);
      w.bump(sums, bytes);
    };
    repeat(w, count, lanes, () => products("v128.load", "v128.store", 16));
    repeat(w, count, 1, () => products(one.load, one.store, size));
  });
}

/** C[i, j] = a[i] b[j]: (rows, n, a, aStep, b, bStep, c, cRow, work), steps in bytes. */
export function addOuter(module: ModuleBuilder, numbers: Numbers): FunctionBuilder {
  const { size, lanes, vector, splat, one } = numbers;
  const copy = addCopyStrided(module, numbers.type);
  return routine(module, undefined, 9, undefined, (w, [rows, n, a, aStep, b, bStep, c, cRow, work]) => {
    w.if(w.op("i32.ne", bStep, size), () => {
      w.do(w.call(copy, n, b, bStep, work, size));
      w.set(b, work);
    });
    const [left, from, to] = [w.f.local("i32"), w.f.local("i32"), w.f.local("i32")];
    const factor = w.f.local("v128");
    const products = (load: string, store: string, vectors: number, bytes: number): void => {
      for (let v = 0; v < vectors; v++) {
        w.store(store, to, w.op(`${vector}.mul`, w.at(load, 16 * v, from), factor), 16 * v);
      }
      w.bump(from, bytes);
      w.bump(to, bytes);
    };
    repeat(w, rows, 1, () => {
      w.set(factor, w.op(splat, a));
      w.set(left, n);
      w.set(from, b);
      w.set(to, c);
      const many = lanes * OUTER_VECTORS;
      repeat(w, left, many, () => products("v128.load", "v128.store", OUTER_VECTORS, 16 * OUTER_VECTORS));
      repeat(w, left, lanes, () => products("v128.load", "v128.store", 1, 16));
      repeat(w, left, 1, () => products(one.load, one.store, 1, size));
      w.bump(a, aStep);
      w.bump(c, cRow);
    });
  });
}
