// %% [markdown]
// # 2.4 Calculus: exercises
//
// The exercises of *Dive into Deep Learning* 2.4, those of both editions. Run it with
// `npm run book -- book/2.4-exercises.ts`.

// %%
import { arange, grad, jacrev, norm, tensor, type Tensor } from "nabla";
import {
  check,
  criticalPoints,
  D,
  formula,
  fromDefinition,
  gradient,
  inverseDerivative,
  limit,
  limitTable,
  numericalLimit,
  steps,
  total,
  vector,
} from "nabla/calculus";
import { plot } from "nabla/plot";

// %% [markdown]
// ## Tangents, gradients, chains
//
// 1. The tangent of $x^3 - 1/x$ at 1. (`npm run nabla -- diff "x^3 - 1/x" x --at 1` prints all of this.)

// %%
const xs = arange(0, 3, 0.1);
const g = formula`x^3 - 1/x`;
console.log(`${steps(g, "x")}`);
// => 1 sum rule with u = x^3, v = -1/x: d/dx [x^3 - 1/x] = d/dx [x^3] + d/dx [-1/x]
//      → 3x^2 + 1/x^2
//      1.1 power rule with n = 3: d/dx [x^3] = 3x^2
//      1.2 constant multiple rule with c = -1, u = 1/x: d/dx [-1/x] = -d/dx [1/x]
//        → 1/x^2
//        1.2.1 power rule with n = -1: d/dx [1/x] = -1/x^2
//    where x != 0 (the denominator is not 0)
//    d/dx [x^3 - 1/x] = 3x^2 + 1/x^2

// %%
[g.evaluate({ x: 1 }), D(g, "x").evaluate({ x: 1 })]; // => [ 0, 4 ]

// %% [markdown]
// Value 0 and slope 4: the line is $4x - 4$. The pole at 0 is no trap: the value there is $-\infty$, and the figure leaves it out.

// %%
const cubes = g.evaluate({ x: xs }) as Tensor;
plot(xs, [cubes, xs.mul(4).sub(4)], { xlabel: "x", legend: ["x^3 - 1/x", "4x - 4"], ylim: [-10, 25] });

// %%
[0, 1, 5, 20, 29].map((k) => cubes.at(k).item()); // => [ -Infinity, -9.999, -1.875, 7.5, 24.044172413793113 ]

// %% [markdown]
// 2. The gradient of $3x_1^2 + 5e^{x_2}$ at two points:

// %%
const field = gradient("3x_1^2 + 5e^{x_2}", ["x_1", "x_2"]);
field; // => [6x_1, 5e^x_2]

// %%
[
  field.entries.map((part) => part.evaluate({ x_1: 2, x_2: 1 })),
  field.entries.map((part) => part.evaluate({ x_1: 0, x_2: 0 })),
]; // => [ [ 12, 13.591409142295225 ], [ 0, 5 ] ]

// %% [markdown]
// 3. The gradient of the norm is the unit vector. At 0 it is not defined; of all subgradients Nabla returns the shortest, 0.

// %%
const x = vector("x");
gradient(formula("‖x‖", { symbols: { x } }), x); // => x/‖x‖

// %%
const unit = grad((v) => norm(v));
[unit([3, 4]), unit([0, 1, 2, 3]), unit([0, 0])];
// => [
//      Tensor [0.6, 0.8],
//      Tensor [0, 0.26726124, 0.53452248, 0.80178373],
//      Tensor [0, 0]
//    ]

// %% [markdown]
// 4. The chain for $u = f(x, y, z)$ with $x(a, b)$, $y(a, b)$, $z(a, b)$; the index of $f$ counts its arguments.

// %%
D(formula("f(x(a, b), y(a, b), z(a, b))", { functions: ["x", "y", "z"] }), "a");
// => f_1(x(a, b), y(a, b), z(a, b)) x_a(a, b) + f_2(x(a, b), y(a, b), z(a, b)) y_a(a, b) + f_3(x(a, b), y(a, b), z(a, b)) z_a(a, b)

// %% [markdown]
// With $u = xyz$, $x = a + b$, $y = ab$ and $z = a - b$, at $(2, 1)$:

// %%
const chained = ["a", "b"].map((name) => total("x y z", { x: "a + b", y: "a b", z: "a - b" }, name).result);
[chained, chained.map((slope) => slope.evaluate({ a: 2, b: 1 }))]; // => [ [ 3a² b − b³, a³ − 3a b² ], [ 11, 2 ] ]

// %% [markdown]
// The identities for matrices in numbers, Jacobians with a column for each output as in the book:

// %%
const [M, p] = [
  tensor([
    [1, 2],
    [3, 4],
  ]),
  tensor([5, 6]),
];
[jacrev((v) => M.matmul(v))(p).transpose(), jacrev((v) => v.matmul(M))(p).transpose()];
// => [
//      Tensor [[1, 3],
//              [2, 4]],
//      Tensor [[1, 2],
//              [3, 4]]
//    ]

