// %% [markdown]
// # 2.4 Calculus, in numbers
//
// *Dive into Deep Learning* 2.4, the numeric part: limits, slopes, gradients and the chain rule, computed. Run it with
// `npm run book -- book/2.4-calculus.ts`; each cell shows its code and then its value.

// %%
import { arange, exp, grad, hessian, jacrev, log, norm, tensor, type Tensor, vmap } from "nabla";
import { plot } from "nabla/plot";

// %% [markdown]
// ## Derivatives and differentiation
//
// The derivative of $f$ at $x$ is the limit of $(f(x + h) - f(x)) / h$ for $h \to 0$. Take $f(x) = 3x^2 - 4x$ and watch the
// quotient at $x = 1$ as $h$ shrinks.

// %%
const f = (x: Tensor): Tensor => x.mul(x).mul(3).sub(x.mul(4));

function numericalLimit(x: number, h: number): number {
  return f(tensor(x + h))
    .sub(f(tensor(x)))
    .div(h)
    .item();
}

for (let h = 0.1, i = 0; i < 5; i++, h *= 0.1) {
  console.log(`h=${h.toFixed(5)}, numerical limit=${numericalLimit(1, h).toFixed(5)}`);
}
// => h=0.10000, numerical limit=2.30000
//    h=0.01000, numerical limit=2.03000
//    h=0.00100, numerical limit=2.00300
//    h=0.00010, numerical limit=2.00030
//    h=0.00001, numerical limit=2.00003

// %% [markdown]
// The quotient is $2 + 3h$ exactly, and the limit is 2. In float32, which deep learning mostly uses, the subtraction loses so
// many digits that the last line is visibly wrong:

// %%
function numericalLimit32(x: number, h: number): number {
  const float32 = { dtype: "float32" } as const;
  return f(tensor(x, float32).add(tensor(h, float32)))
    .sub(f(tensor(x, float32)))
    .div(tensor(h, float32))
    .item();
}

[0.1, 0.01, 0.001, 0.0001, 0.00001].map((h) => numericalLimit32(1, h).toFixed(5));
// => ['2.30000', '2.02999', '2.00295', '2.00033', '2.00272']

// %% [markdown]
// In float64 the same happens later. Going on to $h = 10^{-16}$, where $1 + h$ is 1:

// %%
for (let k = 6; k <= 16; k++) {
  const h = 10 ** -k;
  console.log(`h=1e-${k}, numerical limit=${numericalLimit(1, h).toFixed(5)}`);
}
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
// Automatic differentiation takes no limit and loses nothing: `grad(f)` is the function $f'(x) = 6x - 4$.

// %%
grad(f)(1); // => Tensor 2

// %%
const xs = arange(0, 3, 0.1);
vmap(grad(f))(xs).sub(xs.mul(6).sub(4)).abs().max().item() < 1e-14; // => true

// %% [markdown]
// ## The tangent
//
// At $x = 1$ the line $y = 2x - 3$ touches the curve. A figure is a value: here in the terminal it is drawn with characters,
// `figure.save("tangent.svg")` writes a picture.

// %%
const curve = f(xs);
const tangent = xs.mul(2).sub(3);
plot(xs, [curve, tangent], { xlabel: "x", ylabel: "f(x)", legend: ["f(x)", "Tangent line (x=1)"] });

// %% [markdown]
// The difference $f(x) - (2x - 3) = 3(x - 1)^2$ is nowhere negative.

// %%
curve.shape; // => [30]

// %%
[curve.at(0).item(), curve.at(10).item(), curve.at(29).item(), curve.min().item(), curve.argmin().item()];
// => [0, -1, 13.63, -1.33, 7]

// %%
curve.sub(tangent).sub(xs.sub(1).square().mul(3)).abs().max().item() < 1e-14; // => true

// %% [markdown]
// ## Partial derivatives and gradients
//
// A function of several variables has a derivative for each, the others held still. `argnums` says which:

// %%
const u = (x: Tensor, y: Tensor): Tensor => x.mul(x).mul(3).add(exp(y).mul(5));
[grad(u, { argnums: 0 })(2, 1), grad(u, { argnums: 1 })(2, 1)]; // => [Tensor 12, Tensor 13.591409142295225]

// %% [markdown]
// All of them together are the gradient. Here are the rules of the book for matrices, checked with numbers:
// $\nabla_x A x = A^\top$, $\nabla_x x^\top A = A$, $\nabla_x x^\top A x = (A + A^\top)x$, $\nabla_x \|x\|^2 = 2x$ and
// $\nabla_X \|X\|_F^2 = 2X$. The book writes the derivative of output $j$ by input $i$ at row $i$; `jacrev` puts outputs first.

