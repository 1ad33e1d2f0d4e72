// %% [markdown]
// # 2.5 Automatic differentiation
//
// *Dive into Deep Learning* 2.5, cell by cell. The book shows each cell in MXNet, PyTorch and TensorFlow; Nabla has the three
// habits over one machinery: functions (`grad`), tensors that collect gradients (`requiresGrad`, `backward`), and tapes.

// %%
import {
  arange,
  equal,
  explain,
  GradientTape,
  grad,
  jit,
  hessian,
  jvp,
  linspace,
  log,
  noGrad,
  norm,
  random,
  sin,
  type Tensor,
  tensor,
  valueAndGrad,
  vmap,
  withBudget,
} from "nabla";

// %% [markdown]
// ## A simple example
//
// The function is $y = 2\,x^\top x$ of a column vector.

// %%
const x = arange(4);
x; // => Tensor [0, 1, 2, 3]

// %%
const y = (x: Tensor): Tensor => x.dot(x).mul(2);
y(x); // => Tensor 28

// %% [markdown]
// Its gradient has the shape of $x$ and is $4x$.

// %%
grad(y)(x); // => Tensor [0, 4, 8, 12]

// %%
equal(grad(y)(x), x.mul(4)); // => Tensor [true, true, true, true]

// %% [markdown]
// ### The same with tensors that collect gradients
//
// As in PyTorch: mark `x`, compute, go backward, read `x.grad`. Before the first `backward` there is no gradient.

// %%
const w = arange(4).requiresGrad();
w.grad === undefined; // => true

// %%
const z = w.dot(w).mul(2);
z; // => Tensor 28

// %%
z.backward();
w.grad; // => Tensor [0, 4, 8, 12]

// %% [markdown]
// Gradients add up. Without zeroing, the gradient of the sum, all ones, comes on top:

// %%
w.sum().backward();
w.grad; // => Tensor [1, 5, 9, 13]

// %%
w.zeroGrad();
w.sum().backward();
w.grad; // => Tensor [1, 1, 1, 1]

// %% [markdown]
// ### And with a tape
//
// As in TensorFlow: the tape records what happens to the tensors that it watches, and each call returns fresh gradients.

// %%
const tape = new GradientTape();
tape.watch(x);
const taped = x.dot(x).mul(2);
tape.gradient(taped, x); // => Tensor [0, 4, 8, 12]

// %% [markdown]
// ## Backward for non-scalar variables
//
// The derivative of a vector by a vector is a matrix. Mostly the sum of the gradients of the components is wanted, so sum first:

// %%
grad((x) => x.mul(x).sum())(x); // => Tensor [0, 2, 4, 6]

// %% [markdown]
// `backward` of a vector needs to be told with which weights; it does not guess.

// %%
w.zeroGrad();
w.mul(w).backward(); // => throws backward: the gradient is defined for a scalar, and the output has shape [4]

// %%
w.zeroGrad();
w.mul(w).backward({ gradient: [1, 1, 1, 1] });
w.grad; // => Tensor [0, 2, 4, 6]

// %% [markdown]
// ## Detaching computation
//
// $z = u \cdot x$ where $u = x \cdot x$ is to count as a constant: its gradient is $u$, not $3x^2$.

// %%
w.zeroGrad();
const v = w.mul(w);
const u = v.detach();
u.mul(w).sum().backward();
equal(w.grad as Tensor, u); // => Tensor [true, true, true, true]

// %% [markdown]
// `v` itself has its graph still, and its gradient is $2x$.

// %%
w.zeroGrad();
v.sum().backward();
equal(w.grad as Tensor, w.mul(2)); // => Tensor [true, true, true, true]

// %% [markdown]
// With a tape that may be asked more than once:

// %%
const persistent = new GradientTape({ persistent: true });
persistent.watch(x);
const square = x.mul(x);
const constant = square.detach();
const mixed = constant.mul(x);
[persistent.gradient(mixed, x), persistent.gradient(square, x)]; // => [Tensor [0, 1, 4, 9], Tensor [0, 2, 4, 6]]