// %%
[grad((v) => v.dot(v))(p), grad((V) => V.square().sum())(M)];
// => [
//      Tensor [10, 12],
//      Tensor [[2, 4],
//              [6, 8]]
//    ]

// %% [markdown]
// ## Proofs
//
// The second edition asks for the rules from the definition. Each proof starts with the difference quotient, brings it into a form
// whose limit is known, and lets $h$ go to 0. Every line below was made by the library.
//
// A constant does not change:

// %%
console.log(`${fromDefinition("c", "x")}`);
// => dc/dx
//      = lim h→0 0   (definition of the derivative)
//      = 0   (0 stays 0)

// %% [markdown]
// In a power, all terms of the binomial theorem but one are too small to matter:

// %%
console.log(`${fromDefinition("x^3", "x")}`);
// => d/dx [x^3]
//      = lim h→0 ((x + h)^3 - x^3)/h   (definition of the derivative)
//      = lim h→0 (3h x^2 + 3h^2 x + h^3)/h   (binomial theorem; the term without h cancels)
//      = lim h→0 (3x^2 + 3h x + h^2)   (divide by h)
//      = 3x^2   (every term with h goes to 0)

// %% [markdown]
// That is $n x^{n-1}$ for every whole $n > 0$; a few more:

// %%
[1, 2, 3, 4, 5, 6].map((n) => String(fromDefinition(formula`x^${n}`, "x").result));
// => [ '1', '2x', '3x^2', '4x^3', '5x^4', '6x^5' ]

// %%
console.log(`${fromDefinition("e^x", "x")}`);
// => d/dx [e^x]
//      = lim h→0 (e^(x + h) - e^x)/h   (definition of the derivative)
//      = lim h→0 e^x (e^h - 1)/h   (a power of a sum is a product of powers; take the factor without h out)
//      = e^x   (the rest goes to 1: that is how e is defined)

// %% [markdown]
// Here $(e^h - 1)/h \to 1$ was used. In numbers:

// %%
console.log(`${limitTable(formula`e^x`, 0)}`);
// => h=0.10000, numerical limit=1.05171
//    h=0.01000, numerical limit=1.00502
//    h=0.00100, numerical limit=1.00050
//    h=0.00010, numerical limit=1.00005
//    h=0.00001, numerical limit=1.00001

// %%
limit("(e^h - 1)/h", "h", 0).value; // => 1

// %%
console.log(`${fromDefinition("ln x", "x")}`);
// => d/dx [ln(x)]
//      = lim h→0 (ln(x + h) - ln(x))/h   (definition of the derivative)
//      = lim h→0 ln(1 + h/x)/h   (a difference of logarithms is the logarithm of the quotient)
//      = lim h→0 ln(t + 1)/(t x), t = h/x   (with t = h/x, which goes to 0 with h)
//      = 1/x   (ln(1 + t)/t goes to ln e = 1: that is how e is defined)

// %%
[0.1, 0.01, 0.001].map((h) => numericalLimit(formula`ln x`, 2, h).toFixed(5)); // => [ '0.48790', '0.49875', '0.49988' ]

// %% [markdown]
// ## Constant multiple, sum, product, quotient
//
// $f$ and $g$ are any functions that have a derivative.

// %%
const proof = (text: string): void => {
  // The last paragraph; those before it say what f' and g' are.
  console.log(`${fromDefinition(text, "x")}`.split("\n\n").at(-1));
};
proof("c f(x)");
// => d/dx [c f(x)]
//      = lim h→0 (c f(x + h) - c f(x))/h   (definition of the derivative)
//      = lim h→0 c (f(x + h) - f(x))/h   (take the constant out)
//      = c f'(x)   (a constant may stand in front of the limit)

// %%
proof("f(x) + g(x)");
// => d/dx [f(x) + g(x)]
//      = lim h→0 (f(x + h) - f(x) + g(x + h) - g(x))/h   (definition of the derivative)
//      = lim h→0 ((f(x + h) - f(x))/h + (g(x + h) - g(x))/h)   (a difference quotient for each term)
//      = f'(x) + g'(x)   (the limit of a sum is the sum of the limits)

// %% [markdown]
// Why is the derivative of a product not the product of the derivatives? Both factors change, one after the other:

// %%
proof("f(x) g(x)");
// => d/dx [f(x) g(x)]
//      = lim h→0 (f(x + h) g(x + h) - f(x) g(x))/h   (definition of the derivative)
//      = lim h→0 ((f(x + h) - f(x)) g(x + h)/h + (g(x + h) - g(x)) f(x)/h)   (subtract and add u(x) v(x + h))
//      = f'(x) g(x) + f(x) g'(x)   (v(x + h) goes to v(x), because v has a derivative and so is continuous)

