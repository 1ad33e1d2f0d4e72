/** Relative errors that are allowed beyond 1e-12, each with its reason. */

export type Quantity = "logProb" | "cdf" | "sf" | "logCdf" | "logSf" | "icdf" | "isf" | "moments";

export const BOUND = 1e-12;

interface Wider {
  readonly law: string;
  readonly of: readonly Quantity[];
  readonly bound: number;
  readonly reason: string;
}

const wider: readonly Wider[] = [
  { law: "LogUniform", of: ["moments"], bound: 1e-11, reason: "of (3, 3.001): log(high/low) has lost three digits" },
  { law: "RelaxedBernoulli", of: ["moments"], bound: 2e-8, reason: "integrals of a density with poles at both ends" },
];

export function boundOf(law: string, of: Quantity): number {
  return Math.max(BOUND, ...wider.filter((row) => row.law === law && row.of.includes(of)).map((row) => row.bound));
}

export type Identity = "total" | "slope" | "inverse" | "complement" | "gradient" | "second" | "pathwise";

const IDENTITY: Readonly<Record<Identity, number>> = {
  // Double exponential quadrature; a density that is infinite at an upper end loses √ε there.
  total: 1e-8,
  slope: 1e-10,
  // One rounding of x moves the level by x p(x) of it.
  inverse: 1e-11,
  complement: 1e-12,
  // Against finite differences with Richardson extrapolation.
  gradient: 1e-7,
  second: 1e-5,
  pathwise: 1e-8,
};

interface Looser {
  readonly law: string;
  readonly of: readonly Identity[];
  readonly bound: number;
  readonly reason: string;
}

const looser: readonly Looser[] = [
  { law: "LogUniform", of: ["inverse"], bound: 1e-9, reason: "of (3, 3.001): rounding x moves the level by 3e-13" },
];

export function identityBound(law: string, of: Identity): number {
  return Math.max(
    IDENTITY[of],
    ...looser.filter((row) => row.law === law && row.of.includes(of)).map((row) => row.bound),
  );
}

/** Laws whose draws are functions of more than one random number: their derivatives are right in the mean, not draw by draw. */
export const SEVERAL_NOISES: readonly string[] = [
  "ExponentiallyModifiedGaussian",
  "NormalInverseGaussian",
  "Horseshoe",
];

/** How many draws are compared where a million take too long: draws by numerical inversion. */
const DRAWS: Readonly<Record<string, number>> = {
  ExponentiallyModifiedGaussian: 200_000,
  Horseshoe: 100_000,
  NormalInverseGaussian: 50_000,
  Stable: 50_000,
  TruncatedNormal: 200_000,
};

export const drawsOf = (law: string): number => DRAWS[law] ?? 1_000_000;

/** Laws whose parameters decide shapes or loops, and therefore cannot be traced. */
export const DELAYED: readonly string[] = [];

/** Laws of categories 0, 1, …: their draws are int32. */
export const CATEGORIES: readonly string[] = ["Categorical", "OrderedLogistic"];

/** Parameters that decide the shape of an event: they are numbers, never traced. */
export const SHAPE_PARAMETERS: readonly string[] = ["size"];

/** Laws whose entropy is a sum of millions of terms. */
export const SLOW_ENTROPIES: readonly string[] = ["BetaNegativeBinomial"];

/** Laws whose density takes a tenth of a millisecond. */
export const SLOW_DENSITIES: readonly string[] = ["ProjectedNormal"];

/** Relative errors of derivatives in parameters against mpmath: 1e-11, second ones 1e-9, and what falls short with its reason. */
const DERIVATIVES: Readonly<Record<string, number>> = {};

export const derivativeBound = (law: string, order: number): number => DERIVATIVES[law] ?? (order === 1 ? 1e-11 : 1e-9);
