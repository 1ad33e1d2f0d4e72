/** A generator with a state, for everyday use: each draw takes a new key. */
import { fail } from "../base/errors.ts";
import { isPlainObject } from "../base/trees.ts";
import { arrayOf, isTensor, type Tensor, wrap } from "../core/tensor.ts";
import * as bernoulli from "./bernoulli.ts";
import * as bounded from "./bounded.ts";
import * as categories from "./categories.ts";
import * as continuous from "./continuous.ts";
import * as counts from "./counts.ts";
import * as gamma from "./gamma.ts";
import * as integers from "./integers.ts";
import * as keys from "./key.ts";
import type { Key } from "./key.ts";
import * as multinomial from "./multinomial.ts";
import * as permutation from "./permutation.ts";
import * as standard from "./standard.ts";
import * as vectors from "./vectors.ts";
import * as vonMises from "./vonMises.ts";

/** The functions that take a key first. To make one a method of generators, add its name. */
const names = [
  "ball",
  "bernoulli",
  "beta",
  "binomial",
  "bits",
  "categorical",
  "cauchy",
  "chisquare",
  "choice",
  "dirichlet",
  "doublesidedMaxwell",
  "dropout",
  "exponential",
  "f",
  "gamma",
  "generalizedNormal",
  "geometric",
  "gumbel",
  "hypergeometric",
  "laplace",
  "logGamma",
  "logistic",
  "lognormal",
  "logseries",
  "maxwell",
  "multinomial",
  "multivariateHypergeometric",
  "multivariateNormal",
  "negativeBinomial",
  "normal",
  "orthogonal",
  "pareto",
  "permutation",
  "poisson",
  "power",
  "rademacher",
  "randint",
  "rayleigh",
  "sphere",
  "split",
  "studentT",
  "triangular",
  "truncatedNormal",
  "uniform",
  "vonMises",
  "wald",
  "weibull",
  "zipf",
] as const;

/** The files that the functions are in, for editors show what stands above a function only where they find its file. */
type Files = typeof bernoulli &
  typeof bounded &
  typeof categories &
  typeof continuous &
  typeof counts &
  typeof gamma &
  typeof integers &
  typeof keys &
  typeof multinomial &
  typeof permutation &
  typeof standard &
  typeof vectors &
  typeof vonMises;

const files: Files = {
  ...bernoulli,
  ...bounded,
  ...categories,
  ...continuous,
  ...counts,
  ...gamma,
  ...integers,
  ...keys,
  ...multinomial,
  ...permutation,
  ...standard,
  ...vectors,
  ...vonMises,
};

/** The function without its key. */
type Method<F> = F extends (key: Key, ...rest: infer A) => infer R ? (...rest: A) => R : never;

/** The functions of `random` as methods of a generator: the same but for the key. */
export type SamplerMethods = { readonly [K in keyof Pick<Files, (typeof names)[number]>]: Method<Files[K]> };

/** Puts the functions on an object as methods; their keys come from its method `key`. */
const WithSamplers: new () => SamplerMethods = class {
  declare readonly key: () => Key;

  constructor() {
    for (const name of names) {
      const sampler = files[name] as (key: Key, ...rest: never[]) => unknown;
      const method = (...rest: never[]) => sampler(this.key(), ...rest);
      Object.defineProperty(this, name, { value: method });
    }
  }
} as never;

/** All that a generator knows, as plain data. */
export interface GeneratorState {
  /** The two words of the key that all others come from. */
  readonly key: readonly [number, number];
  /** How many keys have been taken. */
  readonly count: number;
}

/**
 * Draws without keys in sight: each method, such as `normal(shape)`, is the function of the same name with a new key. Make one
 * with `random.generator(seed)`. Inside functions that are traced or batched, pass keys instead: a draw of a generator is a
 * constant there.
 * @example
 * const gen = random.generator(42);
 * gen.uniform([2]); // => Tensor [0.23566993, 0.39719189]
 * gen.uniform([2]); // => Tensor [0.74211901, 0.54715578]
 * @source Salmon, Moraes, Dror & Shaw, Parallel random numbers: as easy as 1, 2, 3 (2011)
 * @see random.key
 * @keywords stateful random numbers, RNG
 */
export class Generator extends WithSamplers {
  /** The seed it was made of; undefined where it was made of a key. */
  readonly seed: number | bigint | undefined;
  #key: Key;
  #count = 0;

