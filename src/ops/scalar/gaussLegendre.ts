/** The rule of Gauss and Legendre, for integrals of what is like a polynomial. */

/** Nodes on (0, 1) and their weights, whose sum is 1. */
export interface QuadratureRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The rule with n nodes, exact for polynomials of degree 2n - 1: the zeros of the nth polynomial by Newton's method from their
 * asymptotic places.
 * @source Abramowitz & Stegun, 25.4.29, 22.16.6
 */
export function gaussLegendre(n: number): QuadratureRule {
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
