/**
 * Standard gamma numbers, or their logarithms. A first attempt of all elements is made on lanes, which keep only what is accepted for
 * certain; whatever is in doubt is drawn one by one by the function that defines the sampler, from the words of its element only.
 */
import { type FloatDType, isFloat, makeArray } from "../base/dtypes.ts";
import { type Shape, sizeOf } from "../base/shapes.ts";
import { alignBatch, broadcast, broadcastPlace, spread } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Kernel, Lane } from "../core/kernel.ts";
import type { Tangent } from "../core/op.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { mul } from "../ops/arithmetic.ts";
import { erfinvKernel } from "../ops/kernel/erf.ts";
import { exp } from "../ops/kernel/exponential.ts";
import { log, log1p, logOfNormal } from "../ops/kernel/logarithmic.ts";
import { erfinv } from "../ops/scalar/erf.ts";
import { Attempts, fractionFrom, OTHERS } from "./attempts.ts";
import { fractionLane } from "./bits.ts";
import { gammaSlope, logGammaSlope } from "./slopes.ts";
import { noTangents, threefryBlock, threefryLanes, wordsAt, wordsOf } from "./threefry.ts";

/** `log`: the logarithms. `boost`: there may be concentrations below 1. */
interface GammaParams {
  readonly dtype: FloatDType;
  readonly log: boolean;
  readonly boost: boolean;
}

/** What the pair of an element is the key of besides. */
const BOOST = OTHERS;

const attempts: Attempts = /*@__PURE__*/ new Attempts();
const spare: Uint32Array = /*@__PURE__*/ new Uint32Array(2);

/** 3 (log(1 + t) - t + t²/2 - t³/3)/t⁴ = -3/4 + 3/5 t - … to float64 for |t| ≤ 1/8. */
const SERIES: readonly number[] = /*@__PURE__*/ Array.from({ length: 17 }, (_, n) => (n % 2 === 0 ? -3 : 3) / (n + 4));
const SMALL = 1 / 8;

function series(t: number): number {
  let sum = 0;
  for (let n = SERIES.length - 1; n >= 0; n--) sum = sum * t + SERIES[n];
  return sum;
}

/**
 * The draw of the element with the pair (x, y): d (1 + c z)³ for a normal z and d = a - 1/3, c = 1/√(9d), accepted with the
 * probability e^(z²/2 + d - d (1 + c z)³ + 3 d log(1 + c z)). Where a < 1 it is that of a + 1 times U^(1/a).
 * @source Marsaglia & Tsang, A simple method for generating gamma variables, ACM TOMS 26 (2000), §§4, 6
 */
function drawGamma(x: number, y: number, a: number, params: GammaParams): number {
  const d = (a < 1 ? a + 1 : a) - 1 / 3;
  const w = acceptedRoot(x, y, d, params.dtype === "float32");
  const power = a < 1 ? exponentialOf(x, y, params.dtype === "float32") / a : 0;
  if (params.log) return Math.log(d) + 3 * Math.log(w) - power;
  const value = d * w * w * w;
  return power === 0 ? value : value * Math.exp(-power);
}

/** The first 1 + c z that is accepted. */
function acceptedRoot(x: number, y: number, d: number, narrow: boolean): number {
  const c = 1 / Math.sqrt(9 * d);
  for (attempts.start(x, y); ; attempts.next()) {
    // The grids of `normal`.
    const { high, low } = attempts;
    const fraction = narrow ? ((high ^ low) >>> 9) * 2 ** -23 : attempts.fraction;
    const z = Math.SQRT2 * erfinv(2 * fraction - 1 + (narrow ? 2 ** -24 : 2 ** -53));
    const t = c * z;
    const w = 1 + t;
    if (w <= 0) continue;
    const t2 = t * t;
    const level = Math.abs(t) <= SMALL ? d * t2 * t2 * series(t) : (z * z) / 2 + d * (1 - w * w * w + 3 * Math.log(w));
    if (Math.log(narrow ? (low >>> 8) * 2 ** -24 : attempts.uniform) < level) return w;
  }
}

/** -log U for the boost. */
function exponentialOf(x: number, y: number, narrow: boolean): number {
  if (!narrow) return -Math.log1p(-fractionFrom(x, y, BOOST, 0));
  threefryBlock(x | 0, y | 0, BOOST, 0, spare, 0);
  return -Math.log(Math.fround(Math.fround(spare[0]) + 1) * 2 ** -32);
}

// ---------------------------------------------------------------- on lanes

/** Powers (1 + h/32)³² ≤ e^h are close enough. */
const SQUARINGS = 5;

function attemptLane(k: Kernel, [x, y]: readonly [Lane, Lane], a: Lane, params: GammaParams): Lane {
  const narrow = params.dtype === "float32";
  const isLow = k.lt(a, 1);
  const d = k.sub(params.boost ? k.select(isLow, k.add(a, 1), a) : a, 1 / 3);
  const z = k.mul(erfinvKernel(k, fractionLane(k, [x, y], { dtype: params.dtype, signed: true })), Math.SQRT2);
  const t = k.div(z, k.mul(k.sqrt(d), 3));
  const w = k.add(t, 1);
  const cube = k.mul(k.mul(w, w), w);
  const logW = logOfNormal(k, w);
  const t2 = k.mul(t, t);
  const near = k.mul(k.mul(k.mul(t2, t2), d), k.polynomial(t, narrow ? SERIES.slice(0, 6) : SERIES));
  const far = k.fma(k.mul(z, 0.5), z, k.mul(d, k.fma(logW, 3, k.sub(1, cube))));
  const level = k.select(k.le(k.abs(t), SMALL), near, far);
  let chance = k.max(k.add(k.mul(k.sub(level, narrow ? 2 ** -11 : 2 ** -30), 2 ** -SQUARINGS), 1), 0);
  for (let i = 0; i < SQUARINGS; i++) chance = k.mul(chance, chance);
  const uniform = narrow
    ? k.mul(k.toFloat(k.shrU(y, 8), "f32"), 2 ** -24)
    : k.mul(k.add(k.toFloat(k.and(y, 4095), "f64"), 1), 2 ** -12);
  // erfinv holds for |z| < 6.6 without more ado; where 1 + t is small its logarithm is not precise enough.
  const isSure = k.and(k.and(k.lt(uniform, chance), k.lt(k.abs(z), 6)), k.gt(w, 2 ** -6));
  const power = params.boost ? k.select(isLow, k.div(exponentialLane(k, [x, y], narrow), a), 0) : undefined;
  return k.select(isSure, valueLane(k, { d, cube, logW, power }, params.log), Number.NaN);
}

