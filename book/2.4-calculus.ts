// %% [markdown]
// # 2.4 Calculus
//
// *Dive into Deep Learning* 2.4, computed: limits, rules with their steps, gradients with their closed forms, the chain rule. Run it
// with `npm run book -- book/2.4-calculus.ts`; each cell shows its code and then its value.

// %%
import { arange, cos, grad, sin, tensor, type Tensor, vmap } from "nabla";
import {
  D,
  equal,
  formula,
  gradient,
  jacobian,
  limit,
  limitTable,
  matrix,
  notations,
  numericalLimit,
  partial,
  steps,
  total,
  vector,
  verify,
} from "nabla/calculus";
import { plot } from "nabla/plot";

// %% [markdown]
// To learn is to make a number small that says how bad a model is. Which way to turn each of millions of parameters, and what a small
// turn does, is what derivatives say; they come from an old question.
//
// How large is a circle? Cut it into $n$ triangles with a corner in the middle. With radius 1 each has the area
// $\frac12 \sin(2\pi/n)$, and together they fill the circle better the more there are.

// %%
const polygon = formula`n/2 sin(2pi/n)`;
for (const n of [3, 4, 5, 6, 8, 12, 24, 96, 1000]) {
  console.log(`n=${n}, area=${(polygon.evaluate({ n }) as number).toFixed(6)}`);
}
// => n=3, area=1.299038
//    n=4, area=2.000000
//    n=5, area=2.377641
//    n=6, area=2.598076
//    n=8, area=2.828427
//    n=12, area=3.000000
//    n=24, area=3.105829
//    n=96, area=3.139350
//    n=1000, area=3.141572

// %% [markdown]
// The limit is exact:

// %%
limit(polygon, "n", "infinity").value; // => π

// %%
const angles = [3, 6, 12, 96].map((n) => arange(n + 1).mul((2 * Math.PI) / n));
plot(angles.map(sin), angles.map(cos), { legend: ["n=3", "n=6", "n=12", "n=96"], figsize: [4, 4] });

// %% [markdown]
// ## Derivatives and differentiation
//
// The derivative of $f$ at $x$ is the limit of $(f(x + h) - f(x)) / h$ for $h \to 0$. Take $f(x) = 3x^2 - 4x$ and watch the
// quotient at $x = 1$ as $h$ shrinks.

// %%
const f = formula`3x^2 - 4x`;
console.log(`${limitTable(f, 1)}`);
// => h=0.10000, numerical limit=2.30000
//    h=0.01000, numerical limit=2.03000
//    h=0.00100, numerical limit=2.00300
//    h=0.00010, numerical limit=2.00030
//    h=0.00001, numerical limit=2.00003

// %% [markdown]
// The quotient is $2 + 3h$ exactly, and the limit is 2.

// %%
const quotient = formula`(${f.substitute({ x: "1 + h" })} - ${f.substitute({ x: 1 })})/h`;
[quotient, quotient.simplify(), limit(quotient, "h", 0).value]; // => [ (3(h + 1)² − 4h − 3)/h, 3h + 2, 2 ]

// %% [markdown]
// In float32, which deep learning mostly uses, the subtraction loses so many digits that the last line is visibly wrong:

// %%
console.log(`${limitTable(f, 1, { dtype: "float32" })}`);
// => h=0.10000, numerical limit=2.30000
//    h=0.01000, numerical limit=2.02999
//    h=0.00100, numerical limit=2.00295
//    h=0.00010, numerical limit=2.00033
//    h=0.00001, numerical limit=2.00272

// %% [markdown]
// In float64 the same happens later. Going on to $h = 10^{-16}$, where $1 + h$ is 1:

// %%
console.log(`${limitTable(f, 1, { from: 1e-6, to: 1e-16 })}`);
// => h=1e-6, numerical limit=2.00000
//    h=1e-7, numerical limit=2.00000
//    h=1e-8, numerical limit=2.00000
//    h=1e-9, numerical limit=2.00000
//    h=1e-10, numerical limit=2.00000
//    h=1e-11, numerical limit=2.00000
//    h=1e-12, numerical limit=2.00018
//    h=1e-13, numerical limit=1.99840
//    h=1e-14, numerical limit=1.99840
//    h=1e-15, numerical limit=2.22045
//    h=1e-16, numerical limit=0.00000

