/** Integrals of smooth functions over finite intervals. */
import { makeTensor } from "../../../core/convert.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add, mul, sub } from "../../../ops/arithmetic.ts";
import { sum } from "../../../ops/reduce.ts";

/** Nodes on (0, 1) and their weights. */
interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss and Legendre's rule: the zeros of the polynomial by Newton's method from their asymptotic places.
 * @source Abramowitz & Stegun, 25.4.29, 22.16.6
 */
function gaussLegendre(n: number): Rule {
  const [nodes, weights] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (n * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    nodes[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

const RULES: Readonly<Record<8 | 64, ReturnType<typeof gaussLegendre>>> = {
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
