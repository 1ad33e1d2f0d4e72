/** The routines by name. */
import type { ModuleBuilder } from "../assembler.ts";
import { addGemm } from "./gemm.ts";
import { addScatter, SCATTER_COMBINES, SCATTER_TYPES } from "./scatter.ts";

export interface Routine {
  /** Adds the routine to a module, whose only export it is. */
  add(module: ModuleBuilder, relaxed: boolean): void;
}

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
  gemm_f32: { add: (module, relaxed) => void addGemm(module, "f32", relaxed) },
  gemm_f64: { add: (module, relaxed) => void addGemm(module, "f64", relaxed) },
};
