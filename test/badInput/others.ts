/** Calls of the functions that are no ops: random draws, transformations, control flow, records. */
import {
  associativeScan,
  checkGradients,
  checkpoint,
  cond,
  customJvp,
  customVjp,
  debugNaN,
  type FloatDType,
  foriLoop,
  grad,
  GradientTape,
  hessian,
  hvp,
  jacfwd,
  jacrev,
  jvp,
  linearize,
  linearTranspose,
  map,
  noGrad,
  random,
  scan,
  setDefaultDtype,
  setThreads,
  slice,
  switchCase,
  type Tensor,
  tensor,
  trace,
  valueAndGrad,
  vjp,
  vmap,
  whileLoop,
  withBudget,
} from "nabla";
import type { Call } from "./calls.ts";

type AnyFunction = (...args: never[]) => unknown;

const key = random.key(1);
const x = tensor([1, 2, 3]);
const squares = (v: Tensor): Tensor => v.mul(v);
const sumOfSquares = (v: Tensor): Tensor => v.mul(v).sum();

/** All functions of `random` with a key, and the methods of a generator, which are the same without. */
const draws: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  bernoulli: [[key, 0.5, [2]]],
  bits: [[key, [2]]],
  categorical: [[key, [0, 1, 2]]],
  choice: [
    [key, 5],
    [key, x],
  ],
  dropout: [[key, x, 0.5]],
  exponential: [[key, [2]]],
  foldIn: [[key, 1]],
  generator: [[1]],
  gumbel: [[key, [2]]],
  key: [[1]],
  multinomial: [[key, 5, [0.5, 0.5]]],
  normal: [[key, [2]]],
  permutation: [
    [key, 5],
    [key, x, 0],
  ],
  rademacher: [[key, [2]]],
  randint: [[key, [2], 0, 10]],
  shuffle: [
    [key, [1, 2, 3]],
    [key, x, 0],
  ],
  split: [[key, 3]],
  truncatedNormal: [[key, -1, 1, [2]]],
  uniform: [[key, [2]]],
};

const randomCalls: readonly Call[] = Object.entries(draws).flatMap(([name, lists]) =>
  lists.map((args) => ({
    name: `random.${name}`,
    f: (random as unknown as Record<string, AnyFunction>)[name],
    args,
    ...(name === "shuffle" && { free: [1], returnsAnything: true }),
    ...(/^(key|generator)$/.test(name) && { skip: ["bigint"] }),
  })),
);

/** A transformation and what it makes of a function, as one function of all arguments. */
const uncurried = (name: string, f: AnyFunction, args: readonly unknown[], more?: Partial<Call>): Call => ({
  name,
  f,
  args,
  ...more,
});

/** These speak under the name of the function that they are given. */
const byName: Partial<Call> = { speaksAs: ["squares", "function", "checkpoint", "customJvp", "customVjp"] };
const anything: Partial<Call> = { returnsAnything: true };

type F = (v: Tensor) => Tensor;

const transformations: readonly Call[] = [
  uncurried("grad", (f: F, options: object, v: Tensor) => grad(f, options)(v), [sumOfSquares, undefined, x]),
  uncurried("valueAndGrad", (f: F, options: object, v: Tensor) => valueAndGrad(f, options)(v), [
    sumOfSquares,
    undefined,
    x,
  ]),
  uncurried("jacfwd", (f: F, options: object, v: Tensor) => jacfwd(f, options)(v), [squares, undefined, x]),
  uncurried("jacrev", (f: F, options: object, v: Tensor) => jacrev(f, options)(v), [squares, undefined, x]),
  uncurried("hessian", (f: F, options: object, v: Tensor) => hessian(f, options)(v), [sumOfSquares, undefined, x]),
  uncurried("hvp", (f: F, v: Tensor, w: Tensor) => hvp(f)(v, w), [sumOfSquares, x, x]),
  uncurried("vjp", (f: F, options: object, v: Tensor, w: Tensor) => vjp(f, options as never)(v)[1](w), [
    squares,
    undefined,
    x,
    x,
  ]),
  uncurried(
    "jvp",
    (f: F, options: object, v: Tensor, w: Tensor) => jvp(f as never, options as never)([v] as never, [w] as never),
    [squares, undefined, x, x],
  ),
  uncurried("jvp", (primals: [Tensor], tangents: [Tensor]) => jvp(squares)(primals, tangents), [[x], [x]], {
    skip: ["array of nothing"],
  }),
  uncurried(
    "linearize",
    (f: F, options: object, v: Tensor, w: Tensor) => linearize(f as never, options as never)(v as never)[1](w as never),
    [squares, undefined, x, x],
  ),
  uncurried("linearTranspose", (f: F, v: Tensor, w: Tensor) => linearTranspose(f)(v)(w), [
    (v: Tensor) => v.mul(2),
    x,
    x,
  ]),
  uncurried("vmap", (f: F, options: object, v: Tensor) => vmap(f, options)(v), [squares, undefined, x]),
  uncurried(
    "checkGradients",
    (f: F, options: object, v: Tensor) => checkGradients(f, options)(v),
    [squares, undefined, x],
    anything,
  ),
  uncurried("checkpoint", (f: F, v: Tensor) => checkpoint(f)(v), [squares, x], byName),
  uncurried("trace", (f: F, v: Tensor) => trace(f)(v), [squares, x]),
  uncurried("noGrad", (f: () => Tensor) => noGrad(f), [() => x], anything),
  uncurried("debugNaN", (f: () => Tensor) => restoring(() => debugNaN(f)), [() => x], anything),
  uncurried(
    "withBudget",
    (options: { ops: number }, f: () => Tensor) => withBudget(options, f),
    [{ ops: 100 }, () => x],
    anything,
  ),
  uncurried(
    "customJvp",
    (f: F, rule: never, v: Tensor) => customJvp(f, rule)(v),
    [squares, ([v]: Tensor[], [t]: Tensor[]) => [v.mul(v), v.mul(t)], x],
    byName,
  ),
  uncurried(
    "customJvp",
    (rule: never) => grad((v: Tensor) => (customJvp(squares, rule)(v) as Tensor).sum())(x),
    [([v]: Tensor[], [t]: Tensor[]) => [v.mul(v), v.mul(t)]],
    byName,
  ),
  uncurried(
    "customVjp",
    (f: F, forward: never, backward: never, v: Tensor) => customVjp(f, forward, backward)(v),
    [squares, (v: Tensor) => [v.mul(v), v], (v: Tensor, ct: Tensor) => [ct.mul(v)], x],
    byName,
  ),
  uncurried(
    "customVjp",
    (forward: never, backward: never) =>
      grad((v: Tensor) => (customVjp(squares, forward, backward)(v) as Tensor).sum())(x),
    [(v: Tensor) => [v.mul(v), v], (v: Tensor, ct: Tensor) => [ct.mul(v)]],
    byName,
  ),
];

