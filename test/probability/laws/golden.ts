/** The golden rows of the laws, and how a law is made of the parameters of a row. */
import { tensor, type Tensor } from "nabla";
import * as exported from "../../../src/probability/laws/index.ts";
import type { Distribution } from "../../../src/probability/distribution/distribution.ts";
import type { Law } from "../../../src/probability/distribution/law.ts";
import continuous from "../../fixtures/probability/lawsContinuous.json" with { type: "json" };
import discrete from "../../fixtures/probability/lawsDiscrete.json" with { type: "json" };

/** A number as the fixtures write it; null: no statement. */
type Written = number | string | null;
export type Parameters = Readonly<Record<string, number | readonly number[]>>;

export interface Case {
  readonly parameters: Parameters;
  readonly moments: Readonly<Record<string, number | undefined>>;
  /** x, logProb, cdf, sf, logCdf, logSf. */
  readonly points: readonly (readonly number[])[];
  /** p, icdf(p), isf(p). */
  readonly quantiles: readonly (readonly number[])[];
}

const read = (v: Written): number => (v === null ? Number.NaN : Number(v));

/** null and "NaN" differ: only the second is a statement. */
const stated = (v: Written): number | undefined => (v === null ? undefined : Number(v));

interface WrittenCase {
  readonly parameters: Readonly<Record<string, number | string | readonly number[]>>;
  readonly moments: Readonly<Record<string, Written>>;
  readonly points: readonly (readonly Written[])[];
  readonly quantiles: readonly (readonly Written[])[];
}

function caseOf({ parameters, moments, points, quantiles }: WrittenCase): Case {
  return {
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, v]) => [name, typeof v === "string" ? Number(v) : v]),
    ),
    moments: Object.fromEntries(Object.entries(moments).map(([name, v]) => [name, stated(v)])),
    points: points.map((row) => row.map(read)),
    quantiles: quantiles.map((row) => row.map(read)),
  };
}

const written = { ...continuous, ...discrete, _versions: [] } as unknown as Readonly<
  Record<string, readonly WrittenCase[]>
>;

/** The rows of every univariate law. */
export const golden: Readonly<Record<string, readonly Case[]>> = Object.fromEntries(
  Object.entries(written)
    .filter(([name]) => name !== "_versions")
    .map(([name, cases]) => [name, cases.map(caseOf)]),
);

type Named = (parameters: Readonly<Record<string, unknown>>) => Distribution;

/** Every exported law, by name. */
export const laws: Readonly<Record<string, Law>> = Object.fromEntries(
  Object.entries(exported).filter(([, value]) => typeof value === "function" && "definition" in value),
) as unknown as Readonly<Record<string, Law>>;

/** The law with parameters by name. */
export const make = (name: string, parameters: Readonly<Record<string, unknown>>): Distribution =>
  (laws[name] as unknown as Named)(parameters);

/** The laws of single numbers that have golden rows. */
export const univariate: readonly string[] = Object.keys(golden).filter((name) => name in laws);

/** Parameters without extreme values: those at which integrals, finite differences and draws are compared. */
export function ordinary(name: string): readonly Case[] {
  const mild = (v: number): boolean => v === 0 || !Number.isFinite(v) || (Math.abs(v) > 2e-3 && Math.abs(v) < 1001);
  return golden[name].filter(({ parameters }) => Object.values(parameters).flat().every(mild));
}

export const numbers = (x: Tensor): number[] => Array.from<number>(x.data());
export const vector = (values: readonly number[]): Tensor => tensor([...values], { dtype: "float64" });
export const show = (name: string, parameters: Parameters): string => `${name}(${JSON.stringify(parameters)})`;
