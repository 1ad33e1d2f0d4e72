/**
 * Loops over products of one, two or three tables. Adjacent axes that lie alike in all tables become one; the innermost is a plain
 * loop with strides, some around it are a list of offsets made beforehand, and only what is left is counted through.
 */

/** An axis of a contraction: its size and the strides in the arguments and in the result; 0 where a table lacks it. */
export interface Axis {
  readonly size: number;
  readonly strides: readonly number[];
}

/** What a step does to flat arrays. */
export interface Kernel {
  /** Offsets in each argument and, last, in the result: `offsets[table][i]`. */
  readonly offsets: readonly Int32Array[];
  readonly inner: Axis;
  readonly outer: readonly Axis[];
  /** Entries of the result are met more than once, so that they begin with 0. */
  readonly adds: boolean;
  readonly loop: Loop;
}

/** Places of a table in an array. */
export interface Place {
  readonly array: Float64Array;
  readonly offset: number;
}

type Loop = (kernel: Kernel, tables: readonly Place[], starts: Int32Array) => void;

/** Lists of offsets are at most this long. */
const LONGEST = 256;

/** @param axes - the outermost first */
export function makeKernel(axes: readonly Axis[], args: number): Kernel {
  const merged = mergeAxes(axes);
  const inner = merged.pop() ?? { size: 1, strides: new Array<number>(args + 1).fill(0) };
  let count = 1;
  let from = merged.length;
  while (from > 0 && count * merged[from - 1].size <= LONGEST) count *= merged[--from].size;
  const listed = merged.slice(from);
  const loops = inner.strides[args] === 0 ? reducing : mapping;
  return {
    offsets: inner.strides.map((_, table) => offsetsOf(listed, table, count)),
    inner,
    outer: merged.slice(0, from),
    adds: merged.some(({ strides }) => strides[args] === 0),
    loop: loops[args - 1],
  };
}

function mergeAxes(axes: readonly Axis[]): Axis[] {
  const merged: Axis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const before = merged.at(-1);
    if (before !== undefined && before.strides.every((stride, i) => stride === axis.strides[i] * axis.size)) {
      merged[merged.length - 1] = { size: before.size * axis.size, strides: axis.strides };
    } else merged.push(axis);
  }
  return merged;
}

function offsetsOf(axes: readonly Axis[], table: number, count: number): Int32Array {
  const offsets = new Int32Array(count);
  let filled = 1;
  for (const { size, strides } of axes.toReversed()) {
    for (let i = 1; i < size; i++) {
      const start = i * strides[table];
      for (let k = 0; k < filled; k++) offsets[i * filled + k] = start + offsets[k];
    }
    filled *= size;
  }
  return offsets;
}

/** Runs a kernel. @param tables - the arguments and, last, the result of `entries` entries */
export function runKernel(kernel: Kernel, tables: readonly Place[], entries: number): void {
  const { outer, adds, loop } = kernel;
  const starts = new Int32Array(tables.length);
  const result = tables[tables.length - 1];
  for (let i = 0; i < tables.length; i++) starts[i] = tables[i].offset;
  if (adds) result.array.fill(0, result.offset, result.offset + entries);
  if (outer.length === 0) {
    loop(kernel, tables, starts);
    return;
  }
  const index = new Int32Array(outer.length);
  for (;;) {
    loop(kernel, tables, starts);
    let axis = outer.length - 1;
    for (; axis >= 0; axis--) {
      const { size, strides } = outer[axis];
      const turns = ++index[axis] === size;
      const by = turns ? 1 - size : 1;
      for (let i = 0; i < starts.length; i++) starts[i] += by * strides[i];
      if (!turns) break;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** By how many arguments there are: the innermost axis is summed. */
const reducing: readonly Loop[] = [
  ({ offsets: [as, os], inner, adds }, [{ array: x }, { array: out }], [a0, o0]) => {
    const { size } = inner;
    const [sa] = inner.strides;
    for (let i = 0; i < as.length; i++) {
      let a = a0 + as[i];
      let sum = 0;
      for (let k = 0; k < size; k++) {
        sum += x[a];
        a += sa;
      }
      const o = o0 + os[i];
      out[o] = adds ? out[o] + sum : sum;
    }
  },
  ({ offsets: [as, bs, os], inner, adds }, [{ array: x }, { array: y }, { array: out }], [a0, b0, o0]) => {
    const { size } = inner;
    const [sa, sb] = inner.strides;
    for (let i = 0; i < as.length; i++) {
      let a = a0 + as[i];
      let b = b0 + bs[i];
      let sum = 0;
      for (let k = 0; k < size; k++) {
        sum += x[a] * y[b];
        a += sa;
        b += sb;
      }
      const o = o0 + os[i];
      out[o] = adds ? out[o] + sum : sum;
    }
  },
  (
    { offsets: [as, bs, cs, os], inner, adds },
    [{ array: x }, { array: y }, { array: z }, { array: out }],
    [a0, b0, c0, o0],
  ) => {
    const { size } = inner;
    const [sa, sb, sc] = inner.strides;
    for (let i = 0; i < as.length; i++) {
      let a = a0 + as[i];
      let b = b0 + bs[i];
      let c = c0 + cs[i];
      let sum = 0;
      for (let k = 0; k < size; k++) {
        sum += x[a] * y[b] * z[c];
        a += sa;
        b += sb;
        c += sc;
      }
      const o = o0 + os[i];
      out[o] = adds ? out[o] + sum : sum;
    }
  },
];

/** By how many arguments there are: the innermost axis is one of the result. */
const mapping: readonly Loop[] = [
  ({ offsets: [as, os], inner, adds }, [{ array: x }, { array: out }], [a0, o0]) => {
    const { size } = inner;
    const [sa, so] = inner.strides;
    for (let i = 0; i < as.length; i++) {
      let a = a0 + as[i];
      let o = o0 + os[i];
      for (let k = 0; k < size; k++) {
        out[o] = adds ? out[o] + x[a] : x[a];
        a += sa;
        o += so;
      }
    }
  },
  ({ offsets: [as, bs, os], inner, adds }, [{ array: x }, { array: y }, { array: out }], [a0, b0, o0]) => {
    const { size } = inner;
    const [sa, sb, so] = inner.strides;
    for (let i = 0; i < as.length; i++) {
      let a = a0 + as[i];
      let b = b0 + bs[i];
      let o = o0 + os[i];
      for (let k = 0; k < size; k++) {
        const value = x[a] * y[b];
        out[o] = adds ? out[o] + value : value;
        a += sa;
        b += sb;
        o += so;
      }
    }
  },
  (
    { offsets: [as, bs, cs, os], inner, adds },
    [{ array: x }, { array: y }, { array: z }, { array: out }],
    [a0, b0, c0, o0],
  ) => {
    const { size } = inner;
    const [sa, sb, sc, so] = inner.strides;
    for (let i = 0; i < as.length; i++) {
      let a = a0 + as[i];
      let b = b0 + bs[i];
      let c = c0 + cs[i];
      let o = o0 + os[i];
      for (let k = 0; k < size; k++) {
        const value = x[a] * y[b] * z[c];
        out[o] = adds ? out[o] + value : value;
        a += sa;
        b += sb;
        c += sc;
        o += so;
      }
    }
  },
];
