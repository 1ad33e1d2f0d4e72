/** The imperative face: what is computed from tensors that require a gradient is recorded, and `backward` goes back through it. */
import { isFloat } from "../base/dtypes.ts";
import { fail, show, showShape } from "../base/errors.ts";
import { sameShape } from "../base/shapes.ts";
import { cast, stopGradientOp } from "../core/basic.ts";
import { fullOf, toTensor, zerosOf } from "../core/convert.ts";
import { add } from "../core/elementwise.ts";
import { bind1, evaluator, hooks } from "../core/interpreter.ts";
import { Freed, free, type GradientHook, GradientLink, goBack, gradientLink, record } from "../core/tape.ts";
import { sharedElements, Tensor, type TensorLike, Tracer, wrap } from "../core/tensor.ts";
import { checkBoolean, checkedLater, checkFunction, type Checks, readOptions } from "../ops/arguments.ts";

/** Options of `x.backward()`. */
export interface BackwardOptions {
  /** The weight of each element, of the shape of the tensor. May be left out for a scalar, where it is 1. */
  readonly gradient?: TensorLike;
  /** Keep the values of the graph, so that it can be gone back through again. Default: as `createGraph`. */
  readonly retainGraph?: boolean;
  /** Record the way back too, so that the gradients have derivatives. Default false. */
  readonly createGraph?: boolean;
}

const BACKWARD: Checks<BackwardOptions> = {
  gradient: checkedLater,
  retainGraph: checkBoolean,
  createGraph: checkBoolean,
};

declare module "../core/tensor.ts" {
  interface Tensor {
    /**
     * The gradient that `backward` has added up for this tensor; undefined before the first.
     * @throws TensorError "unconnected" for a computed tensor without `retainGrad()`
     * @example
     * const x = tensor([0, 1, 2, 3]).requiresGrad();
     * x.mul(x).sum().backward();
     * x.grad; // => Tensor [0, 2, 4, 6]
     */
    readonly grad: Tensor | undefined;

    /**
     * Marks this tensor: what is computed from it from now on is recorded for `backward`.
     * @returns the tensor itself
     * @throws TensorError "differentiable" for an integer or bool tensor, "unconnected" inside of `grad`, `vmap` and their kin
     * @example tensor([1, 2]).requiresGrad().mul(3) // => Tensor [3, 6]
     */
    requiresGrad(): this;

    /**
     * Goes back through all that this tensor was computed from and adds to `x.grad` of each tensor x that requires a gradient,
     * as PyTorch does. The values of the graph are freed: a second time raises "freed" where an op needs them, unless the first
     * was with `retainGraph`. (Sums and other linear ops need none, so y = x.sum() can go back twice.)
     * @param options - `gradient`: weights for a tensor that is no scalar, default 1; `retainGraph`: keep the graph, default
     *   that of `createGraph`; `createGraph`: record this too, for higher derivatives, default false
     * @throws TensorError "scalar" without `gradient` for other than shape [], "shape" for a gradient of another shape,
     *   "unconnected" when nothing was recorded, "freed" when it was gone back through before
     * @example
     * const x = tensor(2).requiresGrad();
     * x.mul(x).mul(x).backward({ createGraph: true });
     * const first = x.grad!; // 3x²
     * x.zeroGrad();
     * first.backward();
     * [first.item(), x.grad!.item()]; // => [12, 12]
     * @source Paszke et al., Automatic differentiation in PyTorch, 2017; Dive into Deep Learning 2.5
     */
    backward(options?: BackwardOptions): void;

    /**
     * Sets the gradient to zeros, where the next `backward` begins to add.
     * @returns the tensor itself
     * @throws TensorError "unconnected" for a tensor that keeps no gradient
     * @example tensor([1, 2]).requiresGrad().zeroGrad().grad // => Tensor [0, 0]
     * @keywords clear gradients, reset gradients, zero_grad
     */
    zeroGrad(): this;

    /**
     * Makes a computed tensor keep its gradient, as those with `requiresGrad` do.
     * @returns the tensor itself
     * @throws TensorError "unconnected" for a tensor that is not recorded
     * @example
     * const x = tensor(3).requiresGrad();
     * const u = x.mul(x).retainGrad();
     * u.mul(u).backward();
     * u.grad; // => Tensor 18
     */
    retainGrad(): this;

