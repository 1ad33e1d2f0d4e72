/** How the routines that ops name in `lower` are called. */
import type { Node } from "../../../compile/graph.ts";
import type { RoutineCall } from "../routines.ts";
import { convolutionCall } from "./convolution.ts";
import { denseCalls } from "./dense.ts";
import { recurrenceCall, scanCall, searchCall, sortCall } from "./lines.ts";
import { scatterCall } from "./scatter.ts";

/** Undefined where the routine does not take these tensors; then the op's own `evaluate` computes. */
export type Call = (node: Node, settings: unknown) => RoutineCall | undefined;

export const calls: Readonly<Record<string, Call>> = {
  ...denseCalls,
  scatter: scatterCall,
  convolution: convolutionCall,
  cumsum: /*@__PURE__*/ scanCall("add"),
  cumprod: /*@__PURE__*/ scanCall("mul"),
  cummax: /*@__PURE__*/ scanCall("max"),
  cummin: /*@__PURE__*/ scanCall("min"),
  recurrence: /*@__PURE__*/ recurrenceCall("recurrence"),
  logcumsumexp: /*@__PURE__*/ recurrenceCall("logcumsumexp"),
  sort: /*@__PURE__*/ sortCall("sort"),
  argsort: /*@__PURE__*/ sortCall("argsort"),
  searchsorted: searchCall,
};