// %% [markdown]
// Rules take no limit and lose nothing. `D` gives a formula; `grad` gives the function that computes the same, from any code:

// %%
[D(f, "x"), D(f, "x").evaluate({ x: 1 }), grad((x) => x.mul(x).mul(3).sub(x.mul(4)))(1)]; // => [ 6x − 4, 2, Tensor 2 ]

// %% [markdown]
// A limit need not exist. $|x|$ has a corner at 0: from the right its quotient is 1, from the left -1.

// %%
[numericalLimit(formula`|x|`, 0, 0.1), numericalLimit(formula`|x|`, 0, -0.1)]; // => [ 1, -1 ]

// %%
console.log(`${steps("|x|", "x")}`);
// => 1 absolute value rule: d/dx [|x|] = sgn(x)
//    where x != 0 (|x| has a corner at 0)
//    d/dx [|x|] = sgn(x)

// %% [markdown]
// ## Notations
//
// People write the same derivative in many ways. All of these are one and the same:

// %%
notations({})
  .map(({ text }) => text)
  .join(" = "); // => "f'(x) = y' = dy/dx = df/dx = d/dx f(x) = D f = D_x f = D_1 f = ẏ = ∂f/∂x = ∂_x f = f_x(x) = f_1(x)"

// %% [markdown]
// Nabla reads what it writes: each of these texts is the same formula.

// %%
["f'(x)", "df/dx", "d/dx f(x)", "D f", "D_x f", "\\frac{d}{dx} f(x)"].map((text) => String(formula(text)));
// => [ "f'(x)", "f'(x)", "f'(x)", "f'(x)", "f'(x)", "f'(x)" ]

// %% [markdown]
// ## Rules
//
// Derivatives are not found by limits each time. A few functions are done once and for all, and rules put them together; all of them
// are proved in `book/2.4-exercises.ts`. The functions:

// %%
["c", "x^n", "e^x", "ln x"].map((text) => `(${text})' = ${D(text, "x")}`);
// => [ "(c)' = 0", "(x^n)' = n x^(n - 1)", "(e^x)' = e^x", "(ln x)' = 1/x" ]

// %% [markdown]
// The rules hold for all functions. $f$ and $g$ below are unknown, and the derivative is the rule itself: constant multiple, sum,
// product, quotient and chain.

// %%
["c f(x)", "f(x) + g(x)", "f(x) g(x)", "f(x)/g(x)", "f(g(x))"].map((text) => String(D(text, "x")));
// => [
//      "c f'(x)",
//      "f'(x) + g'(x)",
//      "f'(x) g(x) + f(x) g'(x)",
//      "(f'(x) g(x) - f(x) g'(x))/g(x)^2",
//      "f'(g(x)) g'(x)"
//    ]

// %% [markdown]
// Now a derivative is found rule by rule, and `steps` writes down what was done. First the function of the text:

// %%
console.log(`${steps(f, "x")}`);
// => 1 sum rule with u = 3x^2, v = -4x: d/dx [3x^2 - 4x] = d/dx [3x^2] + d/dx [-4x]
//      → 6x - 4
//      1.1 constant multiple rule with c = 3, u = x^2: d/dx [3x^2] = 3 d/dx [x^2]
//        → 6x
//        1.1.1 power rule with n = 2: d/dx [x^2] = 2x
//      1.2 constant multiple rule with c = -4, u = x: d/dx [-4x] = -4 d/dx [x]
//        → -4
//        1.2.1 identity rule: d/dx [x] = 1
//    d/dx [3x^2 - 4x] = 6x - 4

// %% [markdown]
// A constant and a power with an unknown exponent:

