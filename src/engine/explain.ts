/** `explain`: what the compiler makes of a function. */
import { fail } from "../base/errors.ts";
import { sizeOf } from "../base/shapes.ts";
import { flatten, type Structure, unflatten } from "../base/trees.ts";
import { checkTransformed } from "../autodiff/call.ts";
import type { Inputs } from "../autodiff/types.ts";
import type { AnyFunction } from "../autodiff/vjp.ts";
import { placeInUserCode } from "../base/stack.ts";
import type { Node, Value } from "../compile/graph.ts";
import type { Step } from "../compile/schedule.ts";
import { hooks } from "../core/interpreter.ts";
import type { Lane } from "../core/kernel.ts";
import type { Program } from "../core/program.ts";
import { checkBoolean, type Checks, readOptions } from "../ops/arguments.ts";
import type { Donated } from "./donate.ts";
import { Compiled, compiledOf } from "./jit.ts";
import type { Emitted } from "./wasm/emitted.ts";
import { Executable } from "./wasm/executable.ts";
import { canCompile } from "./wasm/features.ts";
import { bytesOfValue } from "./wasm/places.ts";
import { now } from "./wasm/platform.ts";

/** Options of {@link explain}. */
export interface ExplainOptions {
  /** Also runs the program, and tells the time of each of its kernels. Default false. */
  readonly profile?: boolean;
}

const EXPLAIN: Checks<ExplainOptions> = { profile: checkBoolean };

/** Overloads of {@link explain}. */
export interface Explain {
  <A extends readonly unknown[]>(
    f: (...args: A) => unknown,
    options?: ExplainOptions,
  ): (...args: Inputs<A>) => Explanation;
}

/** One kernel of a compiled program: loops, a routine, or a call out of it. */
export interface KernelReport {
  /** What it is: "loops", "routine", "loop" or "choice" (with programs inside), "call" (to JavaScript), "alias" (nothing to do). */
  readonly kind: "loops" | "routine" | "loop" | "choice" | "call" | "alias";
  /** The ops in it, in order. */
  readonly ops: readonly string[];
  /** The extents of the loops, or the shape of the result. */
  readonly shape: readonly number[];
  /** Arithmetic operations on floats or integers, each counted as one. */
  readonly flops: number;
  /** Bytes that are read and written, each tensor once. */
  readonly bytes: number;
  /** Lines of the user's code that it comes from. */
  readonly lines: readonly string[];
  /** Kernels of one group run for so many of its rows at a time, so that what one makes is in the caches for the next. */
  readonly group?: { readonly number: number; readonly rows: number; readonly block: number };
  /** Milliseconds, the least of several runs; only with `profile`, which runs kernel by kernel. */
  readonly time?: number;
}

/** A result that takes the place of a donated argument. */
export interface InPlaceReport {
  /** As code: "result", "result[0].w". */
  readonly result: string;
  /** "argument 0.w". */
  readonly argument: string;
}

/**
 * What the compiler has made of a function; made by `explain`. It prints itself.
 * @example explain((x) => x.mul(2))(1).kernels[0].kind // => 'loops'
 */
export class Explanation {
  /** The function as it was traced. */
  readonly program: Program;
  /** What is done, in order. */
  readonly kernels: readonly KernelReport[];
  /** Bytes for what is computed on the way, of which parts are used several times. */
  readonly workspace: number;
  /** Bytes of the arguments and constants. */
  readonly inputs: number;
  /** Bytes of the results. */
  readonly outputs: number;
  /** Results that are written to where donated arguments lay. */
  readonly inPlace: readonly InPlaceReport[];
  /** Bytes of WebAssembly. */
  readonly module: number;
  /** Milliseconds for tracing the function. */
  readonly traceTime: number;
  /** Milliseconds from the traced program to code that can be called. */
  readonly compileTime: number;
  /** How often a function of `jit` has been traced so far; undefined for other functions. */
  readonly traces: number | undefined;

  /** @internal */
  constructor(parts: Omit<Explanation, "toString">) {
    this.program = parts.program;
    this.kernels = parts.kernels;
    this.workspace = parts.workspace;
    this.inputs = parts.inputs;
    this.outputs = parts.outputs;
    this.inPlace = parts.inPlace;
    this.module = parts.module;
    this.traceTime = parts.traceTime;
    this.compileTime = parts.compileTime;
    this.traces = parts.traces;
    Object.defineProperty(this, Symbol.for("nodejs.util.inspect.custom"), { value: () => this.toString() });
  }

