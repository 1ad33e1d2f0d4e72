/** The likelihood of data as a function of numbers without bounds. */
import { fail, TensorError } from "../../base/errors.ts";
import type { Shape } from "../../base/shapes.ts";
import { sizeOf } from "../../base/shapes.ts";
import { broadcast, reshapeTo } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import type { Tensor } from "../../core/tensor.ts";
import { grad } from "../../autodiff/grad.ts";
import { hessian } from "../../autodiff/jacobian.ts";
import { mul, neg } from "../../ops/arithmetic.ts";
import { sliceAxis } from "../../ops/blocks.ts";
import { eye } from "../../ops/diagonals.ts";
import { sum } from "../../ops/reduce.ts";
import { take } from "../../ops/take.ts";
import type { Bijector } from "../bijectors/bijector.ts";
import { biject } from "../bijectors/registry.ts";
import type { Constraint } from "../constraints/constraint.ts";
import type { Distribution } from "../distribution/distribution.ts";
import type { Law } from "../distribution/law.ts";
import type { Smooth } from "./minimize.ts";
import type { Recipe, Sample } from "./recipes.ts";
import { startsOf, summarize } from "./starts.ts";

/** A parameter that is sought. */
export interface Free {
  readonly name: string;
  readonly constraint: Constraint;
  readonly map: Bijector;
  /** Unconstrained values, at which the search may begin. */
  readonly starts: () => readonly Tensor[];
}

/** A law, data, and what is known. */
export interface Problem {
  readonly law: Law;
  readonly recipe: Recipe;
  readonly sample: Sample;
  /** How often each of the data counts, and their sum. */
  readonly counts: Tensor;
  readonly total: number;
  /** Parameters that have values: fixed ones, sizes, ends. */
  readonly set: Readonly<Record<string, Tensor>>;
  /** The names of those that the caller fixed. */
  readonly fixed: ReadonlySet<string>;
  readonly free: readonly Free[];
}

/** The parameters that are to be found. */
export function freeOf(law: Law, recipe: Recipe, sample: Sample, set: Readonly<Record<string, Tensor>>): Free[] {
  const { parameters, name: op } = law.definition;
  for (const name of Object.keys(set)) {
    if (Object.hasOwn(parameters, name)) continue;
    const expects = `parameters of ${op}: ${Object.keys(parameters).join(", ")}`;
    fail("value", { op: "fit", argument: "fixed", got: name, expects, problem: `there is no parameter "${name}"` });
  }
  const isSet = (name: string): boolean =>
    Object.keys(parameters).some(
      (other) => set[other] !== undefined && (other === name || parameters[other].instead === name),
    );
  const names = Object.keys(parameters).filter((name) => parameters[name].instead === undefined && !isSet(name));
  return names.flatMap((name) => {
    const constraint = recipe.constraints?.[name] ?? parameters[name].constraint;
    if (recipe.closed !== undefined && constraint.discrete) return [];
    if (constraint.discrete) {
      fail("value", {
        op: "fit",
        argument: "fixed",
        got: undefined,
        expects: `a value for ${name} of ${op}, which is an integer`,
        problem: `the likelihood has no derivative by ${name}`,
        fix: `pass { fixed: { ${name}: ... } }`,
      });
    }
    return [free(op, name, constraint, recipe, sample)];
  });
}

function free(op: string, name: string, constraint: Constraint, recipe: Recipe, { x, mean }: Sample): Free {
  const map = biject(constraint);
  if (constraint.event === 0) {
    const summary = x.ndim === 1 ? summarize(Array.from(x.data() as Float64Array)) : summarize([0.5, 1, 2]);
    const all = recipe.searched === name ? middles(x) : [];
    const starts = (): Tensor[] =>
      [...startsOf(name, constraint, map, summary), ...all].map((u) => makeTensor(u, "float64", op));
    return { name, constraint, map, starts };
  }
  const sides = x.shape.slice(1);
  const size = recipe.size?.(x) ?? (name === "scaleColumn" ? sides[sides.length - 1] : (sides[0] ?? 1));
  const start = (): Tensor =>
    map.inverse(
      naturalStart(
        constraint,
        size,
        mean((each) => each),
      ),
    );
  return { name, constraint, map, starts: () => [start()] };
}

/** Places in the middle half of the data. */
function middles(x: Tensor): number[] {
  const sorted = Array.from(x.data() as Float64Array).sort((a, b) => a - b);
  const at = Array.from({ length: 60 }, (_, i) => Math.floor(sorted.length * (0.25 + i / 120)));
  return at.map((i) => (sorted[i] + sorted[Math.min(i + 1, sorted.length - 1)]) / 2);
}

/** Where vectors and matrices begin. */
function naturalStart({ kind, event }: Constraint, size: number, center: Tensor): Tensor {
  const vector = (f: (i: number) => number): Tensor =>
    makeTensor(
      Float64Array.from({ length: size }, (_, i) => f(i)),
      "float64",
      "fit",
    );
  if (kind === "realMatrix" || (kind === "realVector" && center.ndim === 1)) return center;
  if (kind === "sphere") return mul(center, 1 / Math.sqrt(sum(mul(center, center)).item()));
  if (event === 2) return eye(size);
  if (kind === "simplex") return vector(() => 1 / size);
  if (kind === "orderedVector") return vector((i) => i - (size - 1) / 2);
  return vector(() => (kind === "realVector" ? 0 : 1));
}