// %%
console.log(`${steps("x^n + 5", "x")}`);
// => 1 sum rule with u = x^n, v = 5: d/dx [x^n + 5] = d/dx [x^n] + d/dx [5]
//      → n x^(n - 1)
//      1.1 power rule with n = n: d/dx [x^n] = n x^(n - 1)
//      1.2 constant rule with c = 5: d/dx [5] = 0
//    where x > 0 (for real exponents the base is positive)
//    d/dx [x^n + 5] = n x^(n - 1)

// %% [markdown]
// A product,

// %%
console.log(`${steps("x^2 ln x", "x")}`);
// => 1 product rule with u = x^2, v = ln(x): d/dx [x^2 ln(x)] = x^2 d/dx [ln(x)] + ln(x) d/dx [x^2]
//      → 2x ln(x) + x
//      1.1 power rule with n = 2: d/dx [x^2] = 2x
//      1.2 logarithm rule: d/dx [ln(x)] = 1/x
//    where x > 0 (the logarithm is real)
//    d/dx [x^2 ln(x)] = 2x ln(x) + x

// %% [markdown]
// and a quotient. Where several rules would do, the steps say so; the option `route` takes another.

// %%
console.log(`${steps("e^x/x", "x")}`);
// => 1 quotient rule with u = e^x, v = x: d/dx [e^x/x] = (x d/dx [e^x] - e^x d/dx [x])/x^2
//      (numerator and denominator both depend on the variable; other ways: product rule)
//      → (x e^x - e^x)/x^2
//      1.1 exponential rule: d/dx [e^x] = e^x
//      1.2 identity rule: d/dx [x] = 1
//    common factor: (x - 1) e^x
//    where x != 0 (the denominator is not 0)
//    d/dx [e^x/x] = (x - 1) e^x/x^2

// %% [markdown]
// ## The tangent
//
// At $x = 1$ the line $y = 2x - 3$ touches the curve. A figure is a value: here in the terminal it is drawn with characters,
// `figure.save("tangent.svg")` writes a picture.

// %%
const xs = arange(0, 3, 0.1);
const curve = f.evaluate({ x: xs }) as Tensor;
const tangent = xs.mul(2).sub(3);
plot(xs, [curve, tangent], { xlabel: "x", ylabel: "f(x)", legend: ["f(x)", "Tangent line (x=1)"] });

// %%
[curve.at(0).item(), curve.at(10).item(), curve.at(29).item(), curve.min().item(), curve.argmin().item()];
// => [ 0, -1, 13.630000000000003, -1.33, 7 ]

// %% [markdown]
// The curve never falls below the line: the difference is three times a square.

// %%
equal(formula`${f} - (2x - 3)`, "3(x - 1)^2"); // => { equal: true, by: 'simplification' }

// %% [markdown]
// The slope at each point, once by the rule and once by automatic differentiation, is the same number:

// %%
const slopes = vmap(grad(f.compile()))(xs);
slopes
  .sub(D(f, "x").evaluate({ x: xs }) as Tensor)
  .abs()
  .max()
  .item() < 1e-14; // => true

// %% [markdown]
// ## Partial derivatives and gradients
//
// A function of several variables has a derivative for each, the others held still.

// %%
const u = formula`3x_1^2 + 5e^{x_2}`;
[partial(u, "x_1"), partial(u, "x_2")]; // => [ 6x_1, 5e^x_2 ]

// %% [markdown]
// As a limit: only one coordinate moves.

// %%
limitTable(u.substitute({ x_2: 1 }), 2).rows.map(({ quotient }) => quotient.toFixed(5));
// => [ '12.30000', '12.03000', '12.00300', '12.00030', '12.00003' ]

// %% [markdown]
// The notations say which variable moves:

// %%
notations({ variables: ["x", "y"] })
  .map(({ text }) => text)
  .join(" = "); // => '∂/∂x f(x, y) = D_x f = D_1 f = ∂f/∂x = ∂_x f = f_x(x, y) = f_1(x, y)'

// %% [markdown]
// All partial derivatives together are the gradient, which points where the function grows fastest.

// %%
gradient(u, ["x_1", "x_2"]); // => [6x_1, 5e^x_2]

