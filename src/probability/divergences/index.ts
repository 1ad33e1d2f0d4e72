/** Divergences and distances of distributions. */
export { type Divergence, type DivergenceOptions, crossEntropy, kl } from "./kl.ts";
export { jensenShannon, totalVariation, wasserstein1 } from "./distances.ts";
export type { Estimate, GradientEstimator, Method } from "./estimate.ts";
