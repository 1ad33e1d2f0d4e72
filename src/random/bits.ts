/** Pairs of random words made into integers, fractions and bounded integers. */
import { type DType, type FloatDType, makeArray } from "../base/dtypes.ts";
import { sizeOf } from "../base/shapes.ts";
import { alignBatch, broadcast } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import type { HostFunction, Kernel, Lane } from "../core/kernel.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { noTangents, threefryBlock, wordsAt } from "./threefry.ts";

/** 32 bits of each pair of words [..., 2]: their exclusive or. */
export const bitsOp: Op<undefined> = /*@__PURE__*/ primitive({
  name: "randomBits",
  infer: ([words]) => [{ shape: words.shape.slice(0, -1), dtype: "uint32", weak: false }],
  evaluate: ([words], _, [{ shape }]) => {
    const pairs = arrayOf(words);
    const out = new Uint32Array(sizeOf(shape));
    for (let i = 0; i < out.length; i++) out[i] = pairs[2 * i] ^ pairs[2 * i + 1];
    return [out];
  },
  lower: { kind: "elements", costly: true, element: ({ k, args: [words], place }) => k.xor(...wordsAt(words, place)) },
  jvp: noTangents,
  batch: ({ args, params }) => ({ outs: [bind1(bitsOp, args, params)], batched: [true] }),
});

interface FractionParams {
  readonly dtype: FloatDType;
  readonly signed: boolean;
}

/**
 * A fraction f in [0, 1) of each pair of words [..., 2]: for float64 the first 52 of their 64 bits, for float32 the first 23 of
 * their exclusive or, all multiples of 2^-52 or 2^-23 equally likely. `signed`: 2f - 1 + h instead, in (-1, 1), where -1 + h is
 * the float next to -1; no step of that rounds.
 * @source JAX `random.uniform`, which puts the bits into the mantissa of a float in [1, 2) and subtracts 1
 */
const fractionOp: Op<FractionParams> = /*@__PURE__*/ primitive({
  name: "randomFraction",
  infer: ([words], { dtype }) => [{ shape: words.shape.slice(0, -1), dtype, weak: false }],
  evaluate: ([words], { dtype, signed }, [{ shape }]) => {
    const pairs = arrayOf(words);
    const out = makeArray(dtype, sizeOf(shape));
    const [factor, start] = signed ? [2, dtype === "float64" ? 2 ** -53 - 1 : 2 ** -24 - 1] : [1, 0];
    if (dtype === "float64") {
      for (let i = 0; i < out.length; i++) {
        out[i] = factor * (pairs[2 * i] * 2 ** -32 + (pairs[2 * i + 1] >>> 12) * 2 ** -52) + start;
      }
    } else {
      for (let i = 0; i < out.length; i++)
        out[i] = factor * ((pairs[2 * i] ^ pairs[2 * i + 1]) >>> 9) * 2 ** -23 + start;
    }
    return [out];
  },
  lower: {
    kind: "elements",
    costly: true,
    element: ({ k, args: [words], place, params }) => fractionLane(k, wordsAt(words, place), params),
  },
  jvp: noTangents,
  batch: ({ args, params }) => ({ outs: [bind1(fractionOp, args, params)], batched: [true] }),
});

export function fractionLane(k: Kernel, [x, y]: readonly [Lane, Lane], { dtype, signed }: FractionParams): Lane {
  if (dtype === "float32") {
    const whole = k.toFloat(k.shrU(k.xor(x, y), 9), "f32");
    return signed ? k.add(k.mul(whole, 2 ** -22), 2 ** -24 - 1) : k.mul(whole, 2 ** -23);
  }
  const high = k.mul(unsignedFloat(k, x), 2 ** -32);
  const fraction = k.add(high, k.mul(k.toFloat(k.shrU(y, 12), "f64"), 2 ** -52));
  return signed ? k.add(k.mul(fraction, 2), 2 ** -53 - 1) : fraction;
}

const unsignedFloat = (k: Kernel, x: Lane): Lane => k.apply((_, v) => k.toFloat(v, "f64"), { unsigned: true }, [x]);

export const fractionOf = (words: Tensor, dtype: FloatDType, signed = false): Tensor =>
  bind1(fractionOp, [words], { dtype, signed });

/** One more block, for what was rejected. */
const spare: Uint32Array = /*@__PURE__*/ new Uint32Array(2);

/**
 * An integer of 0 ... span - 1, each exactly as likely: of 32 bits those below the largest multiple of the span are taken modulo
 * the span. Others, fewer than half, are rejected, and the next bits are those that the pair gives as a key, which is the key
 * `split` would give the element; so the result depends on the pair only.
 * @param span - 1 ... 2^32
 * @source Lemire, Fast random integer generation in an interval (2019), §3: rejection with one division in most cases
 */
export function below(pairs: ArrayLike<number>, at: number, span: number): number {
  let x = (pairs[at] ^ pairs[at + 1]) >>> 0;
  if (x > 2 ** 32 - span) {
    const limit = 2 ** 32 - (2 ** 32 % span);
    for (let attempt = 0; x >= limit; attempt++) {
      threefryBlock(pairs[at] | 0, pairs[at + 1] | 0, 0, attempt, spare, 0);
      x = (spare[0] ^ spare[1]) >>> 0;
    }
  }
  return x % span;
}

/** The same on lanes. A quotient of integers below 2^32 never rounds up to the next one: its distance to that is 2^-32 at least. */
function belowLane(k: Kernel, [x, y]: readonly [Lane, Lane], span: Lane): Lane {
  const drawn = unsignedFloat(k, k.xor(x, y));
  const rest = k.sub(drawn, k.mul(k.floor(k.div(drawn, span)), span));
  const limit = k.mul(k.floor(k.div(2 ** 32, span)), span);
  return k.apply(() => k.rare(k.le(limit, drawn), k.toIntU(rest)), { host: belowWords }, [x, y, span]);
}

const belowWords: HostFunction = (x, y, span) => below([x, y], 0, span);

/** Integers below spans: words [..., 2], spans float64 of the shape [...] or scalar. A value beyond int32 wraps. */
const belowOp: Op<{ readonly dtype: DType }> = /*@__PURE__*/ primitive({
  name: "randomBelow",
  infer: ([words], { dtype }) => [{ shape: words.shape.slice(0, -1), dtype, weak: false }],
  evaluate: ([words, span], { dtype }, [{ shape }]) => {
    const [pairs, spans] = [arrayOf(words), arrayOf(span)];
    const out = makeArray(dtype, sizeOf(shape));
    const step = span.ndim === 0 ? 0 : 1;
    for (let i = 0; i < out.length; i++) out[i] = below(pairs, 2 * i, spans[i * step]);
    return [out];
  },
  lower: {
    kind: "elements",
    costly: true,
    element: ({ k, args: [words, span], avals: [, { shape }], place }) =>
      belowLane(k, wordsAt(words, place), span(place.slice(0, shape.length))),
  },
  jvp: noTangents,
  batch: ({ args: [words, span], batched, size, params }) => {
    const pairs = batched[0] ? words : broadcast(words, [size, ...words.shape]);
    const shape = pairs.shape.slice(0, -1);
    const common = span.ndim === 0 && !batched[1];
    const spans = common ? span : broadcast(batched[1] ? alignBatch(span, shape.length - 1) : span, shape);
    return { outs: [bind1(belowOp, [pairs, spans], params)], batched: [true] };
  },
});

export const belowOf = (words: Tensor, span: Tensor, dtype: DType): Tensor => bind1(belowOp, [words, span], { dtype });
