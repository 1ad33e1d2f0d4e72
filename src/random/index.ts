/** Random numbers: functions of a key, so that every draw can be repeated; `generator` keeps keys out of sight. */

export { bernoulli, dropout, rademacher } from "./bernoulli.ts";
export { power, triangular, wald, type WaldOptions } from "./bounded.ts";
export { type CategoricalOptions, categorical, type ChoiceOptions, choice } from "./categories.ts";
export {
  type ExponentialOptions,
  exponential,
  gumbel,
  normal,
  type TruncatedNormalOptions,
  truncatedNormal,
  type UniformOptions,
  uniform,
} from "./continuous.ts";
export {
  binomial,
  type CountDType,
  type CountOptions,
  geometric,
  hypergeometric,
  logseries,
  negativeBinomial,
  poisson,
  zipf,
} from "./counts.ts";
export type { DTypeOptions, LocScaleOptions, ScaleOptions } from "./drawing.ts";
export {
  beta,
  chisquare,
  dirichlet,
  f,
  type GammaOptions,
  gamma,
  generalizedNormal,
  logGamma,
  studentT,
} from "./gamma.ts";
export { Generator, type GeneratorState, generator, type SamplerMethods } from "./generator.ts";
export { type RandintOptions, randint } from "./integers.ts";
export { bits, foldIn, type Key, key, split } from "./key.ts";
export { MersenneTwister, mersenneTwister } from "./mt19937.ts";
export { type MultinomialOptions, multinomial, multivariateHypergeometric } from "./multinomial.ts";
export { permutation, type Shuffle, shuffle } from "./permutation.ts";
export { detectReuse } from "./reuse.ts";
export {
  cauchy,
  doublesidedMaxwell,
  laplace,
  logistic,
  lognormal,
  maxwell,
  pareto,
  rayleigh,
  weibull,
} from "./standard.ts";
export {
  type BallOptions,
  ball,
  type MultivariateNormalOptions,
  multivariateNormal,
  type OrthogonalOptions,
  orthogonal,
  sphere,
} from "./vectors.ts";
export { type VonMisesOptions, vonMises } from "./vonMises.ts";
