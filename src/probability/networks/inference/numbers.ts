/** Runs plans on float64 tables, with an exponent for each so that products of many small numbers stay in range. */
import { rowMajor, type Structure } from "../structure.ts";
import type { Node, Step } from "./contractions.ts";
import { type Axis, type Kernel, makeKernel, type Place, runKernel } from "./kernel.ts";
import type { Plan, Source } from "./plan.ts";

/** The numbers of evidence: states that are known, and likelihoods, by variable. */
export interface Known {
  readonly states: ReadonlyMap<number, number>;
  readonly likelihoods: ReadonlyMap<number, Float64Array>;
}

/** Where the numbers of a table lie, and between which bounds those are that are not 0: values are 2^exponent times as large. */
interface Held extends Place {
  exponent: number;
  /** At most the least entry that is not 0, and at least the largest. */
  least: number;
  most: number;
}

/** The outputs of a run. */
export interface Outcome {
  /** Not normalized; undefined where the plan has none. */
  readonly tables: readonly (Float64Array | undefined)[];
  /** The logarithm of the product of the plan's constants; -Infinity for 0. */
  readonly logConstant: number;
}

/** How the steps of a plan run: the loops, and where the results lie. Results that are done with leave their place to others. */
interface Program {
  readonly kernels: readonly Kernel[];
  /** For each step: the arguments' places among the tables, then its own. */
  readonly places: readonly (readonly number[])[];
  /** The buffer of each step, and how long each buffer is. */
  readonly buffers: readonly number[];
  readonly lengths: readonly number[];
  /** Where a node is among the tables, sources first, and its strides by variable. */
  readonly placeOf: ReadonlyMap<Node, number>;
  readonly strides: ReadonlyMap<Node, ReadonlyMap<number, number>>;
  /** The buffers, where they are small enough to be kept from run to run. */
  memory: readonly Float64Array[] | undefined;
}

const programs = /*@__PURE__*/ new WeakMap<Plan, Program>();

/** Bytes that a run needs for what the steps make. */
export function bytesOf(structure: Structure, plan: Plan): number {
  return programOf(structure, plan).lengths.reduce((sum, length) => sum + 8 * length, 0);
}

/** Beyond these, the entries of a table are looked at and brought back; three of them can be multiplied. */
const LEAST = 2 ** -300;
const MOST = 2 ** 300;

/** Up to so many bytes are kept for the next run of a plan. A WeakRef would hold any number until the end of a job. */
const KEPT = 2 ** 26;

/** Undefined where products of entries may come out of the range of numbers, so that logarithms are needed. */
export function runNumbers(
  structure: Structure,
  plan: Plan,
  tables: readonly Float64Array[],
  known: Known,
): Outcome | undefined {
  const program = programOf(structure, plan);
  const memory = program.memory ?? program.lengths.map((length) => new Float64Array(length));
  if (bytesOf(structure, plan) <= KEPT) program.memory = memory;
  const held: Held[] = plan.sources.map((source) => holdSource(structure, source, tables, known));
  for (let i = 0; i < plan.steps.length; i++) {
    const { entries, step } = plan.steps[i];
    const args = program.places[i].map((place) => held[place]);
    const result = bounded(args, memory[program.buffers[i]], (step as Step).work / entries);
    if (result === undefined) return undefined;
    runKernel(program.kernels[i], [...args, result], entries);
    if (result.least < LEAST || result.most > MOST) rescale(result, entries);
    held.push(result);
  }
  return {
    tables: plan.outputs.map((node, i) =>
      node === undefined ? undefined : readOut(structure, program, node, held, plan.wanted[i]),
    ),
    logConstant: logProduct(plan.constants.map((node) => held[program.placeOf.get(node) as number])),
  };
}

/** The place of a product, with the bounds that follow from those of its factors. */
function bounded(args: readonly Held[], array: Float64Array, terms: number): Held | undefined {
  let [exponent, least, most] = [0, 1, terms];
  for (const arg of args) {
    exponent += arg.exponent;
    least *= arg.least;
    most *= arg.most;
  }
  // Smaller numbers lose digits.
  return least < 2 ** -960 || most > 2 ** 960 ? undefined : { array, offset: 0, exponent, least, most };
}

/** Brings the largest entry to about 1, by a power of 2 so that nothing is rounded. */
function rescale(table: Held, entries: number): void {
  const { array } = table;
  [table.least, table.most] = boundsOf(array, entries);
  if (table.most === 0) return;
  const shift = -Math.floor(Math.log2(table.most));
  const factor = 2 ** shift;
  for (let i = 0; i < entries; i++) array[i] *= factor;
  table.least *= factor;
  table.most *= factor;
  table.exponent -= shift;
}

/** The least entry but 0, and the largest. */
function boundsOf(array: Float64Array, entries: number): readonly [least: number, most: number] {
  let [least, most] = [Infinity, 0];
  for (let i = 0; i < entries; i++) {
    const value = array[i];
    if (value > most) most = value;
    if (value < least && value > 0) least = value;
  }
  return most === 0 ? [1, 0] : [least, most];
}

