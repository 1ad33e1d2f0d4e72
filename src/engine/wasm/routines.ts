/** Which routine computes a node, how it is called, and the module of each routine. */
import { fail } from "../../base/errors.ts";
import type { Node } from "../../compile/graph.ts";
import { type FunctionBuilder, type Local, ModuleBuilder, type Signature } from "./assembler.ts";
import { dotCall } from "./calls/dot.ts";
import { calls } from "./calls/index.ts";
import type { Heap } from "./heap.ts";
import { wasm } from "./platform.ts";
import { type Divide, routines } from "./routines/index.ts";
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

const kernels: Map<string, Kernel> = /*@__PURE__*/ new Map();

/** What modules of routines may import: functions of float64. Workers have none of them. */
const ROUTINE_IMPORTS = { exp: Math.exp, log: Math.log, log1p: Math.log1p } as const;

/** The function of a routine; its module is made when it is first asked for. */
export function routineKernel(name: string, heap: Heap, relaxed: boolean, pool: Pool): Kernel {
  const known = kernels.get(name);
  if (known !== undefined) return known;
  if (wasm === undefined) fail("internal", { op: name, problem: "there is no WebAssembly here" });
  const whole = name.replace(DIVIDED, "");
  const routine = routines[whole];
  const builder = new ModuleBuilder(heap.isShared);
  routine.add(builder, relaxed);
  const module = new wasm.Module(builder.encode());
  const instance = new wasm.Instance(module, { env: { memory: heap.memory, ...ROUTINE_IMPORTS } });
  const all = Object.keys(instance.exports).map((name) => kernelOf(module, instance, name));
  kernels.set(whole, all[0]);
  if (routine.divide !== undefined)
    kernels.set(whole + DIVIDED, { ...all[0], call: dividing(routine.divide, all, pool) });
  return kernels.get(name) as Kernel;
}

function dividing(divide: Divide, kernels: readonly Kernel[], pool: Pool): Kernel["call"] {
  return (...args) => {
    const { name, division } = divide(args);
    // The last two arguments are the range.
    pool.run(kernels.find((kernel) => kernel.name === name) as Kernel, args.slice(0, -2), division);
  };
}
