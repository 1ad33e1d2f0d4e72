/** Which routine computes a node, how it is called, and the module of each routine. */
import { fail } from "../../base/errors.ts";
import type { Node } from "../../compile/graph.ts";
import { type FunctionBuilder, ModuleBuilder, type Signature } from "./assembler.ts";
import { dotCall } from "./calls/dot.ts";
import { calls } from "./calls/index.ts";
import { calls } from "./calls/index.ts";
import type { Heap } from "./heap.ts";
import { wasm } from "./platform.ts";
import { routines } from "./routines/index.ts";

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

const exported: Map<string, (...args: number[]) => number> = /*@__PURE__*/ new Map();

/** The function of a routine; its module is made when it is first asked for. */
export function routineExport(name: string, heap: Heap, relaxed: boolean): (...args: number[]) => number {
  const known = exported.get(name);
  if (known !== undefined) return known;
  if (wasm === undefined) fail("internal", { op: name, problem: "there is no WebAssembly here" });
  const module = new ModuleBuilder();
  routines[name].add(module, relaxed);
  const instance = new wasm.Instance(new wasm.Module(module.encode()), { env: { memory: heap.memory } });
  const [found] = Object.values(instance.exports);
  exported.set(name, found);
  return found;
}
