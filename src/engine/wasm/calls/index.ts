/** How the routines that ops name in `lower` are called. */
import type { Node } from "../../../compile/graph.ts";
import type { RoutineCall } from "../routines.ts";
import { scatterCall } from "./scatter.ts";

/** Undefined where the routine does not take these tensors; then the op's own `evaluate` computes. */
export type Call = (node: Node, settings: unknown) => RoutineCall | undefined;

export const calls: Readonly<Record<string, Call>> = { scatter: scatterCall };
