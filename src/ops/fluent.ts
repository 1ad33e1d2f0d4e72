/** Gives tensors their methods: every function of methods.ts takes a tensor first. */
import { displayData } from "../core/print.ts";
import { Tensor, type TensorLike } from "../core/tensor.ts";
import { iterate } from "./iteration.ts";
import * as methods from "./methods.ts";
import { transpose } from "./shape.ts";
import { withAt } from "./update.ts";

/** The function without its first argument. */
type Method<F> = F extends (x: TensorLike, ...rest: infer R) => infer T ? (...rest: R) => T : never;

/** Mapped from the module itself, so that editors show what stands above each function. */
type Fluent = { readonly [K in keyof typeof methods]: Method<(typeof methods)[K]> };

declare module "../core/tensor.ts" {
  interface Tensor extends Fluent {
    /** The function `withAt` as a method: a tensor with other values at some places. */
    readonly with: Method<typeof withAt>;
    /** The axes in reverse order, as `transpose()`. @example tensor([[1, 2], [3, 4]]).T // => Tensor [[1, 3], [2, 4]] */
    readonly T: Tensor;
    /** The parts along the first axis. @throws TensorError "shape" for a scalar */
    [Symbol.iterator](): IterableIterator<Tensor>;
  }
}

function define(name: PropertyKey, f: (x: Tensor, ...rest: never[]) => unknown): void {
  Object.defineProperty(Tensor.prototype, name, {
    value: function (this: Tensor, ...rest: never[]) {
      return f(this, ...rest);
    },
    writable: true,
    configurable: true,
  });
}

for (const [name, f] of Object.entries(methods)) define(name, f as (x: Tensor) => unknown);
define("with", withAt);
define(Symbol.iterator, iterate);
// What consoles and notebooks ask for.
define(Symbol.for("nodejs.util.inspect.custom"), String);
define(Symbol.for("Deno.customInspect"), String);
define(Symbol.for("Jupyter.display"), displayData);
Object.defineProperty(Tensor.prototype, "T", {
  get(this: Tensor) {
    return transpose(this);
  },
  configurable: true,
});
