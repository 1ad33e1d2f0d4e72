/** The routines by name. */
import type { ModuleBuilder } from "../assembler.ts";
import type { Division } from "../threads/pool.ts";
import { addDividedGemm, divideGemm } from "./gemmDivided.ts";
import { addScatter, SCATTER_COMBINES, SCATTER_TYPES } from "./scatter.ts";

export interface Routine {
  /** Adds the routine to a module, whose first export it is. */
  add(module: ModuleBuilder, relaxed: boolean): void;
  readonly divide?: Divide;
}

/** How the call with these arguments is divided among threads: which export computes a range, given by the last two arguments. */
export type Divide = (args: readonly number[]) => { readonly name: string; readonly division: Division };

const scatters: Readonly<Record<string, Routine>> = /*@__PURE__*/ Object.fromEntries(
  SCATTER_COMBINES.flatMap((combine) =>
    SCATTER_TYPES.map((type): [string, Routine] => [
      `scatter_${combine}_${type}`,
      { add: (module) => void addScatter(module, combine, type) },
    ]),
  ),
);

export const routines: Readonly<Record<string, Routine>> = {
  ...scatters,
  gemm_f32: { add: (module, relaxed) => addDividedGemm(module, "f32", relaxed), divide: divideGemm("f32") },
  gemm_f64: { add: (module, relaxed) => addDividedGemm(module, "f64", relaxed), divide: divideGemm("f64") },
};
