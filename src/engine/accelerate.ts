/** Lets large tensors be computed by WebAssembly, also outside of `jit`; entries with methods import this file. */
import { setEngine } from "../core/interpreter.ts";
import { reference } from "./reference/index.ts";
import { compiledOver } from "./wasm/eager.ts";

setEngine(compiledOver(reference));
