/** What compiling a program makes: its steps, its module, and what is needed to run it. */
import type { Graph, Node, Value } from "../../compile/graph.ts";
import type { Nest } from "../../compile/nest.ts";
import type { RowGroup } from "../../compile/rows.ts";
import type { Schedule, Step } from "../../compile/schedule.ts";
import type { HostFunction } from "../../core/kernel.ts";
import type { Location } from "./emitContext.ts";
import type { RareNests } from "./rareNests.ts";
import type { RoutineCall } from "./routines.ts";

/** A graph with its steps, and the graphs inside of them. */
export interface Scheduled {
  readonly graph: Graph;
  readonly schedule: Schedule;
  readonly nests: ReadonlyMap<Step, Nest>;
  readonly routines: ReadonlyMap<Step, RoutineCall>;
  readonly groups: readonly RowGroup[];
  readonly bodies: ReadonlyMap<Graph, Scheduled>;
}

/** A node that its op's own `evaluate` computes, and where its tensors lie. */
export interface HostCall {
  readonly node: Node;
  readonly args: readonly Location[];
  readonly outs: readonly Location[];
  /** Only where a routine failed: the evaluation tells what is wrong. */
  readonly afterFailure: boolean;
}

/** An exported function of a range. */
export interface Divided {
  /** Bytes of working space that each thread needs for itself: the second argument, if there are any. */
  readonly own: number;
  /** Names of the routines that it calls. */
  readonly routines: readonly string[];
}

/** What is needed to run a program. */
export interface Emitted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly workspace: number;
  readonly locations: ReadonlyMap<Value, Location>;
  /** Also those of programs inside. */
  readonly constants: Graph["constants"];
  readonly hosts: readonly HostFunction[];
  readonly rare: RareNests;
  readonly hostCalls: readonly HostCall[];
  /** What threads may share, exported as nest0, nest1, …: functions (workspace, from, to). */
  readonly divided: readonly Divided[];
  /** Names of the routines that are imported. */
  readonly routines: readonly string[];
  rootOf(value: Value): Value;
  readonly scheduled: Scheduled;
}

/** Those of a graph and of all graphs inside. */
export const constantsOf = ({ graph, bodies }: Scheduled): Graph["constants"] => [
  ...graph.constants,
  ...[...bodies.values()].flatMap(constantsOf),
];