// %% [markdown]
// ## The gradient of control flow
//
// Plain `while` and `if` are differentiated as they run. How often the loop runs and which branch is taken depends on `a`:

// %%
function f(a: Tensor): Tensor {
  let b = a.mul(2);
  while (norm(b).item() < 1000) b = b.mul(2);
  return b.sum().item() > 0 ? b : b.mul(100);
}

const a = random.normal(random.key(1), []);
const d = f(a);
grad(f)(a); // => Tensor 102400

// %% [markdown]
// $f$ is linear in pieces: $f(a) = k\,a$ with $k$ depending on where $a$ is. So the gradient is $f(a)/a$,

// %%
[1, -1, 0.5, -0.5, 3, 499, 500, 1000].map((a) => grad(f)(a).item());
// => [1024, 102400, 2048, 204800, 512, 4, 2, 2]

// %%
const isExact = (a: number): boolean => grad(f)(a).item() === f(tensor(a)).item() / a;
[isExact(1), isExact(3.7), isExact(-0.5), a.item() < 0, d.div(a).item()]; // => [true, true, true, true, 102400]

// %% [markdown]
// — but not always to the last bit: $100\,b$ rounds, and for about one negative $a$ in eight the quotient differs from the
// gradient. The first hundredth where it happens is $-0.17$. Compare with a tolerance, or know why not.

// %%
const hundredths = Array.from({ length: 100 }, (_, i) => -(i + 1) / 100);
[hundredths.find((a) => !isExact(a)), grad(f)(-0.17).item(), f(tensor(-0.17)).item() / -0.17];
// => [-0.17, 819200, 819199.9999999...]

// %% [markdown]
// $f(0)$ never ends: twice 0 is 0. A budget ends it, and says so.

// %%
withBudget({ ops: 10_000 }, () => f(tensor(0))); // => throws stopped after 10000 ops

// %% [markdown]
// ## Exercises
//
// 1. Why is the second derivative dearer than the first? The gradient of $n$ inputs has $n$ numbers, the Hessian $n^2$: one
// forward pass over the gradient for each input. For $2x^\top x$ it is $4I$:

// %%
hessian(y)(x);
// => Tensor [[4, 0, 0, 0],
//            [0, 4, 0, 0],
//            [0, 0, 4, 0],
//            [0, 0, 0, 4]]

// %% [markdown]
// 2. Going backward twice: the graph is used up, unless it is asked to stay.

// %%
const once = w.mul(w).sum();
once.backward();
once.backward(); // => throws backward:

// %%
w.zeroGrad();
const twice = w.dot(w).mul(2);
twice.backward({ retainGraph: true });
twice.backward();
w.grad; // => Tensor [0, 8, 16, 24]

// %% [markdown]
// 3. With a vector or a matrix for `a` the norm is that of all elements, so there is one $k$ for all.

// %%
grad((a) => f(a).sum())([1, 2, 3]); // => Tensor [512, 512, 512]

// %%
[f(tensor([1, 2, 3])), grad((a) => f(a).sum())([-1, -2, -3]).at(0), grad((a) => f(a).sum())([1, -1]).at(0)];
// => [Tensor [512, 1024, 1536], Tensor 51200, Tensor 102400]

// %% [markdown]
// 4. A control flow of one's own: the second-price auction. The price does not depend on the winning bid, and is the second one.

// %%
const price = (bids: Tensor): Tensor => bids.sort().at(-2);
grad(price)([3, 9, 7, 1]); // => Tensor [0, 0, 1, 0]

// %% [markdown]
// 5. The curve of $\sin$ and of its derivative, without using that it is the cosine:

// %%
const points = linspace(-Math.PI, Math.PI, 101);
const slopes = vmap(grad((x) => sin(x)))(points);
slopes.sub(points.cos()).abs().max(); // => Tensor 0

