/** The methods of tensors: functions whose first argument is a tensor. This list is all there is to a method. */
import { Tensor, type TensorLike } from "../core/tensor.ts";
import { add, div, mul, neg, sub } from "./arithmetic.ts";

const methods = { add, div, mul, neg, sub } as const;

type Methods = typeof methods;

/** The function without its first argument. */
type Method<F> = F extends (x: TensorLike, ...rest: infer R) => infer T ? (...rest: R) => T : never;

type Fluent = { readonly [K in keyof Methods]: Method<Methods[K]> };

declare module "../core/tensor.ts" {
  interface Tensor extends Fluent {}
}

for (const [name, f] of Object.entries(methods)) {
  Object.defineProperty(Tensor.prototype, name, {
    value: function (this: Tensor, ...rest: never[]) {
      return (f as (x: Tensor, ...rest: never[]) => unknown)(this, ...rest);
    },
    writable: true,
    configurable: true,
  });
}
