/** Sums, products, quotients and their relatives. */
import { type Binary, elementwise, neg } from "../core/elementwise.ts";

export { add, neg } from "../core/elementwise.ts";

/**
 * x - y.
 * @param x - any shape
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example sub([1, 2], 10) // => Tensor [-9, -8]
 * @source IEEE 754-2019, 5.4.1
 */
export const sub: Binary = /*@__PURE__*/ elementwise({
  name: "sub",
  domain: { x: [-1e3, 1e3], y: [-1e3, 1e3] },
  hard: [0, -0, 1e300, Infinity, -Infinity],
  ulp: { f32: 0.5, f64: 0.5 },
  takes: "number",
  eval: (x, y) => x - y,
  partials: { x: () => 1, y: () => -1 },
  linear: ["x", "y"],
  source: "IEEE 754-2019, 5.4.1",
});

/**
 * x · y, element by element.
 * @param x - any shape
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype; integers wrap modulo 2³²
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example mul([1, 2], 10) // => Tensor [10, 20]
 * @source IEEE 754-2019, 5.4.1
 */
export const mul: Binary = /*@__PURE__*/ elementwise({
  name: "mul",
  domain: { x: [-1e3, 1e3], y: [-1e3, 1e3] },
  hard: [0, -0, 1e-300, 1e300, Infinity],
  ulp: { f32: 0.5, f64: 0.5 },
  takes: "number",
  eval: (x, y) => x * y,
  evalInteger: Math.imul,
  partials: { x: ({ y }) => y, y: ({ x }) => x },
  linear: ["x", "y"],
  source: "IEEE 754-2019, 5.4.1",
});

/**
 * x / y.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it
 * @returns the common shape; x/0 is ±Infinity and 0/0 NaN, as in IEEE 754
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example div([1, 3], 2) // => Tensor [0.5, 1.5]
 * @source IEEE 754-2019, 5.4.1
 */
export const div: Binary = /*@__PURE__*/ elementwise({
  name: "div",
  domain: { x: [-1e3, 1e3], y: [0.1, 1e3] },
  hard: [0, -0, 1e-300, 1e300, Infinity],
  ulp: { f32: 0.5, f64: 0.5 },
  eval: (x, y) => x / y,
  partials: { x: ({ y }) => div(1, y), y: ({ y, out }) => neg(div(out, y)) },
  linear: ["x"],
  source: "IEEE 754-2019, 5.4.1",
});
