/** Laws: families of distributions with parameters, one const in one file of laws/. */
import { fail } from "../../base/errors.ts";
import { broadcastShapes, type Shape } from "../../base/shapes.ts";
import { isPlainObject } from "../../base/trees.ts";
import { nearest } from "../../base/nearest.ts";
import { cast } from "../../core/basic.ts";
import { toTensor } from "../../core/convert.ts";
import { scalar, type Tensor, type TensorLike } from "../../core/tensor.ts";
import type { Key } from "../../random/key.ts";
import { checkValues, floatDTypeOf, type Rule } from "../../random/parameters.ts";
import { checkConstraint, type Constraint } from "../constraints/constraint.ts";
import { Distribution } from "./distribution.ts";
import type { Facts, Kind } from "./facts.ts";

/** Parameters by name, and what is derived of them. */
export type Values<N extends string> = Readonly<Record<N, Tensor>>;

/** Whether the parameter was given, and not made of another. */
export type Given = (name: string) => boolean;

/** A parameter of a law. */
export interface Parameter<N extends string> {
  /** What its values must be. */
  readonly constraint: Constraint;
  /** Names of the axes of an event: those with the same name in several parameters have the same size. */
  readonly axes?: readonly string[];
  /** What it is where it is left out. */
  readonly default?: number;
  /** It may be given in place of this parameter. */
  readonly instead?: NoInfer<N>;
  /** What it is where another stands in its place. */
  readonly from?: (p: Values<NoInfer<N>>, given: Given) => Tensor;
}

/** A condition on several parameters together. */
interface Condition {
  readonly value: Tensor;
  readonly rule: Rule | "positive" | "width";
  /** How the value is called in errors, such as `high - low`. */
  readonly argument: string;
}

type OfValue<N extends string> = (p: Values<N>, x: Tensor) => Tensor;
type OfBatch<N extends string> = (p: Values<N>) => Tensor | number;

/** What a law states: functions of its parameters. Values are in the support; what is left out is derived where it can be. */
export interface LawDefinition<N extends string = string, D extends string = string> {
  /** As it is shown. */
  readonly name: string;
  /** Whether probability is a density, or stands on single points; mixed: some of both. */
  readonly kind: Kind;
  /** In the order in which they may be given. */
  readonly parameters: Readonly<Record<N, Parameter<NoInfer<N>>>>;
  /** What several functions need, computed when it is first asked for; it may depend on which parameters were given. */
  readonly derived?: Readonly<Record<D, (p: Values<NoInfer<N | D>>, given: Given) => Tensor>>;
  /** What several parameters together must be. */
  readonly conditions?: (p: Values<NoInfer<N>>) => readonly Condition[];
  /** The set of values. */
  readonly support: Constraint | ((p: Values<NoInfer<N | D>>) => Constraint);
  /** The shape of an event; left out, a single number. */
  readonly eventShape?: (p: Values<NoInfer<N | D>>) => Shape;
  /** The logarithm of the density or probability. */
  readonly logProb: OfValue<NoInfer<N | D>>;
  /** P(X ≤ x). */
  readonly cdf?: OfValue<NoInfer<N | D>>;
  /** P(X > x). */
  readonly sf?: OfValue<NoInfer<N | D>>;
  /** log P(X ≤ x). */
  readonly logCdf?: OfValue<NoInfer<N | D>>;
  /** log P(X > x). */
  readonly logSf?: OfValue<NoInfer<N | D>>;
  /** The quantile of the lower tail; left out, the solution of cdf(x) = q. */
  readonly icdf?: OfValue<NoInfer<N | D>>;
  /** The quantile of the upper tail. */
  readonly isf?: OfValue<NoInfer<N | D>>;
  /** Draws of a shape that ends with that of the batch; left out, by inversion. */
  readonly sample?: (p: Values<NoInfer<N | D>>, key: Key, shape: Shape) => Tensor;
  /** How draws depend on the parameters: by the ops that they are made of, by the derivative of the cdf, or not. */
  readonly gradient?: Facts["gradient"];
  /** E X. */
  readonly mean?: OfBatch<NoInfer<N | D>>;
  /** E (X - μ)². */
  readonly variance?: OfBatch<NoInfer<N | D>>;
  /** A most probable value. */
  readonly mode?: OfBatch<NoInfer<N | D>>;
  /** The quantile of 1/2. */
  readonly median?: OfBatch<NoInfer<N | D>>;
  /** E (X - μ)³/σ³. */
  readonly skewness?: OfBatch<NoInfer<N | D>>;
  /** E (X - μ)⁴/σ⁴ - 3. */
  readonly kurtosis?: OfBatch<NoInfer<N | D>>;
  /** -E log p(X). */
  readonly entropy?: OfBatch<NoInfer<N | D>>;
  /** The matrix of covariances of a vector. */
  readonly covariance?: OfBatch<NoInfer<N | D>>;
  /** All values along a first axis, where they are finitely many. */
  readonly enumerate?: OfBatch<NoInfer<N | D>>;
  /** Where the formulas are from. */
  readonly source: string;
}