// %%
proof("f(x)/g(x)");
// => d/dx [f(x)/g(x)]
//      = lim h→0 (f(x + h)/g(x + h) - f(x)/g(x))/h   (definition of the derivative)
//      = lim h→0 (f(x + h) g(x) - f(x) g(x + h))/(h g(x) g(x + h))   (common denominator)
//      = lim h→0 ((f(x + h) - f(x)) g(x)/h - (g(x + h) - g(x)) f(x)/h)/(g(x) g(x + h))   (subtract and add u(x) v(x) above)
//      = (f'(x) g(x) - f(x) g'(x))/g(x)^2   (v(x + h) goes to v(x), because v has a derivative and so is continuous)

// %% [markdown]
// The constant multiple also follows from the product rule: where $g(x) = c$, $g' = 0$, and the second term goes.

// %%
D("f(x) g(x)", "x"); // => f'(x) g(x) + f(x) g'(x)

// %% [markdown]
// ## More proofs
//
// Roots, reciprocals, sine and cosine:

// %%
["sqrt(x)", "1/x", "sin x", "cos x"].map((text) => String(fromDefinition(text, "x").result));
// => [ '1/(2 sqrt(x))', '-1/x^2', 'cos(x)', '-sin(x)' ]

// %%
console.log(`${fromDefinition("sin x", "x")}`);
// => d/dx [sin(x)]
//      = lim h→0 (sin(x + h) - sin(x))/h   (definition of the derivative)
//      = lim h→0 (sin(h) cos(x)/h + (cos(h) - 1) sin(x)/h)   (addition theorem of the sine)
//      = cos(x)   ((cos h - 1)/h goes to 0 and sin(h)/h goes to 1)

// %% [markdown]
// A proof is for a formula it can read; for others there is an error and no guess.

// %%
fromDefinition("x^x", "x"); // => throws unsupported: a proof from the definition, at x^x

// %% [markdown]
// ## Powers, extrema, inverse functions
//
// $x^x$ is neither a power nor an exponential function:

// %%
console.log(`${steps("x^x", "x")}`);
// => 1 logarithmic differentiation with u = x, v = x: d/dx [x^x] = x^x (ln(x) d/dx [x] + d/dx [x])
//      → x^x (ln(x) + 1)
//      1.1 identity rule: d/dx [x] = 1
//      1.2 as before: d/dx [x] = 1
//    where x > 0 (the base is positive)
//    d/dx [x^x] = x^x (ln(x) + 1)

// %%
[1, 2, 0.5, 1 / Math.E].map((value) => D("x^x", "x").evaluate({ x: value }));
// => [ 1, 6.772588722239782, 0.21697770945227396, 0 ]

// %% [markdown]
// What does $f'(x) = 0$ mean? A minimum, a maximum or neither:

// %%
["3x^2 - 4x", "x^x", "x^2", "x^3"].flatMap((text) =>
  criticalPoints(text, "x").map((point) => `${text}: ${point.kind} at ${point.x}, value ${point.value}`),
);
// => [
//      '3x^2 - 4x: minimum at 2/3, value -4/3',
//      'x^x: minimum at 1/e, value e^(-1/e)',
//      'x^2: minimum at 0, value 0',
//      'x^3: inflection at 0, value 0'
//    ]

// %% [markdown]
// The derivative of an inverse function is $1 / f'(f^{-1}(y))$: for $x^3$ at 8 and for $e^x$ at 2.

// %%
[inverseDerivative("f(x)", "x"), inverseDerivative("x^3", "x", 8), inverseDerivative("e^x", "x", 2)].map(
  (s) => s.result,
);
// => [ 1/f'(x), 1/12, 1/2 ]

// %% [markdown]
// Follow the gradient down from $(1, 1)$ on $x^2 + y^2$ with steps of three lengths: a short one helps, one of length 1 goes across to
// the other side, a longer one climbs.

// %%
const bowl = formula`x^2 + y^2`.compile(["x", "y"]);
const [bx, by] = grad(bowl, { argnums: [0, 1] })(1, 1) as readonly Tensor[];
[0.1, 1, 2].map((eta) => {
  const [px, py] = [bx.mul(-eta).add(1), by.mul(-eta).add(1)];
  return [px.item(), py.item(), bowl(px, py).item()];
}); // => [ [ 0.8, 0.8, 1.2800000000000002 ], [ -1, -1, 2 ], [ -3, -3, 18 ] ]

// %% [markdown]
// ## Your own answers
//
// Lines of a solution can be checked. The first wrong one is found, and what should stand there:

// %%
const lines = ["e^x + x e^x", "(x + 1) e^x"];
check("d/dx (x e^x)", lines).verdict; // => 'equivalent'

// %%
const slip = check("d/dx (x e^x)", [...lines, "x e^x"]);
[slip.verdict, slip.line, `${slip.where?.got} should be ${slip.where?.expected}`]; // => [ 'wrong', 2, 'x should be x + 1' ]
