/** What WebAssembly can do here. */
import { ModuleBuilder } from "./assembler.ts";
import { wasm } from "./platform.ts";

let found: { readonly vectors: boolean; readonly relaxed: boolean } | undefined;

/** Asked once: a runtime and the policy of a page do not change. */
function features(): NonNullable<typeof found> {
  if (found === undefined) {
    const relaxed = isAllowed("f32x4.relaxed_madd");
    found = { relaxed, vectors: relaxed || isAllowed("v128.bitselect") };
  }
  return found;
}

/** May we make a module with this instruction on three vectors? A tiny one tells. */
function isAllowed(instruction: string): boolean {
  const probe = new ModuleBuilder();
  const f = probe.function({ params: [], results: ["v128"] });
  for (let i = 0; i < 3; i++) f.v128(new Uint8Array(16));
  f.op(instruction);
  try {
    return wasm !== undefined && Boolean(new wasm.Module(probe.encode()));
  } catch {
    return false;
  }
}

/** May we make WebAssembly here, and does it have vectors? Old runtimes and the policies of some pages do not allow it. */
export const canCompile = (): boolean => features().vectors;

/** Does the runtime have relaxed SIMD? */
export const hasRelaxed = (): boolean => features().relaxed;