// %% [markdown]
// For vectors and matrices the closed form is worth more than entries. Five identities carry much of deep learning. Each is found by
// writing down the differential and reading off what stands before $\mathrm{d}x$. First $\nabla_x A x = A^\top$:

// %%
const [A, B, x, X] = [matrix("A", "m", "n"), matrix("B", "n"), vector("x", "n"), matrix("X", "m", "n")];
const symbols = { A, B, x, X };
console.log(`${steps(formula("A x", { symbols }), x)}`);
// => d(A x) = A dx   (product rule)
//    J = A   (df = J dx)

// %% [markdown]
// The Jacobian $J$ has a row for each output. The book has a column for each output; the option `layout` turns one into the other.

// %%
jacobian(formula("A x", { symbols }), x, { layout: "gradient" }); // => Aᵀ

// %% [markdown]
// In the same layout $\nabla_x x^\top B = B$:

// %%
console.log(`${steps(formula("x^T B", { symbols }), x)}`);
jacobian(formula("x^T B", { symbols }), x, { layout: "gradient" }); // => B

// %% [markdown]
// A quadratic form: $x$ stands in it twice, so that there are two terms.

// %%
console.log(`${steps(formula("x^T B x", { symbols }), x)}`);
// => d(xᵀ B x) = xᵀ Bᵀ dx + xᵀ B dx   (product rule)
//    df = xᵀ (B + Bᵀ) dx   (df = tr(Gᵀ dX))
//    ∇f = (B + Bᵀ) x   (gradient)

// %% [markdown]
// Squares of norms, of a vector and of a matrix:

// %%
console.log(`${steps(formula("‖x‖^2", { symbols }), x)}`);
// => d(‖x‖^2) = 2 ‖x‖ d‖x‖   (chain rule)
//    d‖x‖ = xᵀ dx/‖x‖   (norm)
//    d(‖x‖^2) = 2 xᵀ dx   (put together)
//    df = 2 xᵀ dx   (df = tr(Gᵀ dX))
//    ∇f = 2x   (gradient)

// %%
console.log(`${steps(formula("‖X‖_F^2", { symbols }), X)}`);
// => d(‖X‖_F^2) = 2 ‖X‖_F d‖X‖_F   (chain rule)
//    d‖X‖_F = tr(Xᵀ dX)/‖X‖_F   (norm)
//    d(‖X‖_F^2) = 2 tr(Xᵀ dX)   (put together)
//    df = 2 tr(Xᵀ dX)   (df = tr(Gᵀ dX))
//    ∇f = 2X   (gradient)

// %% [markdown]
// A closed form can be computed as well. Here it meets automatic differentiation, which needs none:

// %%
const [M, p] = [
  tensor([
    [1, 2],
    [3, 4],
  ]),
  tensor([5, 6]),
];
const form = formula("x^T B x", { symbols });
[form.evaluate({ x: p, B: M }), gradient(form, x).evaluate({ x: p, B: M }), grad((v) => v.matmul(M).dot(v))(p)];
// => [ Tensor 319, Tensor [40, 73], Tensor [40, 73] ]

// %% [markdown]
// ## The chain rule
//
// $y$ depends on $u$ and $u$ on $x$: $\mathrm{d}y/\mathrm{d}x = \mathrm{d}y/\mathrm{d}u \cdot \mathrm{d}u/\mathrm{d}x$.

// %%
console.log(`${total("u^3", { u: "x^2 + 1" }, "x")}`);
// => 1 multivariate chain rule with f = u^3, u = x^2 + 1: d/dx [(x^2 + 1)^3] = 3(x^2 + 1)^2 d/dx [x^2 + 1]
//      → 6x (x^2 + 1)^2
//      1.1 power rule with n = 3: d/du [u^3] = 3u^2
//      1.2 sum rule with u = x^2, v = 1: d/dx [x^2 + 1] = d/dx [x^2] + d/dx [1]
//        → 2x
//        1.2.1 power rule with n = 2: d/dx [x^2] = 2x
//        1.2.2 constant rule with c = 1: d/dx [1] = 0
//    d/dx [(x^2 + 1)^3] = 6x (x^2 + 1)^2