// %% [markdown]
// 6. $f(x) = (\ln x^2)\sin x + 1/x$ as a graph: $v_1 = x^2$, $v_2 = \ln v_1$, $v_3 = \sin x$, $v_4 = v_2 v_3$, $v_5 = 1/x$,
// $f = v_4 + v_5$. Values, forward tangents and reverse adjoints at $x = 2$:

// %%
function graph(x: Tensor): Tensor[] {
  const v1 = x.mul(x);
  const v2 = log(v1);
  const v3 = sin(x);
  const v4 = v2.mul(v3);
  const v5 = x.reciprocal();
  return [v1, v2, v3, v4, v5, v4.add(v5)];
}
const [values, tangents] = jvp(graph)([2], [1]);
values.map((v) => v.item()); // => ≈ [4, 1.3862944, 0.9092974, 1.2605539, 0.5, 1.7605539]

// %%
tangents.map((t) => t.item()); // => ≈ [4, 1, -0.4161468, 0.3323954, -0.25, 0.0823954]

// %%
const v1 = tensor(4).requiresGrad();
const v3 = tensor(Math.sin(2)).requiresGrad();
const v2 = log(v1).retainGrad();
v2.mul(v3).backward();
[v2.grad, v3.grad, v1.grad]; // => ≈ [Tensor 0.9092974, Tensor 1.3862944, Tensor 0.2273244]

// %%
[2, 1, -1, 0.5, Math.PI].map((x) => grad((x) => graph(x)[5])(x).item());
// => ≈ [0.0823954, 0.682942, 0.682942, -3.2988856, -2.390781]

// %% [markdown]
// 7. Forward mode carries one tangent along: as many sweeps as inputs, and nothing to keep. Reverse mode needs one sweep for each
// output, and keeps what the forward pass made. A loss has one output and a million inputs: hence `grad` is reverse.

// %% [markdown]
// ## Further on
//
// Recording can be switched off, and derivatives have derivatives: $x^3$ at 2 has slope 12 and curvature 12.

// %%
const recorded = noGrad(() => w.mul(w).sum());
recorded.backward(); // => throws backward:

// %%
const cube = (x: Tensor): Tensor => x.pow(3);
[grad(cube)(2), grad(grad(cube))(2)]; // => [Tensor 12, Tensor 12]

// %%
const p = tensor(2).requiresGrad();
p.pow(3).backward({ createGraph: true });
const first = p.grad as Tensor;
p.zeroGrad();
first.backward();
[first.detach(), p.grad]; // => [Tensor 12, Tensor 12]

// %%
const outer = new GradientTape();
const t = tensor(2);
outer.watch(t);
const inner = new GradientTape();
inner.watch(t);
const slope = inner.gradient(t.pow(3), t) as Tensor;
[slope, outer.gradient(slope, t)]; // => [Tensor 12, Tensor 12]

// %% [markdown]
// $(x + y)z$ at $(-2, 5, -4)$ is $-12$, with gradients $-4$, $-4$ and $3$.

// %%
grad((x, y, z) => x.add(y).mul(z), { argnums: [0, 1, 2] })(-2, 5, -4); // => [Tensor -4, Tensor -4, Tensor 3]

// %% [markdown]
// ## Compiled
//
// `jit` writes a function, here value and gradient of a loss over 1,000 points, as one WebAssembly program; `explain` shows what
// became of it: all ops in one loop over the points, and what is left to do with its sums.

// %%
const inputs = tensor(Float64Array.from({ length: 1000 }, (_, i) => i / 500 - 1));
const misfit = (a: Tensor): Tensor => inputs.mul(a).sin().sub(inputs).square().mean();
const step = jit(valueAndGrad(misfit));
step(0.5).map((x) => x.item()); // => ≈ [0.087524, -0.3162378]

// %%
explain(valueAndGrad(misfit))(0.5).kernels.map(({ kind, shape }) => `${kind} over ${shape.join("×") || "one number"}`);

// %%
let fitted = tensor(0.5);
for (let i = 0; i < 200; i++) fitted = fitted.sub(step(fitted)[1]);
fitted.item(); // => ≈ 1.1221307
