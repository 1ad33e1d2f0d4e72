/**
 * Nests once more, in versions that compute rare points as they meet them, by host functions. They are a module of their own, made
 * when a point is rare for the first time: most programs never meet one, and need not wait for its code.
 */
import type { Nest } from "../../compile/nest.ts";
import type { HostFunction } from "../../core/kernel.ts";
import { type Callable, type FunctionBuilder, ModuleBuilder, type Signature, type ValueType } from "./assembler.ts";
import type { EmitContext } from "./emitContext.ts";
import { NestEmitter } from "./emitNest.ts";
import { HostFunctions } from "./hostFunctions.ts";

export class RareNests {
  private readonly nests: { readonly nest: Nest; readonly signature: Signature }[] = [];
  private readonly context: Omit<EmitContext, "hostCall">;
  private readonly shared: boolean;
  private again: Callable | undefined;
  private params = 0;

  constructor(context: Omit<EmitContext, "hostCall">, shared: boolean) {
    this.context = context;
    this.shared = shared;
  }

  /**
   * Lets the program import `again` (nest, …): computes a nest again, from what its function is given.
   * @param params - of the functions of nests, at most; a nest with fewer takes no notice of the others
   */
  import(module: ModuleBuilder, params: number): void {
    this.params = params;
    this.again = module.import("again", { params: new Array<ValueType>(1 + params).fill("i32"), results: [] });
  }

  /** What appends to the function of a nest that the nest is to be computed again. */
  add(f: FunctionBuilder, nest: Nest): () => void {
    const number = this.nests.push({ nest, signature: f.signature }) - 1;
    return () => {
      f.i32(number);
      for (const param of f.params) f.get(param);
      for (let i = f.params.length; i < this.params; i++) f.i32(0);
      f.call(this.again as Callable);
    };
  }

  /** The module, which exports them as nest0, nest1, …, and what it imports as host0, host1, … */
  emit(): { readonly bytes: Uint8Array<ArrayBuffer>; readonly hosts: readonly HostFunction[] } {
    const module = new ModuleBuilder(this.shared);
    const hosts = new HostFunctions(module);
    for (const { nest } of this.nests) hosts.importOf(nest, true);
    const context: EmitContext = { ...this.context, hostCall: (...call) => hosts.callByLane(...call) };
    this.nests.forEach(({ nest, signature }, i) => {
      new NestEmitter(module.function(signature, `nest${i}`), nest, context).emit();
    });
    return { bytes: module.encode(), hosts: hosts.all };
  }
}
