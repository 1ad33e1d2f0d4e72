/** Gives tensors their methods: every function of methods.ts takes a tensor first. */
import { displayData } from "../core/print.ts";
import { Tensor, type TensorLike } from "../core/tensor.ts";
import { trace } from "./diagonals.ts";
import { iterate } from "./iteration.ts";
import * as methods from "./methods.ts";
import { transpose } from "./shape.ts";
import type { variance } from "./statistics.ts";
import { withAt } from "./update.ts";

/** The function without its first argument. */
type Method<F> = F extends (x: TensorLike, ...rest: infer R) => infer T ? (...rest: R) => T : never;

/** The methods in a file. Editors show what stands above a function only where the type leads to its file. */
type MethodsOf<File> = { readonly [K in keyof Pick<File, keyof File & keyof typeof methods>]: Method<File[K]> };

type Documented = MethodsOf<typeof import("../core/elementwise.ts")> &
  MethodsOf<typeof import("./activation.ts")> &
  MethodsOf<typeof import("./arithmetic.ts")> &
  MethodsOf<typeof import("./close.ts")> &
  MethodsOf<typeof import("./compare.ts")> &
  MethodsOf<typeof import("./create.ts")> &
  MethodsOf<typeof import("./diagonals.ts")> &
  MethodsOf<typeof import("./differences.ts")> &
  MethodsOf<typeof import("./division.ts")> &
  MethodsOf<typeof import("./exponential.ts")> &
  MethodsOf<typeof import("./extrema.ts")> &
  MethodsOf<typeof import("./histogram.ts")> &
  MethodsOf<typeof import("./hyperbolic.ts")> &
  MethodsOf<typeof import("./indexing.ts")> &
  MethodsOf<typeof import("./join.ts")> &
  MethodsOf<typeof import("./logarithmic.ts")> &
  MethodsOf<typeof import("./matmul.ts")> &
  MethodsOf<typeof import("./maximum.ts")> &
  MethodsOf<typeof import("./norm.ts")> &
  MethodsOf<typeof import("./power.ts")> &
  MethodsOf<typeof import("./quantile.ts")> &
  MethodsOf<typeof import("./rearrange.ts")> &
  MethodsOf<typeof import("./reduce.ts")> &
  MethodsOf<typeof import("./rounding.ts")> &
  MethodsOf<typeof import("./scan.ts")> &
  MethodsOf<typeof import("./search.ts")> &
  MethodsOf<typeof import("./segments.ts")> &
  MethodsOf<typeof import("./shape.ts")> &
  MethodsOf<typeof import("./softmax.ts")> &
  MethodsOf<typeof import("./sort.ts")> &
  MethodsOf<typeof import("./statistics.ts")> &
  MethodsOf<typeof import("./stopGradient.ts")> &
  MethodsOf<typeof import("./take.ts")> &
  MethodsOf<typeof import("./trigonometric.ts")> &
  MethodsOf<typeof import("./unique.ts")> &
  MethodsOf<typeof import("./update.ts")>;

type Others = Exclude<keyof typeof methods, keyof Documented>;

type Fluent = Documented & { readonly [K in Others]: Method<(typeof methods)[K]> };

declare module "../core/tensor.ts" {
  interface Tensor extends Fluent {
    /** The function `withAt` as a method: a tensor with other values at some places. */
    readonly with: Method<typeof withAt>;
    /**
     * The sum of a diagonal of each matrix, the kth above the main one, as `linalg.trace`.
     * @example tensor([[1, 2], [3, 4]]).trace() // => Tensor 5
     */
    readonly trace: Method<typeof trace>;
    /** The function `variance` as a method. @example tensor([1, 2, 3, 4]).var() // => Tensor 1.25 */
    readonly var: Method<typeof variance>;
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
define("trace", trace);
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
