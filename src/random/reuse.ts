/** Finds keys that are used twice. */
import { fail } from "../base/errors.ts";
import { placeInUserCode } from "../base/stack.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";

/** What a key was used for, and where. */
interface Use {
  readonly op: string;
  readonly place: string;
}

/** What is known of keys while somebody looks: those with known words by their words, others by themselves. */
interface Watch {
  readonly words: Map<string, Use>;
  readonly tracers: WeakMap<Tensor, Use>;
}

let watch: Watch | undefined;

/** Tells that a key is used up: called by everything that draws from a key or splits it. Costs a comparison where nobody looks. */
export function consume(op: string, key: Tensor): void {
  if (watch !== undefined) record(watch, op, key);
}

function record({ words, tracers }: Watch, op: string, key: Tensor): void {
  const name = key.isConcrete ? arrayOf(key).join() : undefined;
  const before = name === undefined ? tracers.get(key) : words.get(name);
  const use: Use = { op, place: placeInUserCode() };
  if (before !== undefined) {
    fail("value", {
      op,
      argument: "key",
      got: key,
      problem: `"key" is used a second time at ${use.place}; the first was random.${before.op} at ${before.place}`,
      expects: "a key that nothing was drawn from, and that was not split",
      fix: "make two keys of it, const [a, b] = random.split(key), and use each once",
    });
  }
  if (name === undefined) tracers.set(key, use);
  else words.set(name, use);
}

/**
 * Runs a function and fails where a key is used twice, for the same key gives the same numbers again. Drawing uses a key up, and so
 * does `split`; `foldIn` does not. Keys are the same if their words are, wherever they come from; inside of functions that are traced
 * by `jit` or batched by `vmap`, only if they are the same tensor.
 * @param f - a function that draws
 * @returns what f returns
 * @throws TensorError "value" when a key is used twice: the message names both places; besides what f throws
 * @example
 * const key = random.key(0);
 * random.detectReuse(() => random.normal(key).add(random.uniform(key))); // => throws "key" is used a second time
 * random.detectReuse(() => random.split(key).shape); // => [2, 2]
 * @source JAX's `jax_debug_key_reuse`
 * @peers jax.debug_key_reuse
 * @see random.split, random.foldIn
 * @keywords same random numbers, correlated draws, debug keys
 */
export function detectReuse<T>(f: () => T): T {
  const before = watch;
  watch = { words: new Map(), tracers: new WeakMap() };
  try {
    return f();
  } finally {
    watch = before;
  }
}

/** Runs a function whose keys are known to be right: the parts of one draw whose key has been looked at. */
export function unwatched<T>(f: () => T): T {
  const before = watch;
  watch = undefined;
  try {
    return f();
  } finally {
    watch = before;
  }
}
