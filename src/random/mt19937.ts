/** The stream of MXNet 1: Mersenne Twister, as its samplers on the CPU use it. */
import { checkShape, type Shape, sizeOf } from "../base/shapes.ts";
import { arrayOf, type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { toProbabilities } from "./categories.ts";
import { checkCount } from "./permutation.ts";

const SIZE = 624;
const MIDDLE = 397;

/**
 * Mersenne Twister with the draws of MXNet 1 in a fresh process: what the book's MXNet tab prints. For new programs `random.key` and
 * `random.generator` are better: they have independent streams, and their draws do not depend on what was drawn before.
 * @example
 * const mx = random.mersenneTwister();
 * const fair = new Array(6).fill(1 / 6);
 * mx.multinomial(1, fair); // => Tensor [0, 0, 0, 1, 0, 0] int32
 * mx.multinomial(10, fair); // => Tensor [1, 1, 5, 1, 1, 1] int32
 * @source Matsumoto & Nishimura, Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number generator (1998)
 * @see random.mersenneTwister
 * @keywords MT19937, MXNet random numbers
 */
export class MersenneTwister {
  readonly #state: Uint32Array = new Uint32Array(SIZE);
  #place = SIZE;
  #spare: number | undefined;

  /** @internal */
  constructor(seed: number) {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      const before = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = Math.imul(1812433253, before) + i;
    }
  }

  /**
   * The next 32 bits.
   * @returns an integer of 0 ... 2^32 - 1
   * @example random.mersenneTwister(5489).next() // => 3499211612
   */
  next(): number {
    if (this.#place === SIZE) this.#turn();
    let y = this.#state[this.#place++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #turn(): void {
    const state = this.#state;
    for (let i = 0; i < SIZE; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
      state[i] = state[(i + MIDDLE) % SIZE] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#place = 0;
  }

  /**
   * How often each category comes in n trials, as `mx.np.random.multinomial` counts them.
   * @param n - the number of trials
   * @param probs - probabilities, with the sum 1
   * @param shape - of the draws, without the axis of the categories; default []
   * @returns int32, the shape with the axis of the categories behind
   * @throws TensorError "value" when n is no integer >= 0 or probs do not sum to 1, "shape" when probs is no vector
   * @example random.mersenneTwister().multinomial(1, new Array(6).fill(1 / 6)) // => Tensor [0, 0, 0, 1, 0, 0] int32
   */
  multinomial(n: number, probs: TensorLike, shape: Shape = []): Tensor {
    const p = toProbabilities("multinomial", "probs", probs);
    const weights = arrayOf(p, "multinomial");
    const k = weights.length;
    const trials = checkCount("multinomial", "n", n);
    const rows = sizeOf(checkShape("multinomial", shape));
    const counts = new Int32Array(rows * k);
    for (let row = 0; row < rows; row++) {
      for (let trial = 0; trial < trials; trial++) counts[row * k + categoryAt(weights, this.#fraction())]++;
    }
    // A call uses up one number for each category besides.
    for (let i = 0; i < k; i++) this.#fraction();
    return wrap(counts, [...shape, k], "int32");
  }

  /** 64 bits of two numbers, the low ones first. */
  #fraction(): number {
    const low = this.next();
    return (low + this.next() * 2 ** 32) * 2 ** -64;
  }

  /**
   * Standard normal numbers in float32, as `mx.np.random.normal` draws them: by Marsaglia's polar method.
   * @param shape - of the result; default []
   * @returns float32 of the shape
   * @throws TensorError "value" when `shape` is no shape
   * @example random.mersenneTwister().normal([2]) // => Tensor [2.2122064, 1.1630787] float32
   */
  normal(shape: Shape = []): Tensor {
    const out = new Float32Array(sizeOf(checkShape("normal", shape)));
    for (let i = 0; i < out.length; i++) out[i] = this.#normal();
    return wrap(out, shape, "float32");
  }

  #normal(): number {
    const { fround } = Math;
    const kept = this.#spare;
    this.#spare = undefined;
    if (kept !== undefined) return kept;
    for (;;) {
      const x = fround(2 * fround(this.next() * 2 ** -32) - 1);
      const y = fround(2 * fround(this.next() * 2 ** -32) - 1);
      const square = fround(fround(x * x) + fround(y * y));
      if (square > 1 || square === 0) continue;
      const factor = fround(Math.sqrt(fround(fround(-2 * fround(Math.log(square))) / square)));
      this.#spare = fround(x * factor);
      return fround(y * factor);
    }
  }
}

function categoryAt(weights: ArrayLike<number>, u: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length - 1; i++) {
    sum += weights[i];
    if (u < sum) return i;
  }
  return weights.length - 1;
}

/**
 * The random numbers of MXNet 1 in a fresh process, to repeat what the book's MXNet tab prints.
 * @param seed - an integer of 0 ... 2^31 - 1; default 0, MXNet's own
 * @returns a generator with `multinomial`, `normal` and `next`
 * @throws TensorError "value" when the seed is no such integer
 * @example
 * const mx = random.mersenneTwister();
 * mx.multinomial(1, new Array(6).fill(1 / 6)); // => Tensor [0, 0, 0, 1, 0, 0] int32
 * @source Matsumoto & Nishimura, Mersenne Twister (1998); Dive into Deep Learning 2.6, MXNet tab
 * @see random.generator
 * @keywords MT19937, MXNet seed
 */
export const mersenneTwister = (seed = 0): MersenneTwister =>
  new MersenneTwister(checkCount("mersenneTwister", "seed", seed));
