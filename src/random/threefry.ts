/** The counter-based generator behind all draws: threefry2x32 with 20 rounds. Pairs of words stand on a last axis of 2. */
import { broadcastShapes, sameShape, type Shape, sizeOf } from "../base/shapes.ts";
import { broadcast, broadcastPlace, broadcastStrides, gatherStrided } from "../core/basic.ts";
import { alignBatches } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Kernel, Lane } from "../core/kernel.ts";
import { linearPlace, type LoopKernel, type Place, PLACE_ZERO, plus, type Reader } from "../core/lowering.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";

/** The parity of the key schedule: SKEIN_KS_PARITY32 in Random123's threefry.h. */
const PARITY = 0x1bd11bda;

/**
 * One block: the two words of a counter (c0, c1) under a key (k0, k1), written to out[at] and out[at + 1]. A round adds, rotates
 * by R_32x2 of Random123's threefry.h and mixes; after every fourth the key comes in again.
 * @source Salmon, Moraes, Dror & Shaw, Parallel random numbers: as easy as 1, 2, 3 (2011), §3.3
 */
// biome-ignore format: one round a line
export function threefryBlock(k0: number, k1: number, c0: number, c1: number, out: Uint32Array, at: number): void {
  const k2 = k0 ^ k1 ^ PARITY;
  let x = (c0 + k0) | 0, y = (c1 + k1) | 0;
  x = (x + y) | 0; y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0; y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0; y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0; y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + k1) | 0; y = (y + k2 + 1) | 0;
  x = (x + y) | 0; y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0; y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0; y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0; y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + k2) | 0; y = (y + k0 + 2) | 0;
  x = (x + y) | 0; y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0; y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0; y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0; y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + k0) | 0; y = (y + k1 + 3) | 0;
  x = (x + y) | 0; y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0; y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0; y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0; y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + k1) | 0; y = (y + k2 + 4) | 0;
  x = (x + y) | 0; y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0; y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0; y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0; y = ((y << 6) | (y >>> 26)) ^ x;
  out[at] = x + k2;
  out[at + 1] = y + k0 + 5;
}

/** The rotations of eight rounds. */
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];

/** The same on lanes: both words. */
export function threefryLanes(k: Kernel, [k0, k1]: readonly Lane[], [c0, c1]: readonly Lane[]): [Lane, Lane] {
  const keys = [k0, k1, k.xor(k.xor(k0, k1), PARITY)];
  let [x, y] = [k.add(c0, k0), k.add(c1, k1)];
  for (let round = 0; round < 20; round++) {
    const by = ROTATIONS[round % 8];
    x = k.add(x, y);
    y = k.xor(k.or(k.shl(y, by), k.shrU(y, 32 - by)), x);
    if (round % 4 !== 3) continue;
    const turn = (round + 1) / 4;
    x = k.add(x, keys[turn % 3]);
    y = k.add(y, k.add(keys[(turn + 1) % 3], turn));
  }
  return [x, y];
}

/** One of two words: that at a place on the axis of pairs. */
function pick(k: LoopKernel, place: Place, [x, y]: readonly [Lane, Lane]): Lane {
  const isConstant = place.lane === undefined && place.coefficients.every((c) => c === 0);
  if (isConstant) return place.constant === 0 ? x : y;
  return k.select(k.eq(k.index(place), 0), x, y);
}

/** Both words of the pair that an element belongs to. */
export const wordsAt = (read: Reader, pair: readonly Place[]): [Lane, Lane] => [
  read([...pair, PLACE_ZERO]),
  read([...pair, plus(PLACE_ZERO, 1)]),
];

/** Integers have no derivatives. */
export const noTangents = (): readonly undefined[] => [];

/** The words of counters [..., 2] under keys [..., 2]: uint32 [..., 2], with the axes in front broadcast. */
export const threefryOp: Op<undefined> = /*@__PURE__*/ primitive({
  name: "threefry2x32",
  infer: ([key, counter]) => [
    { shape: broadcastShapes("threefry2x32", [key.shape, counter.shape]), dtype: "uint32", weak: false },
  ],
  evaluate: ([key, counter], _, [{ shape }]) => {
    const [k, c] = [pairs(key, shape), pairs(counter, shape)];
    const out = new Uint32Array(sizeOf(shape));
    for (let i = 0; i < out.length; i += 2) threefryBlock(k[i] | 0, k[i + 1] | 0, c[i] | 0, c[i + 1] | 0, out, i);
    return [out];
  },
  lower: {
    kind: "elements",
    element: ({ k, args, avals, place }) => {
      const pair = place.slice(0, -1);
      const [key, counter] = args.map((x, i) => wordsAt(x, broadcastPlace(pair, avals[i].shape.slice(0, -1))));
      return pick(k, place[pair.length], threefryLanes(k, key, counter));
    },
  },
  jvp: noTangents,
  batch: ({ args, batched }) => ({
    outs: [threefry(...(alignBatches(args, batched) as [Tensor, Tensor]))],
    batched: [true],
  }),
});

export const threefry = (key: Tensor, counter: Tensor): Tensor => bind1(threefryOp, [key, counter], undefined);

function pairs(x: Tensor, shape: Shape): ArrayLike<number> {
  if (sameShape(x.shape, shape)) return arrayOf(x);
  return gatherStrided(arrayOf(x), { shape, dtype: "uint32", weak: false }, broadcastStrides(x.shape, shape), 0);
}

/**
 * The words of a whole draw: for keys [..., 2] uint32 [..., ...shape, 2], where the counter of an element is its place in
 * row-major order, as two words. So element i depends on the key and i only.
 * @source JAX with jax_threefry_partitionable
 */
export const wordsOp: Op<{ readonly shape: Shape }> = /*@__PURE__*/ primitive({
  name: "randomWords",
  infer: ([key], { shape }) => [{ shape: [...key.shape.slice(0, -1), ...shape, 2], dtype: "uint32", weak: false }],
  evaluate: ([key], { shape }, [out]) => {
    const keys = arrayOf(key);
    const count = sizeOf(shape);
    const words = new Uint32Array(sizeOf(out.shape));
    for (let k = 0, at = 0; k < keys.length; k += 2) {
      const [k0, k1] = [keys[k] | 0, keys[k + 1] | 0];
      for (let i = 0; i < count; i++, at += 2) threefryBlock(k0, k1, 0, i, words, at);
    }
    return [words];
  },
  lower: {
    kind: "elements",
    element: ({ k, args: [key], avals: [{ shape: keys }], place, params: { shape } }) => {
      const counter = k.index(linearPlace(k, place.slice(keys.length - 1, -1), shape));
      const words = threefryLanes(k, wordsAt(key, place.slice(0, keys.length - 1)), [k.constant(0, "i32"), counter]);
      return pick(k, place[place.length - 1], words);
    },
  },
  jvp: noTangents,
  batch: ({ args: [key], params }) => ({ outs: [bind1(wordsOp, [key], params)], batched: [true] }),
});

export const wordsOf = (key: Tensor, shape: Shape): Tensor => bind1(wordsOp, [key], { shape });

/** Arguments of which some have no batch axis, repeated so that all have it. */
export function repeatUnbatched(args: readonly Tensor[], batched: readonly boolean[], size: number): Tensor[] {
  return args.map((x, i) => (batched[i] ? x : broadcast(x, [size, ...x.shape])));
}