/** Minus the mean log-likelihood, with where it may begin. */
interface Likelihood extends Smooth {
  readonly start: () => number[] | undefined;
  readonly parameters: (u: readonly number[]) => Record<string, Tensor>;
  /** Where the first of the data is that is impossible where the search would begin. */
  readonly refused: () => number;
}

/** All parameters of flat numbers without bounds. */
export function unpack({ free, set }: Problem, shapes: readonly Shape[], u: Tensor): Record<string, Tensor> {
  const found: Record<string, Tensor> = { ...set };
  let at = 0;
  for (const [i, { name, map }] of free.entries()) {
    const size = sizeOf(shapes[i]);
    found[name] = map.forward(reshapeTo(sliceAxis(u, 0, { start: at, step: 1, size }), shapes[i]));
    at += size;
  }
  return found;
}

/** log p of each of the data. */
export function logsOf(problem: Problem, shapes: readonly Shape[], { x, weights }: Sample): (u: Tensor) => Tensor {
  const make = problem.law as unknown as (parameters: object) => Distribution;
  return (u) => broadcast(make(unpack(problem, shapes, u)).logProb(x), weights.shape);
}

/** Minus the mean of log p over the data. */
export function costOf(
  problem: Problem,
  shapes: readonly Shape[],
  sample: Sample = problem.sample,
): (u: Tensor) => Tensor {
  const logs = logsOf(problem, shapes, sample);
  return (u) => neg(sum(mul(logs(u), sample.weights)));
}

const flat = (u: readonly number[]): Tensor => makeTensor(Float64Array.from(u), "float64", "fit");

/** Infinity where there are no such parameters, and where one of the data has a density without bound. */
function guarded(f: () => number): number {
  try {
    const value = f();
    return value > -Infinity ? value : Infinity;
  } catch (error) {
    if (error instanceof TensorError) return Infinity;
    throw error;
  }
}

export function likelihood(problem: Problem): Likelihood {
  const starts = problem.free.map((each) => each.starts());
  const shapes = starts.map(([start]) => start.shape);
  const cost = costOf(problem, shapes);
  const slope = grad(cost);
  const bend = hessian(cost);
  return {
    value: (u) => guarded(() => cost(flat(u)).item()),
    gradient: (u) => Array.from((slope(flat(u)) as Tensor).data() as Float64Array),
    hessian: (u) => (bend(flat(u)) as Tensor).toArray() as number[][],
    start: () => bestStart(problem, shapes, starts),
    parameters: (u) => unpack(problem, shapes, flat(u)),
    refused: () => {
      const logs = logsOf(problem, shapes, problem.sample)(flat(combinations(starts)[0]));
      return Math.max(
        0,
        Array.from(logs.data()).findIndex((each) => !(Number(each) > -Infinity)),
      );
    },
  };
}

/** Of how many combinations of starts, on how many of the data. */
const MOST_STARTS = 400;
const MOST_DATA = 200;

/** The combination of starts that makes some of the data most likely. */
function bestStart(
  problem: Problem,
  shapes: readonly Shape[],
  starts: readonly (readonly Tensor[])[],
): number[] | undefined {
  const { sample, recipe } = problem;
  const n = sample.x.shape[0];
  const step = recipe.searched === undefined ? Math.max(1, Math.floor(n / MOST_DATA)) : 1;
  const ends = extremes(sample.x);
  const chosen = [...new Set([...Array.from({ length: Math.ceil(n / step) }, (_, i) => i * step), ...ends])];
  const places = makeTensor(chosen, "int32", "fit");
  const some: Sample = { ...sample, x: take(sample.x, places, 0), weights: take(sample.weights, places, 0) };
  const cost = costOf(problem, shapes, some);
  let best: { readonly value: number; readonly u: number[] } | undefined;
  for (const u of combinations(starts)) {
    const value = guarded(() => cost(flat(u)).item());
    if (value < (best?.value ?? Infinity)) best = { value, u };
  }
  return best?.u;
}

/** Where the least and the largest are. */
function extremes(x: Tensor): number[] {
  if (x.ndim > 1) return [];
  const values = Array.from(x.data() as Float64Array);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [values.indexOf(low), values.indexOf(high)];
}

function combinations(lists: readonly (readonly Tensor[])[]): number[][] {
  let found: number[][] = [[]];
  for (const list of lists) {
    const parts = list.map((x) => Array.from(reshapeTo(x, [x.size]).data() as Float64Array));
    found = found.flatMap((head) => parts.map((part) => [...head, ...part])).slice(0, MOST_STARTS * 4);
  }
  if (found.length <= MOST_STARTS) return found;
  const step = found.length / MOST_STARTS;
  return Array.from({ length: MOST_STARTS }, (_, i) => found[Math.floor(i * step)]);
}