/** A family of distributions, called with its parameters, in order or by name. */
export interface Law<A extends readonly unknown[] = readonly never[], N extends string = string> {
  (...parameters: A): Distribution<N>;
  (parameters: { readonly [K in N]?: TensorLike }): Distribution<N>;
  /** What it states. */
  readonly definition: LawDefinition;
}

/**
 * A law of your own. logProb is enough for densities and probabilities; with cdf or sf come quantiles, draws by inversion, moments
 * and entropy by sums or integrals, all differentiable.
 * @param definition - name, kind, parameters with their constraints, support, and functions of the parameters (and of a value)
 * @returns a function of the parameters, in order or by name, that gives distributions
 * @example
 * const Ramp = law<[high: number], "high">({
 *   name: "Ramp",
 *   kind: "continuous",
 *   parameters: { high: { constraint: constraints.positive } },
 *   support: ({ high }) => constraints.interval(0, high),
 *   logProb: ({ high }, x) => x.mul(2).div(high.square()).log(),
 *   cdf: ({ high }, x) => x.div(high).square(),
 *   source: "this page",
 * });
 * const ramp = Ramp(3);
 * ramp.icdf(0.25); // => Tensor 1.5
 * ramp.mean(); // => ≈ Tensor 2
 * @see Distribution
 * @source the table of laws of this library
 * @keywords custom distribution, define distribution, own density
 */
export function law<A extends readonly unknown[], N extends string, D extends string = never>(
  definition: LawDefinition<N, D>,
): Law<A, N> {
  const loose = definition as unknown as LawDefinition;
  const make = (...given: unknown[]): Distribution<N> => {
    const leaves = readParameters(loose, given);
    return new Distribution<N>(bind(loose, Object.keys(leaves), Object.values(leaves)), leaves as Record<N, Tensor>);
  };
  Object.defineProperty(make, "name", { value: definition.name });
  return Object.assign(make as unknown as Law<A, N>, { definition: loose });
}

// ---------------------------------------------------------------- parameters

/** The parameters that were given, checked, in one float dtype. */
function readParameters(definition: LawDefinition, given: readonly unknown[]): Record<string, Tensor> {
  const { name: law, parameters } = definition;
  const values = named(definition, given);
  const known = Object.keys(parameters).flatMap((name) =>
    values[name] === undefined ? [] : [[name, toTensor(values[name] as TensorLike, law, name)] as const],
  );
  const dtype = floatDTypeOf(known.map(([, x]) => x));
  const leaves = Object.fromEntries(
    known.map(([name, x]) => {
      return [name, checkConstraint(cast(x, dtype), parameters[name].constraint, law, name)] as const;
    }),
  );
  checkAxes(definition, leaves);
  for (const { value, rule, argument } of definition.conditions?.(valuesOf(definition, leaves)) ?? [])
    checkValues(value, rule, law, argument);
  return leaves;
}

/** Axes of events that belong together have one size. */
function checkAxes({ name: op, parameters }: LawDefinition, leaves: Readonly<Record<string, Tensor>>): void {
  const known = new Map<string, { readonly size: number; readonly of: string }>();
  for (const [of, { shape }] of Object.entries(leaves)) {
    const { axes = [] } = parameters[of];
    axes.forEach((axis, i) => {
      const size = shape[shape.length - axes.length + i];
      const before = known.get(axis);
      if (before !== undefined && before.size !== size) {
        fail("shape", {
          op,
          problem: `"${before.of}" is for events of size ${before.size}, and "${of}" for size ${size}`,
          shapes: { [before.of]: leaves[before.of].shape, [of]: shape },
          expects: "parameters for events of the same size",
          fix: "give both the same size in the last axes",
        });
      }
      known.set(axis, before ?? { size, of });
    });
  }
}

/** What was given by place or by name, with defaults; exactly one of those that stand for each other. */
function named({ name: law, parameters }: LawDefinition, given: readonly unknown[]): Record<string, unknown> {
  const names = Object.keys(parameters);
  const places = names.filter((name) => parameters[name].instead === undefined);
  const byName = given.length === 1 && isPlainObject(given[0]);
  if (!byName && given.length > places.length) {
    const expects = `at most ${places.length}: ${places.join(", ")}`;
    fail("value", { op: law, argument: "parameters", got: given, expects, fix: `${law}({ ${names[0]}: ... })` });
  }
  const found: Record<string, unknown> = byName
    ? { ...(given[0] as object) }
    : Object.fromEntries(places.map((name, i) => [name, given[i]]));
  for (const name in found) if (!Object.hasOwn(parameters, name)) failAtName(law, name, names, found);
  for (const name of places) {
    const group = names.filter((other) => other === name || parameters[other].instead === name);
    const present = group.filter((other) => found[other] !== undefined);
    if (present.length > 1) failAtGroup(law, group, found, `${present.join(" and ")} are given`);
    if (present.length === 1) continue;
    if (parameters[name].default === undefined) failAtGroup(law, group, found, `"${group.join('" or "')}" is missing`);
    found[name] = parameters[name].default;
  }
  return found;
}