    /**
     * The same values as a constant, for `backward`, tapes and `grad` alike. The graph of this tensor stays as it is.
     * @returns a tensor that shares the elements
     * @example
     * const x = tensor([0, 1, 2, 3]).requiresGrad();
     * const u = x.mul(x).detach();
     * u.mul(x).sum().backward();
     * x.grad; // => Tensor [0, 1, 4, 9]
     */
    detach(): Tensor;

    /**
     * Calls a function with the gradient of this tensor whenever `backward` has it complete.
     * @param hook - may return a tensor of the same shape to go on with in its place
     * @returns a function that takes the hook away again
     * @throws TensorError "unconnected" for a tensor that is not recorded; "shape" from `backward` when the replacement does not fit
     * @example
     * const x = tensor([3, 4]).requiresGrad();
     * const remove = x.onGradient((g) => g.mul(10));
     * x.sum().backward();
     * x.grad; // => Tensor [10, 10]
     */
    onGradient(hook: GradientHook): () => void;
  }
}

const methods = {
  requiresGrad(this: Tensor): Tensor {
    if (this instanceof Tracer) failUnderTransformation("requiresGrad", this);
    if (!isFloat(this.dtype)) fail("differentiable", { op: "requiresGrad", argument: "the tensor", dtype: this.dtype });
    if (this.donated !== undefined) this.concrete("requiresGrad");
    if (gradientLink(this) === undefined) this.tracked = new GradientLink(this);
    return this;
  },

  backward(this: Tensor, options?: BackwardOptions): void {
    goBackFrom(this, readOptions("backward", options, BACKWARD));
  },

  zeroGrad(this: Tensor): Tensor {
    const link = keptLink("zeroGrad", this);
    link.grad = zerosOf(this.shape, this.dtype);
    return this;
  },

  retainGrad(this: Tensor): Tensor {
    linkFor("retainGrad", this).retains = true;
    return this;
  },

  detach(this: Tensor): Tensor {
    // A transformation around has its own idea of a constant; outside of all, a tensor of its own is one.
    if (this instanceof Tracer) return bind1(stopGradientOp, [this], undefined);
    return wrap(sharedElements(this), this.shape, this.dtype, this.weak);
  },

  onGradient(this: Tensor, hook: GradientHook): () => void {
    const link = linkFor("onGradient", this);
    checkFunction("onGradient", "hook", hook, "x.onGradient((gradient) => gradient.mul(2))");
    const entry = { hook };
    const hooks = (link.hooks ??= new Set());
    hooks.add(entry);
    return () => void hooks.delete(entry);
  },
};

Object.defineProperty(Tensor.prototype, "grad", {
  get(this: Tensor): Tensor | undefined {
    return gradientLink(this) && keptLink("grad", this).grad;
  },
  configurable: true,
});

for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true });
}

hooks.record = (op, args, params, evaluate) => {
  const links = args.map(linkOfArgument);
  if (evaluator.paused || links.every((link) => link === undefined)) return evaluate();
  const outs = op.call === undefined ? evaluate() : evaluateByOps(evaluate);
  if (!outs.some(({ dtype }) => isFloat(dtype))) return outs;
  const results = record({ op, params, inputs: args, outs, links }, (node, out) => new GradientLink(out, node));
  for (let i = 0; i < outs.length; i++) outs[i].tracked = results[i];
  return outs;
};

function linkOfArgument(x: Tensor): GradientLink | undefined {
  return x instanceof Freed ? x.concrete() : gradientLink(x);
}

/** The ops inside are not recorded besides, and what is handed on as a result becomes a value of its own. */
function evaluateByOps(evaluate: () => readonly Tensor[]): readonly Tensor[] {
  const outs = withRecording(false, evaluate);
  return outs.map((x) => (x.isConcrete ? wrap(sharedElements(x), x.shape, x.dtype, x.weak) : x));
}

function withRecording<T>(on: boolean, body: () => T): T {
  const before = evaluator.paused;
  evaluator.paused = on ? 0 : 1;
  try {
    return body();
  } finally {
    evaluator.paused = before;
  }
}

// ---------------------------------------------------------------- backward

