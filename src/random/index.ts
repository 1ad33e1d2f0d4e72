/** Random numbers: functions of a key, so that every draw can be repeated; `generator` keeps keys out of sight. */

export { bernoulli, dropout, rademacher } from "./bernoulli.ts";
export {
  type CategoricalOptions,
  categorical,
  type ChoiceOptions,
  choice,
  type MultinomialOptions,
  multinomial,
} from "./categories.ts";
export {
  type ExponentialOptions,
  exponential,
  gumbel,
  type LocScaleOptions,
  normal,
  type TruncatedNormalOptions,
  truncatedNormal,
  type UniformOptions,
  uniform,
} from "./continuous.ts";
export { Generator, type GeneratorState, generator, type SamplerMethods } from "./generator.ts";
export { type RandintOptions, randint } from "./integers.ts";
export { bits, foldIn, type Key, key, split } from "./key.ts";
export { permutation, type Shuffle, shuffle } from "./permutation.ts";
