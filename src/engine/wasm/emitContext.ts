/** What the emitter of a loop nest asks of the program around it. */
import type { Value } from "../../compile/graph.ts";
import type { HostFunction, LaneType } from "../../core/kernel.ts";
import type { Callable } from "./assembler.ts";

/** Where a tensor lies: at an offset from the workspace, or where a pointer in the workspace says. */
export type Location = { readonly offset: number } | { readonly slot: number };

/** The function is given a pointer: its parameter of that number. */
export interface Passed {
  readonly param: number;
}

export interface EmitContext {
  /** May instructions round differently from machine to machine? */
  readonly relaxed: boolean;
  locationOf(value: Value): Location | Passed;
  /**
   * A function of the module that calls a host function for each lane.
   * @param masked - only where a first argument, a mask, is set; elsewhere a second one is the result
   */
  hostCall(host: HostFunction, args: readonly LaneType[], out: LaneType, masked: boolean, lanes: number): Callable;
}