function goBackFrom(y: Tensor, { gradient, createGraph = false, retainGraph = createGraph }: BackwardOptions): void {
  const link = linkFor("backward", y);
  const seed = seedOf(y, gradient);
  withRecording(createGraph, () => {
    const kept = new Map<GradientLink, Tensor>();
    const complete = (at: GradientLink, cotangent: Tensor): Tensor => {
      const replaced = runHooks(at, cotangent);
      if (at.retains) kept.set(at, replaced);
      return replaced;
    };
    const { cotangents, reached, used } = goBack([[link, seed]], { complete });
    for (const at of reached) {
      if (at.node === undefined) kept.set(at, cotangents.get(at) ?? zerosOf(at.aval.shape, at.aval.dtype));
    }
    const sums = [...kept].map(([at, found]) => [at, at.grad === undefined ? found : add(at.grad, found)] as const);
    for (const [at, sum] of sums) at.grad = createGraph ? sum : constant(sum);
    if (!retainGraph) used.forEach(free);
  });
}

function seedOf(y: Tensor, gradient: TensorLike | undefined): Tensor {
  if (gradient === undefined) {
    const fix = "sum it, as in y.sum().backward(), or weigh its elements: y.backward({ gradient: weights })";
    if (y.ndim !== 0) fail("scalar", { op: "backward", shape: y.shape, fix });
    return fullOf(y.shape, 1, y.dtype);
  }
  const weights = toTensor(gradient, "backward", "gradient");
  if (weights instanceof Tracer) failUnderTransformation("backward", weights);
  checkLike("backward", "gradient", weights, y);
  return cast(weights, y.dtype);
}

function runHooks({ hooks: entries = new Set(), aval }: GradientLink, cotangent: Tensor): Tensor {
  let gradient = cotangent;
  for (const { hook } of entries) {
    const replacement: unknown = hook(gradient);
    if (replacement === undefined) continue;
    const x = toTensor(replacement as TensorLike, "onGradient", "what the hook returns");
    checkLike("onGradient", "replacement", x, aval);
    gradient = cast(x, aval.dtype);
  }
  return gradient;
}

/** Gradients of a graph that was not to be recorded are not tied to another one either. */
function constant(x: Tensor): Tensor {
  return gradientLink(x) === undefined ? x : x.detach();
}

function checkLike(op: string, what: string, { shape }: Tensor, value: { readonly shape: readonly number[] }): void {
  if (sameShape(shape, value.shape)) return;
  fail("shape", {
    op,
    problem: `the ${what} does not have the shape of the tensor`,
    shapes: { [what]: shape, tensor: value.shape },
    expects: "the same shape",
    fix: `reshape it, e.g. ${what}.reshape([${value.shape.join(", ")}])`,
  });
}

// ---------------------------------------------------------------- who is recorded

function linkFor(op: string, x: Tensor): GradientLink {
  if (x instanceof Tracer) failUnderTransformation(op, x);
  const link = gradientLink(x);
  if (link !== undefined) return link;
  if (!isFloat(x.dtype)) fail("differentiable", { op, argument: "the tensor", dtype: x.dtype });
  fail("unconnected", {
    op,
    problem: "this tensor was not computed from one that requires a gradient, or not while recording",
    got: `${show(x)}, ${x.dtype} of shape ${showShape(x.shape)}, without a record`,
    fix: "mark the source before it is used: x.requiresGrad(). item(), data(), plain numbers, detach() and noGrad() leave the record",
  });
}

/** The same for those that keep their gradient. */
function keptLink(op: string, x: Tensor): GradientLink {
  const link = linkFor(op, x);
  if (link.node === undefined || link.retains) return link;
  fail("unconnected", {
    op,
    problem: `this tensor (shape ${showShape(x.shape)}) is computed, by ${link.node.op.name}, and computed tensors keep no gradient`,
    got: `a result of ${link.node.op.name}`,
    fix: "call retainGrad() on it before backward(), or ask for the gradient of its source",
  });
}

function failUnderTransformation(op: string, x: Tracer): never {
  fail("unconnected", {
    op,
    problem: `this tensor is a value of ${x.transformation}, and ${op}() knows only tensors outside of such transformations`,
    got: show(x),
    fix: "inside of a function that is transformed use grad(f) or a GradientTape, or call backward() outside",
  });
}
