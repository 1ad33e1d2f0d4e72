/** Which routine computes a node, how it is called, and the module of each routine. */
import { fail } from "../../base/errors.ts";
import type { Node } from "../../compile/graph.ts";
import { type FunctionBuilder, type Local, ModuleBuilder, type Signature } from "./assembler.ts";
import { dotCall } from "./calls/dot.ts";
import { calls } from "./calls/index.ts";
import type { Heap } from "./heap.ts";
import { wasm } from "./platform.ts";
import { type Divide, routines } from "./routines/index.ts";
import { addShare, SHARE, SHARED } from "./routines/share.ts";
import { DIVIDED, type Kernel, kernelOf, type Pool } from "./threads/pool.ts";

/** Pushes addresses of a node's tensors. */
export interface RowsAt {
  /** @param offset - in bytes, besides */
  arg(i: number, offset?: number): void;
  out(i: number, offset?: number): void;
  work(offset?: number): void;
  call(): void;
}

export interface RoutineAt extends RowsAt {
  /** Lets the op's own `evaluate` compute, which tells what is wrong. */
  fail(): void;
}

interface Imported {
  readonly name: string;
  readonly signature: Signature;
  /** Bytes. */
  readonly workspace: number;
}

export interface RoutineCall extends Imported {
  emit(f: FunctionBuilder, at: RoutineAt): void;
}

/** For some rows of the result. */
export interface RoutineRows extends Imported {
  emit(f: FunctionBuilder, at: RowsAt, from: Local, to: Local): void;
}

/** Undefined where the op's own `evaluate` has to do. */
export function routineFor(node: Node): RoutineCall | undefined {
  if (node.dot !== undefined) return dotCall(node, node.dot);
  const { lower, params, args } = node;
  return lower?.kind === "routine" ? calls[lower.routine]?.(node, lower.settings(params, args)) : undefined;
}

interface Module {
  /** Of its exports, that of the routine first. */
  readonly kernels: readonly Kernel[];
  readonly whole: FunctionBuilder;
}

const kernels: Map<string, Kernel> = /*@__PURE__*/ new Map();
const modules: Map<string, Module> = /*@__PURE__*/ new Map();

/** What modules of routines may import: functions of float64, which workers have too. */
const ROUTINE_IMPORTS = { exp: Math.exp, log: Math.log, log1p: Math.log1p } as const;

/** The function of a routine; its module is made when it is first asked for. @param name - with `SHARED` or `DIVIDED`, too */
export function routineKernel(name: string, heap: Heap, relaxed: boolean, pool: Pool): Kernel {
  let found = kernels.get(name);
  if (found === undefined) kernels.set(name, (found = makeKernel(name, heap, relaxed, pool)));
  return found;
}

function makeKernel(name: string, heap: Heap, relaxed: boolean, pool: Pool): Kernel {
  const [whole, place] = name.split(SHARED);
  if (place !== undefined) {
    const count = Number(place);
    const made = moduleOf(whole, heap, relaxed, count);
    return { ...made.kernels[0], call: sharing(made, count, heap, pool) };
  }
  const plain = name.replace(DIVIDED, "");
  const { kernels } = moduleOf(plain, heap, relaxed);
  const { divide } = routines[plain];
  if (plain === name || divide === undefined) return kernels[0];
  return { ...kernels[0], call: dividing(divide, kernels, pool) };
}

/** @param count - adds what computes a range of this argument */
function moduleOf(name: string, heap: Heap, relaxed: boolean, count?: number): Module {
  const key = `${name} ${count}`;
  const known = modules.get(key);
  if (known !== undefined) return known;
  if (wasm === undefined) fail("internal", { op: name, problem: "there is no WebAssembly here" });
  const builder = new ModuleBuilder(heap.isShared);
  const whole = routines[name].add(builder, relaxed);
  if (count !== undefined) addShare(builder, whole, count);
  const module = new wasm.Module(builder.encode());
  const instance = new wasm.Instance(module, { env: { memory: heap.memory, ...ROUTINE_IMPORTS } });
  const made = { kernels: Object.keys(instance.exports).map((each) => kernelOf(module, instance, each)), whole };
  modules.set(key, made);
  return made;
}

/** Lets threads share the calls of a routine, by one of the functions of its module. */
function dividing(divide: Divide, kernels: readonly Kernel[], pool: Pool): Kernel["call"] {
  return (...args) => {
    const { name, division } = divide(args);
    // The last two arguments are the range.
    pool.run(kernels.find((kernel) => kernel.name === name) as Kernel, args.slice(0, -2), division);
  };
}

/** (…arguments of the routine, step of each, [failed,] place of the workspace among them, its bytes, problems in a piece) */
function sharing({ kernels, whole }: Module, count: number, heap: Heap, pool: Pool): Kernel["call"] {
  const kernel = kernels.find(({ name }) => name === SHARE) as Kernel;
  const fails = whole.signature.results.length > 0;
  return (...args) => {
    const [place, bytes, grain] = args.slice(-3);
    const own = args.slice(0, -3);
    const failed = own[own.length - 1];
    if (fails) heap.i32[failed >>> 2] = -1;
    const work = bytes === 0 ? undefined : { place, bytes };
    pool.run(kernel, own, { size: args[count], grain, work });
    return fails ? heap.i32[failed >>> 2] : undefined;
  };
}
