/** Calls of the functions that are no ops: transformations, control flow, random draws. */
import type { Call } from "./calls.ts";

export const others: readonly Call[] = [];
