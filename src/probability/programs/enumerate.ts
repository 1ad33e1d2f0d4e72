/**
 * Exact inference in programs: every run is followed, the most probable first. A generator cannot be copied, so that a run which went one
 * way is repeated with its choices written down to go the other.
 * @source Goodman & Stuhlmüller, The Design and Implementation of Probabilistic Programming Languages (2014), chapter 4
 */
import { fail } from "../../base/errors.ts";
import { isPlainObject } from "../../base/trees.ts";
import { type Checks, finiteFrom, integerFrom, readOptions } from "../../ops/arguments.ts";
import { type Cells, sizeOf, stridesIn, type Variable } from "../tables/algebra.ts";
import { JointTable } from "../tables/joint.ts";
import { floatOf, isNothing, minus, type Num, ONE, over, plus, times, ZERO } from "../tables/number.ts";
import { Quantity } from "../tables/quantity.ts";
import { sorted } from "../tables/read.ts";
import { isOf, keyOf, labelOf } from "../tables/states.ts";
import { Choice } from "./choices.ts";
import { Queue } from "./queue.ts";

/** A program: a generator function that yields choices and observations and returns what is asked for. */
export type ProgramModel<R> = () => Generator<Choice<unknown>, R, unknown>;

/** Options of {@link enumerate}. */
export interface EnumerateOptions {
  /** How many runs are followed at most. Default 200000. */
  readonly runs?: number;
  /** How many choices one run may make. Default 1000. */
  readonly choices?: number;
  /** What may remain unexplored of the probability of all runs: for programs without end. Default 0. */
  readonly tolerance?: number;
}

const CHECKS: Checks<EnumerateOptions> = {
  runs: /*@__PURE__*/ integerFrom(1),
  choices: /*@__PURE__*/ integerFrom(1),
  tolerance: /*@__PURE__*/ finiteFrom(0),
};

/**
 * The distribution of what a program returns, given what it observed.
 * @example
 * const result = enumerate(function* () { return (yield* flip("1/2")) ? "heads" : "tails"; });
 * [result.P("heads"), result.evidence, result.runs] // => [ 1/2, 1, 2 ]
 */
export class Enumeration extends JointTable {
  /** The probability of what was observed, or the total weight where factors were used. */
  readonly evidence: Quantity;
  /** The probability of the runs that were not followed; 0 unless `tolerance` allowed for more. */
  readonly remaining: Quantity;
  /** How many runs were followed. */
  readonly runs: number;

  /** @internal */
  constructor(table: Cells, evidence: Num, remaining: Num, runs: number) {
    super(table);
    this.evidence = new Quantity(evidence);
    this.remaining = new Quantity(remaining);
    this.runs = runs;
  }

  /**
   * The probability of a value that the program returns, or of a query as for tables.
   * @param query - a value; of programs that return objects, states by names; or a predicate of all states
   * @param options - `given`: what is known, as for tables, default nothing
   * @returns its probability
   * @throws TensorError "value" when the program never returns the value
   * @example enumerate(function* () { return { a: yield* flip("1/3"), b: yield* flip("1/2") }; }).P({ a: true }) // => 1/3 ≈ 0.333333
   */
  override P(query: unknown, options?: Parameters<JointTable["P"]>[1]): Quantity {
    const isQuery =
      typeof query === "function" ||
      (isPlainObject(query) && Object.keys(query).every((name) => this.names.includes(name)));
    return super.P((isQuery ? query : { [this.names[0]]: query }) as Parameters<JointTable["P"]>[0], options);
  }
}

interface Run {
  /** The branches taken, by their places. */
  readonly path: readonly number[];
  /** The probability of the choices so far. */
  readonly prior: Num;
  /** The same times what the observations weigh. */
  readonly weight: Num;
}

/**
 * Runs a program in all ways in which its choices can go, and gives the exact distribution of what it returns.
 *
 * The program is a generator function: `const a = yield* flip("1/2")` chooses, `yield* observe(a || b)` says what was seen. It is run
 * many times and must do the same whenever its choices are the same. A program that returns plain objects gives a joint table of their
 * entries.
 * @param model - a generator function
 * @param options - `runs`: how many are followed at most, default 200000; `choices` of one run at most, default 1000; `tolerance`: what
 * may remain unexplored of the probability, default 0
 * @returns a table of the values with `evidence`, the probability of what was observed; exact where all probabilities are
 * @throws TensorError "value" when what was observed has probability 0, or the program yields something else; "budget" when the program
 * does not come to an end, with what remains
 * @cost one run of the program for each way through it; the most probable come first
 * @example
 * const alarm = enumerate(function* () {
 *   const [burglary, earthquake] = [yield* flip("1/1000"), yield* flip("1/500")];
 *   const rings = burglary || earthquake ? yield* flip("9/10") : yield* flip("1/100");
 *   yield* observe(rings);
 *   return burglary;
 * });
 * alarm.P(true) // => 5000/70379 ≈ 0.0710439
 * @example
 * const tosses = enumerate(function* () {
 *   let n = 1;
 *   while (yield* flip("1/2")) n++;
 *   return n;
 * }, { tolerance: 1e-9 });
 * tosses.remaining.toNumber() <= 1e-9 // => true
 * @see flip, categorical, observe, factor
 * @source Goodman & Stuhlmüller, The Design and Implementation of Probabilistic Programming Languages (2014)
 * @keywords probabilistic programming, exact inference, WebPPL, Dice
 */