// %% [markdown]
// On a graph the numbers stand at the arrows. At $x = 1$, the slopes along the way are multiplied:
//
// ```
//        2           12
// x = 1 ───▶ u = 2 ────▶ y = 8           dy/dx = 2 · 12 = 24
// ```

// %%
[D("x^2 + 1", "x").evaluate({ x: 1 }), D("u^3", "u").evaluate({ u: 2 }), D("(x^2 + 1)^3", "x").evaluate({ x: 1 })];
// => [ 2, 12, 24 ]

// %% [markdown]
// With several variables between, each way to $a$ gives a product, and the products are summed. $f_1$ is the derivative of
// $f$ by its first argument:

// %%
D(formula("f(u(a, b), v(a, b))"), "a"); // => f_1(u(a, b), v(a, b)) u_a(a, b) + f_2(u(a, b), v(a, b)) v_a(a, b)

// %% [markdown]
// Take $u = xyz$ with $x = a + b$, $y = ab$, $z = a - b$ at $(a, b) = (2, 1)$, and follow the arrows:

// %%
const outer = formula`x y z`;
const inner = { x: formula`a + b`, y: formula`a b`, z: formula`a - b` };
const at = { a: 2, b: 1 };
const middle = Object.fromEntries(Object.entries(inner).map(([name, v]) => [name, v.evaluate(at) as number]));
function paths(from: "a" | "b"): number {
  let sum = 0;
  for (const [name, value] of Object.entries(inner)) {
    const first = partial(value, from).evaluate(at) as number;
    const second = partial(outer, name).evaluate(middle) as number;
    console.log(
      `${from}=${at[from]} ──(${first})──▶ ${name}=${middle[name]} ──(${second})──▶ u=${outer.evaluate(middle)}`,
    );
    sum += first * second;
  }
  return sum;
}

// %%
paths("a");
// => a=2 ──(1)──▶ x=3 ──(2)──▶ u=6
//    a=2 ──(1)──▶ y=2 ──(3)──▶ u=6
//    a=2 ──(1)──▶ z=1 ──(6)──▶ u=6
//    11

// %%
paths("b");
// => b=1 ──(1)──▶ x=3 ──(2)──▶ u=6
//    b=1 ──(2)──▶ y=2 ──(3)──▶ u=6
//    b=1 ──(-1)──▶ z=1 ──(6)──▶ u=6
//    2

// %% [markdown]
// The rule says the same without numbers, and so does automatic differentiation of the whole:

// %%
const [byA, byB] = [total(outer, inner, "a").result, total(outer, inner, "b").result];
[byA, byB, byA.evaluate(at), byB.evaluate(at)]; // => [ 3a² b − b³, a³ − 3a b², 11, 2 ]

// %%
const whole = outer.substitute(inner).compile(["a", "b"]);
[whole(2, 1), grad(whole)(2, 1), grad(whole, { argnums: 1 })(2, 1)]; // => [ Tensor 6, Tensor 11, Tensor 2 ]

// %% [markdown]
// In the language of vectors: $\nabla_x y = A\, \nabla_u y$, where $A$ is the Jacobian of $u$, transposed.

// %%
const J = jacobian(Object.values(inner), ["a", "b"]);
J;
// => [[1, 1],
//     [b, a],
//     [1, -1]]

// %%
const numbers = tensor(J.entries.map((row) => row.map((entry) => entry.evaluate(at) as number)));
const outerGradient = tensor(gradient(outer, ["x", "y", "z"]).entries.map((entry) => entry.evaluate(middle) as number));
[outerGradient, numbers.transpose().matmul(outerGradient)]; // => [ Tensor [2, 3, 6], Tensor [11, 2] ]

// %% [markdown]
// Every derivative can check itself against automatic differentiation, at random points:

// %%
verify("x^2 sin x/(e^x + 1)", "x"); // => { agrees: true, points: 20, worst: ... }