  /** @internal */
  constructor(key: Key, seed: number | bigint | undefined) {
    super();
    this.seed = seed;
    this.#key = key;
  }

  /**
   * A new key, for the functions that take one: foldIn of the generator's key and the number of keys taken before.
   * @returns uint32, shape [2]
   * @example random.generator(0).key() // => Tensor [1797259609, 2579123966] uint32
   */
  key(): Key {
    return keys.foldIn(this.#key, this.#count++);
  }

  /**
   * What is in a list or a tensor, in random order; see `random.shuffle`.
   * @param x - a list, or a tensor with at least one axis
   * @param axis - of a tensor: which axis is shuffled, default 0
   * @returns a new list, or a tensor of the shape and dtype of x
   * @throws TensorError "axis" when a tensor lacks the axis, "value" when x is neither
   * @example random.generator(3).shuffle(["a", "b", "c"]) // => [ 'b', 'a', 'c' ]
   */
  shuffle(x: Tensor, axis?: number): Tensor;
  shuffle<T>(x: readonly T[]): T[];
  shuffle(x: Tensor & readonly unknown[], axis?: number): unknown {
    return permutation.shuffle(this.key(), x, axis);
  }

  /**
   * New generators whose draws have nothing to do with one another nor with those of this one, for workers, say.
   * @param n - how many
   * @returns n generators
   * @throws TensorError "value" when n is no integer >= 0
   * @example random.generator(0).spawn(2).map((gen) => gen.randint([], 0, 100).item()) // => [ 80, 26 ]
   */
  spawn(n: number): Generator[] {
    const parent = this.key();
    return Array.from(
      { length: permutation.checkCount("spawn", "n", n) },
      (_, i) => new Generator(keys.foldIn(parent, i), undefined),
    );
  }

  /**
   * The state, as data for JSON; `restore` goes back to it.
   * @returns `key`, two integers below 2³², and `count`, how many keys were taken
   * @example random.generator(5).state() // => { key: [0, 5], count: 0 }
   */
  state(): GeneratorState {
    const [high, low] = arrayOf(this.#key, "state");
    return { key: [high, low], count: this.#count };
  }

  /**
   * Goes back to a state of this or another generator.
   * @param state - what `state()` returned
   * @throws TensorError "value" when it is something else
   * @example
   * const gen = random.generator(5);
   * const state = gen.state();
   * const first = gen.normal();
   * gen.restore(state);
   * gen.normal().item() === first.item(); // => true
   */
  restore(state: GeneratorState): void {
    const isWord = (x: unknown): boolean => Number.isInteger(x) && (x as number) >= 0 && (x as number) < 2 ** 32;
    const { key: words, count } = isPlainObject(state) ? state : ({} as Partial<GeneratorState>);
    if (!Array.isArray(words) || words.length !== 2 || !words.every(isWord) || !isWord(count)) {
      fail("value", { op: "restore", argument: "state", got: state, expects: "what state() returned" });
    }
    this.#key = wrap(Uint32Array.from(words as number[]), [2], "uint32");
    this.#count = count as number;
  }
}

/**
 * A generator with a state: each draw takes a new key, so that draws differ, and the same seed gives the same draws in the same
 * order.
 * @param seed - an integer as for `random.key`, or a key. Left out, it is drawn from the system's entropy; `seed` of the
 * generator says which it was
 * @returns a generator with the functions of `random` as methods
 * @throws TensorError "value" when it is neither
 * @example
 * const gen = random.generator(42);
 * gen.normal([2]); // => Tensor [-0.72030073, -0.26062233]
 * gen.randint([3], 0, 10); // => Tensor [6, 2, 7] int32
 * @source Salmon, Moraes, Dror & Shaw, Parallel random numbers: as easy as 1, 2, 3 (2011)
 * @peers torch.Generator, tf.random.Generator, numpy.random.Generator
 * @see random.key
 * @keywords stateful random numbers, RNG
 */
export function generator(seed: number | bigint | Key = entropy()): Generator {
  if (isTensor(seed)) {
    keys.requireKey("generator", seed);
    return new Generator(seed, undefined);
  }
  return new Generator(keys.keyOf("generator", seed), seed);
}

interface Crypto {
  getRandomValues(words: Uint32Array): Uint32Array;
}

/** 53 bits: a seed that is a safe integer can be written down. */
function entropy(): number {
  const { crypto } = globalThis as unknown as { readonly crypto: Crypto };
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return (high >>> 11) * 2 ** 32 + low;
}
