/** What the parts of a nest's emitter share: its loops, lanes, memory and reductions. */
import type { Nest } from "../../compile/nest.ts";
import type { FunctionBuilder, Local } from "./assembler.ts";
import type { EmitContext } from "./emitContext.ts";
import type { LaneFacts } from "./laneFacts.ts";

/** How many elements are done at a time, and how many such groups side by side. */
export interface Variant {
  readonly lanes: number;
  readonly copies: number;
}

export interface NestFrame {
  readonly f: FunctionBuilder;
  readonly nest: Nest;
  readonly context: EmitContext;
  readonly facts: LaneFacts;
  readonly width: number;
  readonly copies: number;
  /** By loop. */
  readonly indices: Local[];
  /** How many turns each loop has in the present block. */
  readonly sizes: number[];
  /** Of the code that is being written. */
  variant: Variant;
}

/** One element at a time. */
export const SINGLE: Variant = { lanes: 1, copies: 1 };