  /** All of it as text. */
  toString(): string {
    const { kernels, workspace, inputs, outputs, inPlace, module, traceTime, compileTime, traces } = this;
    const total = kernels.reduce((sum, { flops }) => sum + flops, 0);
    return [
      String(this.program),
      "",
      `${kernels.length} ${kernels.length === 1 ? "kernel" : "kernels"}, ${showCount(total)} flops`,
      ...kernels.map((kernel, i) => `  ${i + 1}. ${showKernel(kernel)}`),
      ...showGroups(kernels),
      "",
      `memory   ${showBytes(inputs)} in, ${showBytes(outputs)} out, ${showBytes(workspace)} workspace`,
      ...inPlace.map(({ result, argument }) => `in place ${result}, where ${argument} lay`),
      `code     ${showBytes(module)} of WebAssembly; traced in ${showTime(traceTime)}, compiled in ${showTime(compileTime)}`,
      ...(traces === undefined
        ? []
        : [
            `traced   ${traces} ${traces === 1 ? "time" : "times"} so far, once for each combination of shapes and dtypes`,
          ]),
    ].join("\n");
  }
}

/**
 * What `jit` makes of a function: the traced program, the kernels that its ops are fused into with flops, bytes and the lines of
 * code they come from, the memory plan, the time that compiling takes, and on request that of each kernel.
 * @param f - a function of tensors or trees of them, or what `jit` has made of one
 * @param options - `profile`: also run it, and tell the time of each kernel, default false
 * @returns a function of example arguments that returns an {@link Explanation}, which prints itself
 * @throws TensorError "concrete" when f reads a value, in an `if` for one; "value" where WebAssembly is forbidden
 * @example
 * explain((x) => x.mul(2).exp().sum())([1, 2, 3]).kernels.length // => 1
 * explain((x) => x.mul(2).exp().sum())([1, 2, 3]).kernels[0].ops // => ['mul', 'exp', 'sum']
 * @source Williams, Waterman & Patterson, Roofline, 2009: flops and bytes tell what bounds a kernel
 * @see jit
 * @keywords show compiled program, fused kernels, retracing
 */
export const explain: Explain = (f: AnyFunction, options?: ExplainOptions) => {
  checkTransformed("explain", f);
  const { profile = false } = readOptions("explain", options, EXPLAIN);
  const known = compiledOf(f);
  const compiled = known ?? new Compiled(f);
  const run = (...args: unknown[]): Explanation => {
    if (!canCompile()) failToExplain(f);
    const flat = compiled.flatten(args);
    const { traced } = tracing(() => compiled.trace(flat));
    const { program, time: traceTime } = traced;
    const executable = new Executable(program);
    const times = profile ? measure(program, flat.tensors) : undefined;
    const { emitted, graph } = executable;
    const { schedule, groups } = emitted.scheduled;
    const bytes = (values: readonly Value[]): number => values.reduce((sum, value) => sum + bytesOfValue(value), 0);
    const reports = schedule.steps.map((step, i): KernelReport => {
      const number = 1 + groups.findIndex(({ first, last }) => first <= i && i <= last);
      const report = reportOf(step, emitted, times?.[i]);
      if (number === 0) return report;
      const { rows, blocks } = groups[number - 1];
      return { ...report, group: { number, rows, block: blocks.block } };
    });
    return new Explanation({
      program,
      kernels: reports.filter(({ kind }) => kind !== "alias"),
      workspace: emitted.workspace,
      inputs: bytes([...graph.inputs, ...graph.constants.map(({ value }) => value)]),
      outputs: bytes(graph.outputs),
      inPlace: flat.donated === undefined ? [] : reportPlaces(executable, traced.result, flat.donated),
      module: emitted.bytes.length,
      traceTime,
      compileTime: executable.time,
      traces: known?.traces,
    });
  };
  return run as never;
};

function failToExplain(got: unknown): never {
  const problem = "nothing can be compiled: the page's policy or an old runtime has no WebAssembly with vectors";
  const fix =
    "allow 'wasm-unsafe-eval' in the Content-Security-Policy; until then jit runs op by op, and trace(f) shows the program";
  fail("value", { op: "explain", argument: "f", got, expects: "a runtime that compiles WebAssembly", problem, fix });
}

function reportPlaces(
  executable: Executable,
  result: Structure,
  { places, donations }: Donated,
): readonly InPlaceReport[] {
  const { graph, emitted } = executable;
  const roots = graph.outputs.map((output) => emitted.rootOf(output));
  const { paths } = flatten(unflatten(result, roots.map(String)));
  return executable.placesFor(places).map(({ output, place }) => ({
    result: `result${paths[roots.indexOf(output)]}`,
    argument: donations[places.indexOf(place)].argument,
  }));
}

/** Remembers for each op where it was called. */
function tracing<T>(body: () => T): T {
  const before = hooks.locate;
  hooks.locate = placeInUserCode;
  try {
    return body();
  } finally {
    hooks.locate = before;
  }
}

/** Milliseconds of each step: the least of some runs, of which the first are slower. */
function measure(program: Program, tensors: Parameters<Executable["run"]>[0]): number[] {
  let [last, at] = [-1, 0];
  const best: number[] = [];
  const executable = new Executable(program, (step) => {
    const time = now();
    if (step > 0) best[last] = Math.min(best[last] ?? Infinity, time - at);
    [last, at] = [step, time];
  });
  for (let run = 0; run < 10; run++) executable.run(tensors);
  return best;
}