// %%
const A = tensor([
  [1, 2],
  [3, 4],
]);
const x = tensor([5, 6]);
x.matmul(A).dot(x); // => Tensor 319

// %%
grad((x) => x.matmul(A).dot(x))(x); // => Tensor [40, 73]

// %%
A.add(A.transpose()).matmul(x); // => Tensor [40, 73]

// %%
jacrev((x) => A.matmul(x))(x).transpose();
// => Tensor [[1, 3],
//            [2, 4]]

// %%
jacrev((x) => x.matmul(A))(x).transpose();
// => Tensor [[1, 2],
//            [3, 4]]

// %%
grad((x) => x.dot(x))(x); // => Tensor [10, 12]

// %%
grad((X) => X.square().sum())(A);
// => Tensor [[2, 4],
//            [6, 8]]

// %% [markdown]
// ## The chain rule
//
// $y$ depends on $u$ and $u$ on $x$: $\mathrm{d}y/\mathrm{d}x = \mathrm{d}y/\mathrm{d}u \cdot \mathrm{d}u/\mathrm{d}x$. With
// several variables between, the products are summed. Take $u = xyz$ with $x = a + b$, $y = ab$, $z = a - b$ at $(2, 1)$:

// %%
const product = (a: Tensor, b: Tensor): Tensor => a.add(b).mul(a.mul(b)).mul(a.sub(b));
[product(tensor(2), tensor(1)), grad(product)(2, 1), grad(product, { argnums: 1 })(2, 1)];
// => [Tensor 6, Tensor 11, Tensor 2]

// %% [markdown]
// By hand: $\partial u/\partial a = yz \cdot 1 + xz \cdot b + xy \cdot 1$.

// %%
const [a, b] = [2, 1];
const [px, py, pz] = [a + b, a * b, a - b];
[py * pz * 1 + px * pz * b + px * py * 1, py * pz * 1 + px * pz * a + px * py * -1]; // => [11, 2]

// %% [markdown]
// ## Exercises
//
// 1. The tangent of $x^3 - 1/x$ at 1 is $4x - 4$.

// %%
const g = (x: Tensor): Tensor => x.pow(3).sub(x.reciprocal());
[g(tensor(1)), grad(g)(1), g(tensor(0.1)).item(), g(tensor(0.5)).item(), g(tensor(2)).item(), g(tensor(2.9)).item()];
// => [Tensor 0, Tensor 4, -9.999, -1.875, 7.5, 24.044172413793106]

// %% [markdown]
// The pole at 0 is no trap: the value there is $-\infty$, and says so.

// %%
g(tensor(0)); // => Tensor -Infinity

// %% [markdown]
// 2. The gradient of $3x_1^2 + 5e^{x_2}$ is $[6x_1, 5e^{x_2}]$.

// %%
const h = (x: Tensor): Tensor =>
  x
    .at(0)
    .square()
    .mul(3)
    .add(exp(x.at(1)).mul(5));
[h(tensor([2, 1])).item(), grad(h)([2, 1]).tolist(), grad(h)([0, 0]).tolist()];
// => [25.591409142295227, [12, 13.591409142295225], [0, 5]]

// %% [markdown]
// 3. The gradient of the norm is the unit vector. At 0 it is not defined; of all subgradients Nabla returns the shortest, 0.

// %%
grad((x) => norm(x))([3, 4]); // => Tensor [0.6, 0.8]

// %%
grad((x) => norm(x))([0, 1, 2, 3]); // => Tensor [0, 0.26726124, 0.53452248, 0.80178373]

// %%
grad((x) => norm(x))([0, 0]); // => Tensor [0, 0]

// %% [markdown]
// The second edition asks for more: $(x^x)' = x^x(\ln x + 1)$, which is zero at $1/e$;

// %%
const power = (x: Tensor): Tensor => x.pow(x);
[1, 2, 0.5].map((x) => grad(power)(x).item()); // => ≈ [1, 6.7725887, 0.2169777]

// %%
[Math.abs(grad(power)(1 / Math.E).item()) < 1e-15, power(tensor(1 / Math.E)).item()]; // => [true, 0.6922006275553464]

// %% [markdown]
// stationary points, told apart by the second derivative (a minimum at 2/3 for the curve of the text);

// %%
[grad(f)(2 / 3).item(), hessian(f)(2 / 3).item()]; // => [0, 6]

// %% [markdown]
// and the derivative of an inverse function, $1 / f'(f^{-1}(y))$: for $x^3$ at 8 and for $e^x$ at 2.

// %%
[1 / grad((x) => x.pow(3))(2).item(), 1 / grad((x) => x.exp())(log(2)).item()]; // => [0.08333333333333333, 0.5]
