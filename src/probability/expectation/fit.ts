/** Laws found from data by maximum likelihood. */
import { fail } from "../../base/errors.ts";
import { cast, reshapeTo } from "../../core/basic.ts";
import { makeTensor, toTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { checkedLater, type Check, type Checks, integerFrom, readOptions } from "../../ops/arguments.ts";
import { mul } from "../../ops/arithmetic.ts";
import { where, greater } from "../../ops/compare.ts";
import { sum } from "../../ops/reduce.ts";
import { take } from "../../ops/take.ts";
import { checkValues } from "../../random/parameters.ts";
import type { Constraint } from "../constraints/constraint.ts";
import type { Distribution } from "../distribution/distribution.ts";
import type { Law } from "../distribution/law.ts";
import { shownBy } from "../divergences/estimate.ts";
import { freeOf, likelihood, type Problem } from "./likelihood.ts";
import { descend, minimize } from "./minimize.ts";
import { precision } from "./precision.ts";
import { type Recipe, recipes, type Sample } from "./recipes.ts";

/** Options of {@link fit}. */
export interface FitOptions {
  /** Parameters that are known, by name. */
  readonly fixed?: Readonly<Record<string, TensorLike>>;
  /** How often each of the data counts, [n] numbers >= 0. Default 1. */
  readonly weights?: TensorLike;
  /** Steps of Newton's method. Default 200. */
  readonly maxIterations?: number;
}

/** A law that was fitted. */
export interface Fit<N extends string = string> {
  /** The law with the estimates. */
  readonly distribution: Distribution<N>;
  /** The estimates, and what was fixed. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** Of the estimates, from the observed information; NaN where the data do not tell. */
  readonly standardErrors: Readonly<Record<string, Tensor>>;
  /** The matrix of covariances of all estimated numbers, in order. */
  readonly covariance: Tensor;
  /** Of the data under it. */
  readonly logLikelihood: number;
  /** How the estimates were found. */
  readonly method: "closed form" | "Newton" | "Nelder–Mead";
  /** Steps of Newton's method; 0 in closed form. */
  readonly iterations: number;
  /** Whether the slope of the likelihood is 0 there. */
  readonly converged: boolean;
  /** A table. */
  toString(): string;
}

const OPTIONS: Checks<FitOptions> = /*@__PURE__*/ (() => ({
  fixed: checkedLater,
  weights: checkedLater,
  maxIterations: integerFrom(1) as Check,
}))();

type AnyLaw<N extends string> = Pick<Law<readonly never[], N>, "definition"> & { (parameters: never): Distribution<N> };

/**
 * The parameters that make data most likely, with standard errors: in closed form where there is one, else by Newton's method on a
 * scale without bounds; laws whose likelihood has kinks, such as AsymmetricLaplace, are searched without derivatives. Ends that are
 * the least or the largest of the data have the error 1/(n p(end)).
 * @param law - a law, such as Gamma
 * @param data - [n, ...event]
 * @param options - `fixed`: known parameters, by name (integers such as total must be); `weights`: how often each of the data
 * counts; `maxIterations`, default 200
 * @returns distribution, parameters, standardErrors, covariance, logLikelihood, method, iterations, converged; it prints as a table
 * @throws TensorError "value" when data are outside of the support, or a parameter must be fixed; "shape" when the data have other axes
 * @example
 * const found = fit(Exponential, [0.5, 1, 1.5, 3]);
 * found.parameters.rate; // => Tensor 0.6666666666666666
 * found.standardErrors.rate; // => Tensor 0.3333333333333333
 * @source Pawitan, In All Likelihood, 2001
 * @see bootstrap
 * @keywords maximum likelihood, MLE, estimation, observed information, standard error
 */
export function fit<N extends string>(law: AnyLaw<N>, data: TensorLike, options?: FitOptions): Fit<N> {
  const { fixed = {}, weights, maxIterations = 200 } = readOptions("fit", options, OPTIONS);
  if (law?.definition === undefined) {
    fail("value", { op: "fit", argument: "law", got: law, expects: "a law, such as Gamma: without parameters" });
  }
  const problem = problemOf(law as unknown as Law, data, fixed, weights);
  const { free } = problem;
  const closed = closedOf(problem);
  const found = closed === undefined ? bySearch(problem, maxIterations) : undefined;
  const parameters = closed ?? (found as NonNullable<typeof found>).parameters;
  const distribution = (law as unknown as (parameters: object) => Distribution<N>)(parameters);
  const logs = distribution.logProb(problem.sample.x);
  refuseOutside(problem, logs, distribution.toString());
  const { covariance, standardErrors } = precision(problem, parameters);
  const logLikelihood = sum(mul(where(greater(problem.counts, 0), logs, 0), problem.counts)).item();
  const names = free.map(({ name }) => name);
  const made = {
    distribution,
    parameters,
    standardErrors,
    covariance,
    logLikelihood,
    method: closed === undefined ? searchedBy(problem) : ("closed form" as const),
    iterations: found?.iterations ?? 0,
    converged: found?.converged ?? true,
  };
  return shownBy(made, () => table(law.definition.name, made, names));
}

// ---------------------------------------------------------------- what is asked

function problemOf(
  law: Law,
  data: TensorLike,
  fixed: Readonly<Record<string, TensorLike>>,
  weights: TensorLike | undefined,
): Problem {
  const { name, support, eventShape } = law.definition;
  const rank = eventShape === undefined ? 0 : typeof support === "function" ? 1 : support.event;
  const all = cast(toTensor(data, "fit", "data"), "float64");
  if (all.ndim !== rank + 1 || all.shape[0] === 0) {
    fail("shape", {
      op: "fit",
      problem: `data of ${name} have ${rank + 1} axes, the first for the observations`,
      shapes: { data: all.shape },
      expects: rank === 0 ? "a vector of numbers" : `[n, ${["", "k", "k, k"][rank] ?? "..."}]`,
      fix: "fit one law at a time",
    });
  }
  const { x, counts } = counted(all, weights);
  if (typeof support !== "function") refuseValues(x, support, name);
  const total = sum(counts).item();
  const shares = mul(counts, 1 / total);
  const along = (values: Tensor): Tensor => reshapeTo(shares, [x.shape[0], ...values.shape.slice(1).map(() => 1)]);
  const mean = (f: (x: Tensor) => Tensor): Tensor => {
    const values = f(x);
    return sum(mul(values, along(values)), 0);
  };
  const recipe = Object.hasOwn(recipes, name) ? recipes[name] : {};
  const sample: Sample = { x, weights: shares, mean };
  const known = { ...recipe.known?.(x), ...fixed };
  const set: Record<string, Tensor> = {};
  for (const each of Object.keys(known)) set[each] = asNumbers(known[each]);
  for (const each of Object.keys(recipe.ends ?? {})) {
    if (set[each] === undefined) set[each] = endOf(law, recipe, sample, each);
  }
  const free = freeOf(law, recipe, sample, set);
  return { law, recipe, sample, counts, total, set, free, fixed: new Set(Object.keys(fixed)) };
}

const asNumbers = (value: TensorLike): Tensor => cast(toTensor(value, "fit", "fixed"), "float64");

/** The data that count, with how often they do. */
function counted(all: Tensor, weights: TensorLike | undefined): { x: Tensor; counts: Tensor } {
  const n = all.shape[0];
  if (weights === undefined) return { x: all, counts: makeTensor(new Float64Array(n).fill(1), "float64", "fit") };
  const given = checkValues(cast(toTensor(weights, "fit", "weights"), "float64"), "scale", "fit", "weights");
  if (given.ndim !== 1 || given.shape[0] !== n) {
    fail("shape", {
      op: "fit",
      problem: "there is not one weight for each of the data",
      shapes: { data: all.shape, weights: given.shape },
      expects: `[${n}]`,
      fix: "pass how often each of the data counts",
    });
  }
  const kept = Array.from(given.data() as Float64Array).flatMap((w, i) => (w > 0 ? [i] : []));
  if (kept.length === 0) fail("value", { op: "fit", argument: "weights", got: weights, expects: "a weight > 0" });
  const places = makeTensor(kept, "int32", "fit");
  return { x: take(all, places, 0), counts: take(given, places, 0) };
}

function refuseValues(x: Tensor, support: Constraint, name: string): void {
  const inside = support.holds(x).data();
  const at = Array.from(inside).findIndex((each) => !each);
  if (at >= 0) failOutside(x, at, name, support.expects);
}

function failOutside(x: Tensor, at: number, name: string, expects: string): never {
  const got = x.at(at).toArray() as unknown;
  fail("value", {
    op: "fit",
    argument: `data[${at}]`,
    got,
    expects,
    problem: `data[${at}] = ${JSON.stringify(got)} cannot come from ${name}`,
    fix: "leave such data out, or choose another law",
  });
}

function refuseOutside({ law, sample }: Problem, logs: Tensor, shown: string): void {
  const at = Array.from(logs.data()).findIndex((each) => !(Number(each) > -Infinity));
  if (at >= 0) failOutside(sample.x, at, law.definition.name, `values that ${shown} can have`);
}

/** The least or largest of the data, where that may be the parameter. */
function endOf({ definition }: Law, { ends = {} }: Recipe, { x }: Sample, name: string): Tensor {
  const values = Array.from(x.data() as Float64Array);
  const end = values.reduce((a, b) => (ends[name] === "least" ? Math.min(a, b) : Math.max(a, b)));
  const { constraint } = definition.parameters[name];
  if (!constraint.holds(end).item()) failOutside(x, values.indexOf(end), definition.name, constraint.expects);
  return asNumbers(end);
}

// ---------------------------------------------------------------- how it is found

function closedOf({ law, recipe, sample, set, fixed, free }: Problem): Record<string, Tensor> | undefined {
  if (free.length === 0) return set;
  if (recipe.closed === undefined || [...fixed].some((name) => !isSize(law, name))) return undefined;
  const found = recipe.closed(sample, set);
  const all: Record<string, Tensor> = { ...set };
  for (const name of Object.keys(found)) all[name] = asNumbers(found[name]);
  return all;
}

/** Sizes may be fixed, and the closed form holds. */
const isSize = ({ definition }: Law, name: string): boolean =>
  definition.parameters[name]?.constraint.discrete === true;

const searchedBy = ({ recipe }: Problem): Fit["method"] => (recipe.searched === undefined ? "Newton" : "Nelder–Mead");

function bySearch(
  problem: Problem,
  most: number,
): { parameters: Record<string, Tensor>; iterations: number; converged: boolean } {
  const smooth = likelihood(problem);
  const start = smooth.start();
  if (start === undefined) {
    const { law, sample } = problem;
    failOutside(sample.x, smooth.refused(), law.definition.name, "data that the law can have for some parameters");
  }
  const { at, iterations, converged } =
    problem.recipe.searched === undefined ? minimize(smooth, start, most) : descend(smooth.value, start, 20 * most);
  return { parameters: smooth.parameters(at), iterations, converged };
}

// ---------------------------------------------------------------- how it shows

const short = (x: number): string => String(Number(x.toPrecision(6)));

function table(
  name: string,
  { parameters, standardErrors, logLikelihood, method, iterations, converged }: Omit<Fit, "distribution">,
  names: readonly string[],
): string {
  const rows = Object.keys(parameters).flatMap((parameter) => {
    const values = Array.from(parameters[parameter].data(), Number);
    const errors = standardErrors[parameter];
    return values.map((value, i) => [
      values.length === 1 ? parameter : `${parameter}[${i}]`,
      short(value),
      errors === undefined ? "fixed" : short(Number(errors.data()[i])),
    ]);
  });
  const all = [["parameter", "estimate", "standard error"], ...rows.slice(0, 40)];
  const widths = [0, 1, 2].map((i) => Math.max(...all.map((row) => row[i].length)));
  const lines = all.map(([a, b, c]) => `${a.padEnd(widths[0])}  ${b.padStart(widths[1])}  ${c.padStart(widths[2])}`);
  const how = method === "closed form" ? method : `${method}, ${iterations} steps${converged ? "" : ", not converged"}`;
  const more = rows.length > 40 ? [`… ${rows.length - 40} more`] : [];
  const head = `${name}: log-likelihood ${short(logLikelihood)} (${names.length === 0 ? "nothing to fit" : how})`;
  return [head, ...lines, ...more].map((line) => line.trimEnd()).join("\n");
}
