/** Which routine computes a node, and how it is called. */
import type { Node } from "../../compile/graph.ts";
import type { Heap } from "./heap.ts";
import type { FunctionBuilder, Signature } from "./assembler.ts";

/** Pushes addresses of a node's tensors. */
export interface RoutineAt {
  arg(i: number): void;
  out(i: number): void;
  work(): void;
  call(): void;
  /** Lets the op's own `evaluate` tell what is wrong. */
  fail(): void;
}

export interface RoutineCall {
  readonly name: string;
  readonly signature: Signature;
  /** Bytes. */
  readonly workspace: number;
  emit(f: FunctionBuilder, at: RoutineAt): void;
}

export function routineFor(node: Node): RoutineCall | undefined {
  void node;
  return undefined;
}

/** The function of a routine; its module is made when it is first asked for. */
export function routineExport(name: string, _heap: Heap, _relaxed: boolean): (...args: number[]) => number {
  throw new Error(`no routine ${name}`);
}
