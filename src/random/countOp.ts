/** Draws of counts: ops on pairs of words and parameters, one element after the other in float64. */
import { type DType, makeArray } from "../base/dtypes.ts";
import { type Shape, sizeOf } from "../base/shapes.ts";
import { alignBatch, broadcast, spread } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { noTangents, wordsOf } from "./threefry.ts";

/** The draw of an element, from its pair of words. */
export type Draw = (x: number, y: number) => number;

/** A sampler that runs on float64 numbers: what it does for all elements with the same parameters. */
type Prepare = (...parameters: number[]) => Draw;

export type CountOp = Op<{ readonly dtype: DType }>;

/** The op of a sampler: words [..., 2] and float64 parameters that broadcast to [...]. @param jvp - left out for integers */
export function countOp(name: string, prepare: Prepare, jvp: CountOp["jvp"] = noTangents): CountOp {
  const op: CountOp = primitive({
    name,
    infer: ([words], { dtype }) => [{ shape: words.shape.slice(0, -1), dtype, weak: false }],
    evaluate: ([words, ...parameters], { dtype }, [{ shape }]) => {
      const pairs = arrayOf(words);
      const out = makeArray(dtype, sizeOf(shape));
      const given = parameters.map((x) => spread(x, shape));
      if (given.every(({ length }) => length === 1)) {
        const draw = prepare(...given.map(([x]) => x));
        for (let i = 0; i < out.length; i++) out[i] = draw(pairs[2 * i], pairs[2 * i + 1]);
        return [out];
      }
      let current: number[] = [];
      let draw: Draw = () => Number.NaN;
      for (let i = 0; i < out.length; i++) {
        const own = given.map((x) => (x.length === 1 ? x[0] : x[i]));
        if (own.some((x, j) => x !== current[j])) draw = prepare(...(current = own));
        out[i] = draw(pairs[2 * i], pairs[2 * i + 1]);
      }
      return [out];
    },
    jvp,
    batch: ({ args: [words, ...parameters], batched: [isBatched, ...rest], size, params }) => {
      const pairs = isBatched ? words : broadcast(words, [size, ...words.shape]);
      const aligned = parameters.map((x, i) => (rest[i] ? alignBatch(x, pairs.ndim - 2) : x));
      return { outs: [bind1(op, [pairs, ...aligned], params)], batched: [true] };
    },
  });
  return op;
}

export const countsOf = (op: CountOp, key: Tensor, shape: Shape, parameters: readonly Tensor[], dtype: DType): Tensor =>
  bind1(op, [wordsOf(key, shape), ...parameters], { dtype });

// ---------------------------------------------------------------- inversion

/** So many draws go without a table, which is made for the next. */
const PATIENCE = 12;
const CELLS = 512;

/**
 * The first count up to which the probabilities sum to more than a fraction of 52 bits. They come from a recurrence, whose sums are
 * kept in a table where many are drawn; the draws are the same either way.
 * @param first - the probability of 0
 * @param next - that of k from that of k - 1
 * @param mean - from there on the probabilities fall
 * @source Devroye, Non-uniform random variate generation (1986), III.2.1, III.2.4
 */
export function inversion(first: number, next: (p: number, k: number) => number, mean: number): Draw {
  let patience = PATIENCE;
  let table: Table | undefined;
  return (x, y) => {
    const u = x * 2 ** -32 + (y >>> 12) * 2 ** -52;
    if (table !== undefined) {
      const { sums, starts } = table;
      let k = starts[Math.floor(u * CELLS)];
      while (u >= sums[k]) k++;
      return k;
    }
    if (--patience === 0) table = tableOf(first, next, mean);
    let k = 0;
    let p = first;
    for (let sum = p; u >= sum; ) {
      p = next(p, ++k);
      const more = sum + p;
      if (more === sum && k > mean) return p === 0 ? k - 1 : k;
      sum = more;
    }
    return k;
  };
}

interface Table {
  readonly sums: Float64Array;
  /** By cell of the fraction: the first count that may come. */
  readonly starts: Int32Array;
}

function tableOf(first: number, next: (p: number, k: number) => number, mean: number): Table {
  const sums = [first];
  let p = first;
  for (let sum = p, k = 1; ; k++) {
    p = next(p, k);
    const more = sum + p;
    if (more === sum && k > mean) break;
    sums.push((sum = more));
  }
  // Behind the sums the count that is the last one possible, or next to impossible.
  if (p === 0) sums.pop();
  sums.push(Number.POSITIVE_INFINITY);
  const starts = new Int32Array(CELLS);
  for (let cell = 0, k = 0; cell < CELLS; cell++) {
    while (cell / CELLS >= sums[k]) k++;
    starts[cell] = k;
  }
  return { sums: Float64Array.from(sums), starts };
}
