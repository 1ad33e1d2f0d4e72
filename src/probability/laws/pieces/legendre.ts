/** Integrals of smooth functions over finite intervals. */
import { makeTensor } from "../../../core/convert.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add, mul, sub } from "../../../ops/arithmetic.ts";
import { sum } from "../../../ops/reduce.ts";
import { gaussLegendre, type QuadratureRule } from "../../../ops/scalar/gaussLegendre.ts";

const RULES: Readonly<Record<8 | 64, QuadratureRule>> = {
  8: /*@__PURE__*/ gaussLegendre(8),
  64: /*@__PURE__*/ gaussLegendre(64),
};

/**
 * ∫ f(t) dt between two ends, exact to rounding where f is like a polynomial of degree 127, with 8 nodes of degree 15.
 * @param beside - the other tensors that f uses, which have more axes than the ends perhaps
 */
export function integrateBetween(
  f: (t: Tensor) => Tensor,
  from: Tensor,
  to: Tensor,
  beside: readonly Tensor[] = [],
  nodes: keyof typeof RULES = 64,
): Tensor {
  const rule = RULES[nodes];
  const axes = Math.max(...[from, to, ...beside].map((x) => x.ndim));
  const dtype = from.dtype === "float32" ? "float32" : "float64";
  const column = (values: Float64Array): Tensor =>
    makeTensor(values, "float64", "integrate")
      .astype(dtype)
      .reshape([values.length, ...new Array<number>(axes).fill(1)]);
  const width = sub(to, from);
  const at = add(from, mul(width, column(rule.nodes)));
  return mul(width, sum(mul(f(at), column(rule.weights)), 0));
}