interface Accepted {
  readonly d: Lane;
  readonly cube: Lane;
  readonly logW: Lane;
  readonly power: Lane | undefined;
}

function valueLane(k: Kernel, { d, cube, logW, power }: Accepted, logarithm: boolean): Lane {
  if (logarithm) {
    const value = k.fma(logW, 3, log(k, d));
    return power === undefined ? value : k.sub(value, power);
  }
  const value = k.mul(d, cube);
  return power === undefined ? value : k.mul(value, exp(k, k.neg(power)));
}

function exponentialLane(k: Kernel, pair: readonly Lane[], narrow: boolean): Lane {
  const [x, y] = threefryLanes(k, pair, [k.constant(BOOST, "i32"), k.constant(0, "i32")]);
  if (!narrow) return k.neg(log1p(k, k.neg(fractionLane(k, [x, y], { dtype: "float64", signed: false }))));
  const whole = k.apply((_, v) => k.toFloat(v, "f32"), { unsigned: true }, [x]);
  return k.neg(logOfNormal(k, k.mul(k.add(whole, 1), 2 ** -32)));
}

/** The first attempts for words [..., 2] and concentrations that broadcast; NaN where it takes more to decide. */
const attemptOp: Op<GammaParams> = /*@__PURE__*/ primitive({
  name: "randomGammaAttempt",
  infer: ([words], { dtype }) => [{ shape: words.shape.slice(0, -1), dtype, weak: false }],
  evaluate: (_, { dtype }, [{ shape }]) => [makeArray(dtype, sizeOf(shape)).fill(Number.NaN)],
  lower: {
    kind: "elements",
    costly: true,
    element: ({ k, args: [words, a], avals: [, { shape }], place, params }) =>
      attemptLane(k, wordsAt(words, place), a(broadcastPlace(place, shape)), params),
  },
  jvp: noTangents,
  batch: ({ args: [words, a], batched, size, params }) => {
    const pairs = batched[0] ? words : broadcast(words, [size, ...words.shape]);
    const aligned = batched[1] ? alignBatch(a, pairs.ndim - 2) : a;
    return { outs: [bind1(attemptOp, [pairs, aligned], params)], batched: [true] };
  },
});

// ---------------------------------------------------------------- the op

/** Finishes attempts [...keys, ...shape], for keys [..., 2] and concentrations that broadcast. */
const gammaOp: Op<GammaParams> = /*@__PURE__*/ primitive({
  name: "randomGamma",
  infer: ([{ shape, dtype }]) => [{ shape, dtype, weak: false }],
  evaluate: ([attempts, key, concentration], params) => {
    const out = arrayOf(attempts).slice();
    const keys = arrayOf(key);
    const count = (2 * out.length) / keys.length;
    const a = spread(concentration, attempts.shape);
    const step = a.length === 1 ? 0 : 1;
    const pair = new Uint32Array(2);
    for (let i = 0; i < out.length; i++) {
      if (out[i] === out[i]) continue;
      const row = Math.floor(i / count);
      threefryBlock(keys[2 * row] | 0, keys[2 * row + 1] | 0, 0, i - row * count, pair, 0);
      out[i] = drawGamma(pair[0], pair[1], a[i * step], params);
    }
    return [out];
  },
  jvp: ({ primals: [, , a], tangents: [, , tangent], outs: [x], params }): readonly Tangent[] => {
    if (tangent === undefined || !isFloat(x.dtype)) return [undefined];
    return [broadcast(mul(params.log ? logGammaSlope(a, x) : gammaSlope(a, x), tangent), x.shape)];
  },
  batch: ({ args: [attempts, key, a], batched, size, params }) => {
    const many = batched[0] ? attempts : broadcast(attempts, [size, ...attempts.shape]);
    const keys = batched[1] ? key : broadcast(key, [size, ...key.shape]);
    const aligned = batched[2] ? alignBatch(a, many.ndim - 1) : a;
    return { outs: [bind1(gammaOp, [many, keys, aligned], params)], batched: [true] };
  },
});

/** Standard gamma numbers, or their logarithms, with concentrations of the dtype that broadcast to the shape; differentiable. */
export function gammaOf(key: Tensor, concentration: Tensor, shape: Shape, logarithm = false): Tensor {
  const dtype = concentration.dtype as FloatDType;
  const params: GammaParams = { dtype, log: logarithm, boost: mayBeBelow(concentration, 1) };
  const attempts = bind1(attemptOp, [wordsOf(key, shape), concentration], params);
  return bind1(gammaOp, [attempts, key, concentration], params);
}

/** Are there numbers below a limit, for all that is known? */
function mayBeBelow(x: Tensor, limit: number): boolean {
  if (!x.isConcrete) return true;
  const values = arrayOf(x);
  for (let i = 0; i < values.length; i++) if (values[i] < limit) return true;
  return false;
}