function reportOf(step: Step, { scheduled }: Emitted, time: number | undefined): KernelReport {
  const timed = time === undefined ? {} : { time };
  if (step.kind !== "fused") {
    const { node } = step;
    const kind = step.kind === "alias" ? "alias" : kindOf(node, scheduled.routines.has(step));
    const { dot } = node;
    const flops = dot === undefined ? 0 : dot.loops.reduce((n, { size }) => n * size, 2 * dot.m * dot.n * dot.k);
    const bytes = [...node.args, ...node.outs].reduce((sum, value) => sum + bytesOfValue(value), 0);
    return {
      kind,
      ops: [node.op.name],
      shape: node.outs[0]?.shape ?? [],
      flops,
      bytes,
      lines: linesOf([node]),
      ...timed,
    };
  }
  const nest = scheduled.nests.get(step);
  const lanes = new Set<Lane>();
  const read = new Set<Value>();
  const walk = (lane: Lane): void => {
    if (lanes.has(lane)) return;
    lanes.add(lane);
    const leaf = lane.data as { readonly value?: Value } | undefined;
    if (lane.op === "leaf" && leaf?.value !== undefined) read.add(leaf.value);
    lane.args.forEach(walk);
  };
  const writes = [...(nest?.stores ?? []), ...(nest?.reductions ?? [])];
  for (const { lane } of writes) walk(lane);
  const work = [...lanes].filter(({ op }) => op !== "leaf" && op !== "constant" && op !== "bits" && op !== "widen");
  const perElement = work.reduce((n, { op }) => n + (op === "fma" ? 2 : 1), nest?.reductions.length ?? 0);
  const nodes = [...inlinedBehind(step.nodes, scheduled.schedule.inlined), ...step.nodes];
  return {
    kind: "loops",
    ops: nodes.sort((a, b) => a.id - b.id).map(({ op }) => op.name),
    shape: step.space,
    flops: perElement * sizeOf(step.space),
    bytes: [...read, ...writes.map(({ value }) => value)].reduce((sum, value) => sum + bytesOfValue(value), 0),
    lines: linesOf(nodes),
    ...timed,
  };
}

function kindOf({ lower }: Node, isRoutine: boolean): KernelReport["kind"] {
  if (lower?.kind === "scan" || lower?.kind === "while") return "loop";
  if (lower?.kind === "cond") return "choice";
  return isRoutine ? "routine" : "call";
}

/** Nodes that are computed where they are read. */
function inlinedBehind(nodes: readonly Node[], inlined: ReadonlySet<Node>): Set<Node> {
  const found = new Set<Node>();
  const open = [...nodes];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const { node: from } of node.args) {
      if (from === undefined || !inlined.has(from) || found.has(from)) continue;
      found.add(from);
      open.push(from);
    }
  }
  return found;
}

const linesOf = (nodes: readonly Node[]): string[] => [
  ...new Set(nodes.flatMap(({ where }) => (where === undefined ? [] : [where]))),
];

// ---------------------------------------------------------------- as text

function showKernel({ kind, ops, shape, flops, bytes, lines, time }: KernelReport): string {
  const what =
    kind === "loops" ? `loops over ${shape.join("×") || "one element"}` : kind === "call" ? "call to JavaScript" : kind;
  const rate =
    time === undefined || time === 0 ? "" : `, ${showTime(time)} (${(flops / time / 1e6).toPrecision(3)} GFLOP/s)`;
  const from = lines.length === 0 ? "" : `\n     at ${lines.join(", ")}`;
  return `${what}: ${shortened(ops)}; ${showCount(flops)} flops, ${showBytes(bytes)}${rate}${from}`;
}

function showGroups(kernels: readonly KernelReport[]): string[] {
  const lines = new Map<number, string>();
  kernels.forEach(({ group }, i) => {
    if (group === undefined) return;
    const { number, rows, block } = group;
    lines.set(number, `${lines.get(number) ?? `  together, ${block} of ${rows} rows at a time:`} ${i + 1}`);
  });
  return [...lines.values()];
}

const shortened = (ops: readonly string[]): string =>
  ops.length <= 16 ? ops.join(" ") : `${ops.slice(0, 8).join(" ")} … ${ops.slice(-4).join(" ")} (${ops.length} ops)`;

function showCount(n: number): string {
  const [unit, size] = n >= 1e9 ? ["G", 1e9] : n >= 1e6 ? ["M", 1e6] : n >= 1e4 ? ["k", 1e3] : ["", 1];
  return `${Number((n / size).toPrecision(3))}${unit && ` ${unit}`}`;
}

const showBytes = (n: number): string => `${showCount(n)}${n >= 1e4 ? "B" : " B"}`;

const showTime = (ms: number): string => (ms < 0.1 ? `${(ms * 1000).toPrecision(2)} µs` : `${ms.toPrecision(3)} ms`);