function failAtName(op: string, name: string, names: readonly string[], got: unknown): never {
  const [close] = nearest(name, names);
  fail("value", {
    op,
    argument: name,
    got,
    expects: `parameters ${names.join(", ")}`,
    problem: `there is no parameter "${name}"`,
    names,
    fix: close === undefined ? undefined : `did you mean ${close}?`,
  });
}

function failAtGroup(op: string, group: readonly string[], got: object, problem: string): never {
  const expects = group.length === 1 ? `a value for ${group[0]}` : `exactly one of ${group.join(", ")}`;
  fail("value", { op, argument: group[0], got, expects, problem, fix: fixOf(op, group, got) });
}

/** A call with what is missing beside what was given. */
function fixOf(op: string, group: readonly string[], got: object): string {
  const given = Object.entries(got).flatMap(([key, value]) =>
    value === undefined || group.includes(key) ? [] : [key],
  );
  return `${op}({ ${[...given, `${group[0]}: ...`].join(", ")} })`;
}

/** The parameters with what is derived of them, computed when it is first asked for. */
function valuesOf(
  { parameters, derived = {} }: LawDefinition,
  leaves: Readonly<Record<string, Tensor>>,
): Values<string> {
  const values: Record<string, Tensor> = { ...leaves };
  const later: Record<string, ((p: Values<string>, given: Given) => Tensor) | undefined> = { ...derived };
  const given: Given = (name) => leaves[name] !== undefined;
  for (const name in parameters) if (leaves[name] === undefined) later[name] = parameters[name].from;
  for (const name in later) {
    const make = later[name];
    if (make === undefined) continue;
    Object.defineProperty(values, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        const value = make(values, given);
        Object.defineProperty(values, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return values;
}

// ---------------------------------------------------------------- facts

const OF_VALUE = ["cdf", "sf", "logCdf", "logSf", "icdf", "isf"] as const;
const OF_BATCH = [
  "mean",
  "variance",
  "mode",
  "median",
  "skewness",
  "kurtosis",
  "entropy",
  "covariance",
  "enumerate",
] as const;

/** The facts of a law with these parameters. */
function bind(definition: LawDefinition, names: readonly string[], leaves: readonly Tensor[]): Facts {
  const p = valuesOf(definition, Object.fromEntries(names.map((name, i) => [name, leaves[i]])));
  const { name, kind, support, logProb, sample, eventShape } = definition;
  const found = {
    name,
    kind,
    dtype: leaves.length === 0 ? floatDTypeOf([]) : floatDTypeOf(leaves),
    batchShape: batchShapeOf(definition, names, leaves),
    eventShape: eventShape?.(p) ?? [],
    values: p,
    support: typeof support === "function" ? support(p) : support,
    leaves,
    remake: (others: readonly Tensor[]): Facts => bind(definition, names, others),
    logProb: (x: Tensor): Tensor => logProb(p, x),
    sample: sample && ((key: Key, shape: Shape): Tensor => sample(p, key, shape)),
    gradient: definition.gradient ?? (kind === "continuous" ? "exact" : "none"),
  };
  const inDtype = (x: Tensor | number): Tensor =>
    typeof x === "number" ? scalar(x, found.dtype) : cast(x, found.dtype);
  const functions: Partial<Record<string, unknown>> = {};
  for (const which of OF_VALUE) {
    const f = definition[which];
    if (f !== undefined) functions[which] = (x: Tensor): Tensor => f(p, x);
  }
  for (const which of OF_BATCH) {
    const f = definition[which];
    if (f !== undefined) functions[which] = (): Tensor => inDtype(f(p));
  }
  return { ...found, ...functions };
}

/** The common shape of the parameters without the axes of one event. */
function batchShapeOf({ name, parameters }: LawDefinition, names: readonly string[], leaves: readonly Tensor[]): Shape {
  const shapes = leaves.map(({ shape }, i) => {
    const { event } = parameters[names[i]].constraint;
    return event === 0 ? shape : shape.slice(0, -event);
  });
  const byName = Object.fromEntries(names.map((parameter) => [parameter, 0]));
  return shapes.length === 0 ? [] : broadcastShapes(name, shapes, byName);
}
