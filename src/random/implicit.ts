/** Samples whose derivatives are those of their distribution function, whatever algorithm drew them. */
import { broadcast } from "../core/basic.ts";
import { alignBatches } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive, type Tangent } from "../core/op.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { add, mul } from "../ops/arithmetic.ts";

/**
 * A function of a sample and its parameters: the sample itself, with derivatives in the parameters only.
 * @param slopes - for each parameter -∂F/∂θ divided by the density, from the sample and all parameters
 * @source Figurnov, Mohamed & Mnih, Implicit reparameterization gradients (2018)
 */
export function implicit(
  name: string,
  slopes: readonly ((x: Tensor, ...parameters: Tensor[]) => Tensor)[],
): (x: Tensor, ...parameters: Tensor[]) => Tensor {
  const op: Op<undefined> = primitive({
    name,
    infer: ([{ shape, dtype }]) => [{ shape, dtype, weak: false }],
    evaluate: ([x]) => [arrayOf(x)],
    lower: { kind: "elements", element: ({ args: [x], place }) => x(place) },
    jvp: ({ primals: [, ...parameters], tangents: [, ...tangents], outs: [x] }): readonly Tangent[] => {
      let sum: Tangent;
      slopes.forEach((slope, i) => {
        const tangent = tangents[i];
        if (tangent === undefined) return;
        const term = mul(slope(x, ...parameters), tangent);
        sum = sum === undefined ? term : add(sum, term);
      });
      return [sum && broadcast(sum, x.shape)];
    },
    batch: ({ args, batched, size }) => {
      const x = batched[0] ? args[0] : broadcast(args[0], [size, ...args[0].shape]);
      const aligned = alignBatches([x, ...args.slice(1)], [true, ...batched.slice(1)]);
      return { outs: [bind1(op, aligned, undefined)], batched: [true] };
    },
  });
  return (...args) => bind1(op, args, undefined);
}