const knownBounds = /*@__PURE__*/ new WeakMap<Float64Array, readonly [least: number, most: number]>();

function holdSource(
  structure: Structure,
  { factor, likelihood }: Source,
  tables: readonly Float64Array[],
  { states, likelihoods }: Known,
): Held {
  const array = factor === undefined ? (likelihoods.get(likelihood as number) as Float64Array) : tables[factor];
  let bounds = knownBounds.get(array);
  if (bounds === undefined) {
    bounds = boundsOf(array, array.length);
    knownBounds.set(array, bounds);
  }
  let offset = 0;
  if (factor !== undefined && states.size > 0) {
    const { variables } = structure.scopes[factor];
    let stride = 1;
    for (let i = variables.length - 1; i >= 0; i--) {
      const state = states.get(variables[i]);
      if (state !== undefined) offset += state * stride;
      stride *= structure.sizes[variables[i]];
    }
  }
  return { array, offset, exponent: 0, least: bounds[0], most: bounds[1] };
}

function logProduct(constants: readonly Held[]): number {
  let [log, exponent] = [0, 0];
  for (const { array, offset, exponent: e } of constants) {
    log += Math.log(array[offset]);
    exponent += e;
  }
  return log + exponent * Math.LN2;
}

/** The table of a node with its axes in the order that is wanted; a variable that it lacks makes no difference. */
function readOut(
  structure: Structure,
  { strides, placeOf }: Program,
  node: Node,
  held: readonly Held[],
  wanted: readonly number[],
): Float64Array {
  const { array, offset } = held[placeOf.get(node) as number];
  const own = strides.get(node) as ReadonlyMap<number, number>;
  const axes = wanted.map((v) => ({ size: structure.sizes[v], strides: [own.get(v) ?? 0] }));
  const out = new Float64Array(axes.reduce((entries, { size }) => entries * size, 1));
  const withOut = rowMajor(structure.sizes, wanted);
  const kernel = makeKernel(
    axes.map(({ size, strides: [from] }, i) => ({ size, strides: [from, withOut.get(wanted[i]) as number] })),
    1,
  );
  runKernel(
    kernel,
    [
      { array, offset },
      { array: out, offset: 0 },
    ],
    out.length,
  );
  return out;
}

function programOf(structure: Structure, plan: Plan): Program {
  let program = programs.get(plan);
  if (program === undefined) {
    program = compile(structure, plan);
    programs.set(plan, program);
  }
  return program;
}

function compile({ sizes, scopes }: Structure, plan: Plan): Program {
  const strides = new Map<Node, ReadonlyMap<number, number>>();
  const placeOf = new Map<Node, number>();
  for (const { node, factor } of plan.sources) {
    placeOf.set(node, placeOf.size);
    strides.set(node, rowMajor(sizes, factor === undefined ? node.scope : scopes[factor].variables));
  }
  for (const node of plan.steps) {
    placeOf.set(node, placeOf.size);
    strides.set(node, rowMajor(sizes, node.scope));
  }
  const kernels = plan.steps.map((node) => {
    const { args, union } = node.step as Step;
    const tables = [...args, node].map((table) => strides.get(table) as ReadonlyMap<number, number>);
    // A source has strides also for what is observed, which is no axis.
    const axes: Axis[] = union.map((v) => ({
      size: sizes[v],
      strides: tables.map((of) => of.get(v) ?? 0),
    }));
    return makeKernel(axes, args.length);
  });
  const places = plan.steps.map(({ step }) => (step as Step).args.map((arg) => placeOf.get(arg) as number));
  return { kernels, places, placeOf, strides, ...layOut(plan), memory: undefined };
}

/** Gives each step a buffer; one that nobody reads any more is used again by a step of a fitting size. */
function layOut(plan: Plan): Pick<Program, "buffers" | "lengths"> {
  const last = new Map<Node, number>();
  plan.steps.forEach((node, i) => {
    for (const arg of (node.step as Step).args) last.set(arg, i);
  });
  for (const node of [...plan.outputs, ...plan.constants]) if (node !== undefined) last.set(node, plan.steps.length);
  const lengths: number[] = [];
  const free: number[] = [];
  const bufferOf = new Map<Node, number>();
  const buffers = plan.steps.map((node, i) => {
    let at = -1;
    for (let k = 0; k < free.length; k++) {
      const length = lengths[free[k]];
      const fits = length >= node.entries && length <= 2 * node.entries + 64;
      if (fits && (at < 0 || length < lengths[free[at]])) at = k;
    }
    const buffer = at < 0 ? lengths.push(node.entries) - 1 : free.splice(at, 1)[0];
    bufferOf.set(node, buffer);
    for (const arg of new Set((node.step as Step).args)) {
      const used = bufferOf.get(arg);
      if (used !== undefined && last.get(arg) === i) free.push(used);
    }
    return buffer;
  });
  return { buffers, lengths };
}
