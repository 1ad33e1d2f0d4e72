/** Laws that are others, seen through a map: a divergence is the same for both. */
import type { Tensor } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, square } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { cholesky } from "../../ops/linalg/cholesky.ts";
import { inv } from "../../ops/linalg/solve.ts";
import type { Facts } from "../distribution/facts.ts";
import type { Values } from "./pairs.ts";

interface Canonical {
  readonly base: string;
  /** The map, by which base and law are one: X itself where it is left out. */
  readonly map?: string;
  readonly values: (p: Values, facts: Facts) => Values;
}

const same = (base: string, map?: string): Canonical => ({ base, map, values: (p) => p });

const constant = (x: Tensor, value: number): Tensor => add(mul(x, 0), value);

/** X² of a law with a scale σ is Gamma(a, 1/(2σ²)). */
const squareOf = (a: number): Canonical => ({
  base: "Gamma",
  map: "square",
  values: ({ scale }) => ({ concentration: constant(scale, a), rate: reciprocal(mul(2, square(scale))) }),
});

const halved = ({ df }: Values): Values => ({ concentration: mul(0.5, df), rate: constant(df, 0.5) });

/** By the laws' names. */
const table: Readonly<Record<string, Canonical>> = /*@__PURE__*/ (() => ({
  Exponential: { base: "Gamma", values: ({ rate }) => ({ concentration: constant(rate, 1), rate }) },
  Chi2: { base: "Gamma", values: halved },
  Chi: { base: "Gamma", map: "square", values: halved },
  Rayleigh: squareOf(1),
  Maxwell: squareOf(1.5),
  HalfNormal: squareOf(0.5),
  Nakagami: {
    base: "Gamma",
    map: "square",
    values: ({ concentration, spread }) => ({ concentration, rate: div(concentration, spread) }),
  },
  InverseGamma: {
    base: "Gamma",
    map: "reciprocal",
    values: ({ concentration, scale }) => ({ concentration, rate: scale }),
  },
  ExpGamma: same("Gamma", "exp"),
  LogNormal: same("Normal", "log"),
  LogitNormal: same("Normal", "logit"),
  BetaPrime: same("Beta", "share"),
  BetaProportion: {
    base: "Beta",
    values: ({ mean, concentration }) => ({
      concentration1: mul(mean, concentration),
      concentration0: mul(add(1, mul(-1, mean)), concentration),
    }),
  },
  HalfCauchy: {
    base: "Cauchy",
    map: "abs",
    values: ({ scale }) => ({ loc: constant(scale, 0), scale }),
  },
  LogUniform: { base: "Uniform", map: "log", values: ({ low, high }) => ({ width: log(div(high, low)) }) },
  OneHotCategorical: same("Categorical", "index"),
  OneHotCategoricalStraightThrough: same("Categorical", "index"),
  LowRankMultivariateNormal: {
    base: "MultivariateNormal",
    values: ({ loc }, { covariance }) => ({ loc, scaleTril: cholesky((covariance as () => Tensor)()) }),
  },
  InverseWishart: {
    base: "Wishart",
    map: "inverse",
    values: ({ df, scale }) => ({ df, scaleTril: cholesky(inv(scale)) }),
  },
}))();

/** A law with values, and the map that leads there. */
export interface Seen {
  readonly base: string;
  readonly map?: string;
  readonly values: Values;
}

/** What a distribution is in the tables: itself where there is no other. */
export function seen(facts: Facts): Seen | undefined {
  const { name, values } = facts;
  if (values === undefined) return undefined;
  if (!Object.hasOwn(table, name)) return { base: name, values };
  const { base, map, values: make } = table[name];
  return { base, map, values: make(values, facts) };
}