const control: readonly Call[] = [
  { name: "cond", f: cond as AnyFunction, args: [true, squares, sumOfSquares, x], free: [3] },
  { name: "switchCase", f: switchCase as AnyFunction, args: [0, [squares, squares], x], free: [2] },
  {
    name: "whileLoop",
    f: whileLoop as AnyFunction,
    args: [(c: Tensor) => c.less(9), (c: Tensor) => c.add(1), 0, { maxIterations: 50 }],
  },
  {
    name: "foriLoop",
    f: foriLoop as AnyFunction,
    args: [0, 3, (_: Tensor, c: Tensor) => c.add(1), 0],
    skip: ["-2^31"],
  },
  { name: "scan", f: scan as AnyFunction, args: [(c: Tensor, v: Tensor) => [c.add(v), c], 0, x, undefined] },
  {
    name: "associativeScan",
    f: associativeScan as AnyFunction,
    args: [(a: Tensor, b: Tensor) => a.add(b), x, undefined],
    skip: ["array of objects"],
  },
  { name: "map", f: map as AnyFunction, args: [squares, x] },
];

const records: readonly Call[] = [
  { name: "GradientTape", f: (options: never) => stopped(new GradientTape(options)), args: [undefined] },
  { name: "watch", f: (v: Tensor) => taped((tape) => tape.watch(v)), args: [x], skip: ["array of objects"] },
  {
    name: "gradient",
    f: (options: never) => taped((tape, v) => tape.gradient(v.mul(v).sum(), v, options)),
    args: [undefined],
  },
  {
    name: "gradient",
    f: (target: never) => taped((tape, v) => tape.gradient(target ?? v.sum(), v)),
    args: [undefined],
  },
  {
    name: "jacobian",
    f: (options: never) => taped((tape, v) => tape.jacobian(v.mul(v), v, options)),
    args: [undefined],
  },
  {
    name: "batchJacobian",
    f: (options: never) => taped((tape, v) => tape.batchJacobian(v.mul(v), v, options)),
    args: [undefined],
  },
  { name: "backward", f: (options: never) => backward(options), args: [undefined] },
  { name: "onGradient", f: (hook: never) => tensor(1).requiresGrad().onGradient(hook), args: [() => undefined] },
  { name: "slice", f: slice, args: [0, 2, 1] },
  {
    name: "setDefaultDtype",
    f: (dtype: FloatDType) => restoring(() => void setDefaultDtype(dtype)),
    args: ["float64"],
  },
  {
    name: "setThreads",
    f: (count: number) =>
      restoring(() => {
        setThreads(count);
        return [];
      }),
    args: [1],
  },
];

function taped(ask: (tape: GradientTape, v: Tensor) => unknown): unknown {
  const tape = new GradientTape();
  try {
    return ask(tape, tape.watch(tensor([1, 2, 3])));
  } finally {
    tape.stop();
  }
}

function stopped(tape: GradientTape): GradientTape {
  tape.stop();
  return tape;
}

/** Undoes what stays on after a call. */
function restoring<T>(body: () => T): T {
  try {
    return body();
  } finally {
    setDefaultDtype("float64");
    setThreads(1);
    debugNaN(false);
  }
}

function backward(options: never): unknown {
  const v = tensor([1, 2, 3]).requiresGrad();
  v.mul(v).sum().backward(options);
  return v.grad;
}

export const others: readonly Call[] = [...randomCalls, ...transformations, ...control, ...records];