export function enumerate<R>(model: ProgramModel<R>, options?: EnumerateOptions): Enumeration {
  const { runs: most = 200_000, choices: longest = 1000, tolerance = 0 } = readOptions("enumerate", options, CHECKS);
  const found = new Map<string, { value: unknown; weight: Num }>();
  const open = new Queue<Run>();
  open.push({ path: [], prior: ONE, weight: ONE }, 1);
  let [explored, evidence, runs]: [Num, Num, number] = [ZERO, ZERO, 0];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (tolerance > 0 && 1 - floatOf(explored) <= tolerance) break;
    if (runs === most) failAtBudget(most, "runs", minus(ONE, explored));
    const end = follow(model, next, open, longest, explored);
    runs++;
    if (end === undefined) continue;
    explored = plus(explored, end.prior);
    if (isNothing(end.weight)) continue;
    evidence = plus(evidence, end.weight);
    const key = keyOf(end.value);
    const known = found.get(key);
    found.set(key, { value: known?.value ?? end.value, weight: plus(known?.weight ?? ZERO, end.weight) });
  }
  if (isNothing(evidence)) {
    const problem = "what the program observes has probability 0: no run agrees with it";
    const fix = "check the observations, or give what was seen a positive probability";
    fail("value", {
      op: "enumerate",
      argument: "model",
      got: model,
      expects: "observations that can be",
      problem,
      fix,
    });
  }
  const remaining = open.length === 0 ? ZERO : minus(ONE, explored);
  // What is not all has no exact value.
  if (!isNothing(remaining)) evidence = floatOf(evidence);
  return new Enumeration(tableOf([...found.values()], evidence), evidence, remaining, runs);
}

interface End {
  readonly value?: unknown;
  readonly prior: Num;
  readonly weight: Num;
}

/** A run goes on until another is so much more probable: endless ones are left, and few have to be repeated. */
const PATIENCE = 1000;

/** One run: along its path, and on from there; undefined where it is left for a more probable one. */
function follow<R>(
  model: ProgramModel<R>,
  { path, prior, weight }: Run,
  open: Queue<Run>,
  longest: number,
  explored: Num,
): End | undefined {
  const run = start(model);
  let replayed = 0;
  let step = run.next();
  while (step.done !== true) {
    const choice: unknown = step.value;
    if (!isOf(choice, Choice)) failAtYield(choice);
    if (choice.branches.length === 0) {
      // What was observed on the path is in its weight already.
      if (replayed === path.length) weight = times(weight, choice.weight);
      if (isNothing(weight)) return { prior, weight };
      step = run.next();
      continue;
    }
    if (replayed >= longest) failAtBudget(longest, "choices in one run", minus(ONE, explored));
    if (replayed === path.length && choice.branches.length > 1) {
      const best = enqueue(choice, { path, prior, weight }, open);
      if (open.most > PATIENCE * best.size) {
        open.push(best.run, best.size);
        return undefined;
      }
      ({ path, prior, weight } = best.run);
    } else if (replayed === path.length) {
      path = [...path, 0];
    }
    const at = path[replayed++];
    step = run.next(choice.branches[at].value);
  }
  return { value: step.value, prior, weight };
}

/** The run along the most probable branch; the others wait. */
function enqueue(
  { branches }: Choice<unknown>,
  { path, prior, weight }: Run,
  open: Queue<Run>,
): { run: Run; size: number } {
  const runs = branches.map(({ probability }, i) => {
    const run = { path: [...path, i], prior: times(prior, probability), weight: times(weight, probability) };
    return { run, size: floatOf(run.prior) };
  });
  const best = runs.reduce((most, each) => (each.size > most.size ? each : most));
  for (const each of runs) if (each !== best) open.push(each.run, each.size);
  return best;
}

function start<R>(model: ProgramModel<R>): Generator<Choice<unknown>, R, unknown> {
  const run = typeof model === "function" ? model() : undefined;
  if (typeof run?.next === "function") return run;
  const fix = 'e.g. enumerate(function* () { return yield* flip("1/2"); })';
  fail("value", { op: "enumerate", argument: "model", got: model, expects: "a generator function", fix });
}

function failAtYield(got: unknown): never {
  const expects = "flip, categorical, choose, observe or factor after yield";
  fail("value", { op: "enumerate", argument: "model", got, expects, problem: `the program yields ${labelOf(got)}` });
}

function failAtBudget(limit: number, unit: string, remaining: Num): never {
  const rest = `runs of probability ${new Quantity(remaining).toDecimal(3)} are not followed yet`;
  const fix = `${rest}: bound the loops, observe earlier, or allow for a rest, e.g. { tolerance: 1e-9 }`;
  fail("budget", { op: "enumerate", limit, unit, fix });
}

/** Plain objects with the same names are states of several variables; anything else is one variable, "value". */
function tableOf(found: readonly { readonly value: unknown; readonly weight: Num }[], evidence: Num): Cells {
  const names = isPlainObject(found[0].value) ? Object.keys(found[0].value) : [];
  const same = ({ value }: { value: unknown }): boolean =>
    isPlainObject(value) &&
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name));
  const isJoint = names.length > 0 && found.every(same);
  const read = (value: unknown): unknown[] =>
    isJoint ? names.map((name) => (value as Record<string, unknown>)[name]) : [value];
  const rows = found.map(({ value, weight }) => ({ states: read(value), weight }));
  const variables = (isJoint ? names : ["value"]).map((name, i): Variable => {
    const distinct = new Map(rows.map(({ states }) => [keyOf(states[i]), states[i]]));
    return { name, states: sorted([...distinct.values()]) };
  });
  const cells: Num[] = new Array(sizeOf("enumerate", variables)).fill(ZERO);
  const strides = stridesIn(variables, variables);
  const places = variables.map(({ states }) => new Map(states.map((state, i) => [keyOf(state), i])));
  for (const { states, weight } of rows) {
    const at = states.reduce<number>((sum, state, i) => sum + strides[i] * (places[i].get(keyOf(state)) as number), 0);
    cells[at] = over(weight, evidence);
  }
  return { variables, cells };
}
