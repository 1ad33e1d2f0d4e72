/** The public names of events. */
export { type AxiomCheck, AxiomReport, checkAxioms, type Claims } from "./axioms.ts";
export { chebyshev, markov, sampleSize, type SampleSizeOptions } from "./deviation.ts";
export { areIndependent, type Event, P, partialSums } from "./event.ts";
export {
  Convergence,
  type ConvergenceOptions,
  countFrequencies,
  Frequencies,
  frequencies,
  type FrequencyOptions,
} from "./frequencies.ts";
export {
  InclusionExclusion,
  inclusionExclusion,
  type ProbabilityBounds,
  probabilityBounds,
} from "./inclusionExclusion.ts";
export { type MomentOptions, type Operand, RandomVariable, randomVariable } from "./randomVariable.ts";
export { SampleSpace, sampleSpace, type SampleSpaceOptions } from "./space.ts";
