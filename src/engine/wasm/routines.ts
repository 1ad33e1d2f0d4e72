/** Which routine computes a node, how it is called, and the module of each routine. */
import { fail } from "../../base/errors.ts";
import type { Node } from "../../compile/graph.ts";
import { type FunctionBuilder, ModuleBuilder, type Signature } from "./assembler.ts";
import { dotCall } from "./calls/dot.ts";
import { calls } from "./calls/index.ts";
import type { Heap } from "./heap.ts";
import { wasm, type WasmInstance, type WasmModule } from "./platform.ts";
import { type Divide, routines } from "./routines/index.ts";
import { addShare, SHARE, SHARED } from "./routines/share.ts";
import { DIVIDED, type Kernel, kernelOf, type Pool } from "./threads/pool.ts";

/** Pushes addresses of a node's tensors. */
export interface RoutineAt {
  /** @param offset - in bytes, besides */
  arg(i: number, offset?: number): void;
  out(i: number, offset?: number): void;
  work(offset?: number): void;
  call(): void;
  /** Lets the op's own `evaluate` compute, which tells what is wrong. */
  fail(): void;
}

export interface RoutineCall {
  readonly name: string;
  readonly signature: Signature;
  /** Bytes. */
  readonly workspace: number;
  emit(f: FunctionBuilder, at: RoutineAt): void;
}

/** Undefined where the op's own `evaluate` has to do. */
export function routineFor(node: Node): RoutineCall | undefined {
  if (node.dot !== undefined) return dotCall(node, node.dot);
  const { lower, params, args } = node;
  return lower?.kind === "routine" ? calls[lower.routine]?.(node, lower.settings(params, args)) : undefined;
}

type Export = (...args: number[]) => number | void;

interface Module {
  readonly module: WasmModule;
  readonly instance: WasmInstance;
  readonly whole: FunctionBuilder;
}

const exported: Map<string, Export> = /*@__PURE__*/ new Map();
const modules: Map<string, Module> = /*@__PURE__*/ new Map();

/** What modules of routines may import: functions of float64, which workers have too. */
const ROUTINE_IMPORTS = { exp: Math.exp, log: Math.log, log1p: Math.log1p } as const;

/** The function of a routine; its module is made when it is first asked for. @param name - as `sharedName` or DIVIDED make it, too */
export function routineExport(name: string, heap: Heap, relaxed: boolean, pool: Pool): Export {
  let found = exported.get(name);
  if (found === undefined) exported.set(name, (found = makeExport(name, heap, relaxed, pool)));
  return found;
}

function makeExport(name: string, heap: Heap, relaxed: boolean, pool: Pool): Export {
  const [whole, count] = name.split(SHARED);
  if (count !== undefined) return sharing(moduleOf(whole, heap, relaxed, Number(count)), Number(count), heap, pool);
  const plain = name.replace(DIVIDED, "");
  const made = moduleOf(plain, heap, relaxed);
  const { divide } = routines[plain];
  if (plain !== name && divide !== undefined) return dividing(divide, made, pool);
  const [first] = Object.keys(made.instance.exports);
  return made.instance.exports[first];
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
  const made = { module, instance, whole };
  modules.set(key, made);
  return made;
}

function dividing(divide: Divide, { module, instance }: Module, pool: Pool): Export {
  const kernels = new Map(Object.keys(instance.exports).map((name) => [name, kernelOf(module, instance, name)]));
  return (...args) => {
    const { name, division } = divide(args);
    // The last two arguments are the range.
    pool.run(kernels.get(name) as Kernel, args.slice(0, -2), division);
  };
}

/** (…arguments of the routine, step of each, [failed,] place of the workspace among them, its bytes, problems in a piece) */
function sharing({ module, instance, whole }: Module, count: number, heap: Heap, pool: Pool): Export {
  const kernel = kernelOf(module, instance, SHARE);
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
