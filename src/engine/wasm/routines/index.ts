/** The routines by name. */
import type { ModuleBuilder } from "../assembler.ts";
import { addGemm } from "./gemm.ts";

export interface Routine {
  /** Adds the routine to a module, whose only export it is. */
  add(module: ModuleBuilder, relaxed: boolean): void;
}

export const routines: Readonly<Record<string, Routine>> = {
  gemm_f32: { add: (module, relaxed) => void addGemm(module, "f32", relaxed) },
  gemm_f64: { add: (module, relaxed) => void addGemm(module, "f64", relaxed) },
};
