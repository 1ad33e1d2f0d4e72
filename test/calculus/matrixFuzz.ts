/**
 * Random functions of vectors and matrices, well conditioned by construction, over an algebra: with formulas they are formulas, with
 * tensors they are computed plainly, so that nothing that formulas simplify is taken for granted.
 */
import type { ElementwiseOp } from "../../src/core/elementwise.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { add, div, mul, power, sub } from "../../src/calculus/build.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { apply } from "../../src/calculus/functions.ts";
import { e, half, number, two } from "../../src/calculus/leaves.ts";
import * as M from "../../src/calculus/matrix/index.ts";
import * as N from "../../src/entries/index.ts";
import { linalg } from "../../src/entries/index.ts";
import type { Draws } from "./matrixDraws.ts";

export const x: Expression = M.vector("x", "n");
export const X: Expression = M.matrix("X", "n");
export const Z: Expression = M.matrix("Z", "m", "n");
export const symbols: readonly Expression[] = [
  x,
  X,
  Z,
  M.vector("a", "n"),
  M.vector("u", "m"),
  M.matrix("A", "n"),
  M.matrix("S", "n", "n", { symmetric: true }),
  M.matrix("Q", "n", "m"),
  M.matrix("L", "n", "n", { diagonal: true }),
];
const [, , , a, u, A, S, Q, L] = symbols;

export type Shape = "s" | "n" | "m" | "nn" | "mn" | "nm";

type Function1 = "sin" | "cos" | "tanh" | "sigmoid" | "softplus" | "exp" | "log" | "square" | "sqrt";

/** What random functions are made of. */
export interface Algebra<T> {
  readonly leaf: (symbol: Expression) => T;
  readonly number: (value: number) => T;
  readonly identity: () => T;
  readonly ones: (shape: Shape) => T;
  readonly add: (a: T, b: T) => T;
  readonly sub: (a: T, b: T) => T;
  /** Scalar times anything. */
  readonly scale: (s: T, x: T) => T;
  readonly div: (a: T, b: T) => T;
  readonly hadamard: (a: T, b: T) => T;
  /** Plus a number in each element. */
  readonly shift: (by: number, x: T) => T;
  readonly map: (f: Function1, x: T) => T;
  readonly matmul: (...factors: T[]) => T;
  readonly transpose: (x: T) => T;
  readonly inverse: (x: T) => T;
  readonly power: (x: T, k: number) => T;
  readonly pinv: (x: T) => T;
  readonly trace: (x: T) => T;
  readonly det: (x: T) => T;
  readonly logdet: (x: T) => T;
  readonly norm: (x: T) => T;
  readonly sum: (x: T) => T;
  readonly logsumexp: (x: T) => T;
  readonly softmax: (x: T) => T;
  readonly diag: (x: T) => T;
  readonly diagonal: (x: T) => T;
  readonly kronTrace: (a: T, b: T) => T;
  readonly vecProduct: (a: T, b: T) => T;
  readonly expm: (x: T) => T;
}

const OPS: Readonly<Partial<Record<Function1, ElementwiseOp>>> = {
  sin: N.sin.op,
  cos: N.cos.op,
  tanh: N.tanh.op,
  sigmoid: N.sigmoid.op,
  softplus: N.softplus.op,
  log: N.log.op,
};

/** Formulas. */
export const formulas: Algebra<Expression> = {
  leaf: (symbol) => symbol,
  number,
  identity: () => M.identity("n"),
  ones: (shape) => M.ones([...shape]),
  add,
  sub,
  scale: mul,
  div,
  hadamard: M.hadamard,
  shift: (by, t) => M.plus([number(by), t]),
  map: (f, t) => {
    const op = OPS[f];
    if (op !== undefined) return apply(op, t);
    return f === "exp" ? power(e, t) : M.elementPower(t, f === "square" ? two : half);
  },
  matmul: M.matmul,
  transpose: M.transpose,
  inverse: M.inverse,
  power: (t, k) => M.matrixPower(t, number(k)),
  pinv: M.pseudoinverse,
  trace: M.trace,
  det: M.det,
  logdet: M.logdet,
  norm: (t) => M.norm(t),
  sum: M.sumOfElements,
  logsumexp: M.logsumexp,
  softmax: M.softmax,
  diag: M.diag,
  diagonal: M.diagonal,
  kronTrace: (s, t) => M.trace(M.kron(s, t)),
  vecProduct: (s, t) => M.matmul(M.transpose(M.vec(s)), M.vec(t)),
  expm: M.expm,
};

const FUNCTIONS: Readonly<Record<Function1, (t: Tensor) => Tensor>> = {
  sin: N.sin,
  cos: N.cos,
  tanh: N.tanh,
  sigmoid: N.sigmoid,
  softplus: N.softplus,
  exp: N.exp,
  log: N.log,
  square: N.square,
  sqrt: N.sqrt,
};

/** Tensors: rows are [1, n]. */
export function tensors(
  value: (symbol: Expression) => Tensor,
  sizes: Readonly<Record<string, number>>,
): Algebra<Tensor> {
  const column = (t: Tensor): Tensor => (t.ndim === 1 ? t.reshape([t.size, 1]) : t);
  const isVector = (t: Tensor): boolean => t.ndim === 1;
  return {
    leaf: value,
    number: (v) => N.tensor(v),
    identity: () => N.eye(sizes.n),
    ones: (shape) => N.ones([...shape].map((name) => sizes[name])),
    add: (s, t) => N.add(s, t),
    sub: (s, t) => N.sub(s, t),
    scale: (s, t) => N.mul(s, t),
    div: (s, t) => N.div(s, t),
    hadamard: (s, t) => N.mul(s, t),
    shift: (by, t) => N.add(t, by),
    map: (f, t) => FUNCTIONS[f](t),
    matmul: (...factors) => {
      const product = factors.map(column).reduce((s, t) => N.matmul(s, t));
      const [first, last] = [factors[0], factors[factors.length - 1]];
      if (isVector(last))
        return first.shape[0] === 1 && first.ndim === 2 ? product.reshape([]) : product.reshape([product.shape[0]]);
      return product;
    },
    transpose: (t) => column(t).transpose(),
    inverse: (t) => linalg.inv(t),
    power: (t, k) => linalg.matrixPower(t, k),
    pinv: (t) => linalg.pinv(t),
    trace: (t) => linalg.trace(t),
    det: (t) => linalg.det(t),
    logdet: (t) => linalg.slogdet(t).logabsdet,
    norm: (t) => N.sqrt(N.sum(N.square(t))),
    sum: (t) => N.sum(t),
    logsumexp: (t) => N.logsumexp(t),
    softmax: (t) => N.softmax(t),
    diag: (t) => N.diag(t),
    diagonal: (t) => N.diagonal(t),
    kronTrace: (s, t) => linalg.trace(N.kron(s, t)),
    vecProduct: (s, t) => N.sum(N.mul(s, t)),
    expm: (t) => linalg.expm(t),
  };
}

/** A function of that shape, so many levels deep, in an algebra. The same draws give the same function in each. */
export function randomFunction<T>(alg: Algebra<T>, shape: Shape, depth: number, r: Draws): T {
  if (depth <= 0) return pick(leavesOf(alg, shape), r)();
  const of = (other: Shape): T => randomFunction(alg, other, depth - 1 - r.below(2), r);
  const bounded = (t: T): T => alg.map("tanh", t);
  const rules: (() => T)[] = [
    () => alg.add(of(shape), of(shape)),
    () => alg.sub(of(shape), of(shape)),
    () => alg.scale(bounded(of("s")), of(shape)),
    () => alg.hadamard(of(shape), of(shape)),
    () => alg.map(pick(["sin", "cos", "tanh", "sigmoid", "softplus"] as const, r), of(shape)),
    () => alg.shift(1, alg.map("square", bounded(of(shape)))),
    () => alg.map("exp", bounded(of(shape))),
    ...special(alg, shape, of),
  ];
  return pick(rules, r)();
}

function leavesOf<T>(alg: Algebra<T>, shape: Shape): readonly (() => T)[] {
  const leaf = (symbol: Expression) => (): T => alg.leaf(symbol);
  const ones = (): T => alg.ones(shape);
  switch (shape) {
    case "s":
      return [2, 0.5, -3].map((value) => () => alg.number(value));
    case "n":
      return [leaf(x), leaf(x), leaf(a), ones];
    case "m":
      return [leaf(u), ones];
    case "nn":
      return [leaf(X), leaf(X), leaf(A), leaf(S), leaf(L), () => alg.identity(), ones];
    case "mn":
      return [leaf(Z)];
    case "nm":
      return [leaf(Q)];
  }
}

function special<T>(alg: Algebra<T>, shape: Shape, of: (shape: Shape) => T): (() => T)[] {
  const { matmul: mm, transpose: t } = alg;
  const bounded = (y: T): T => alg.map("tanh", y);
  /** 5 I + something smaller than 3. */
  const safe = (y: T): T => alg.add(alg.scale(alg.number(5), alg.identity()), bounded(y));
  const above = (y: T): T => alg.shift(2, bounded(y));
  switch (shape) {
    case "s":
      return [
        () => mm(t(of("n")), of("n")),
        () => mm(t(of("n")), of("nn"), of("n")),
        () => mm(t(of("m")), of("mn"), of("n")),
        () => alg.trace(of("nn")),
        () => alg.trace(mm(of("nn"), of("nn"))),
        () => alg.trace(mm(of("nm"), of("mn"))),
        () => alg.trace(mm(of("nn"), of("nn"), of("nn"))),
        () => alg.logdet(safe(of("nn"))),
        () => alg.det(safe(of("nn"))),
        () => alg.det(alg.scale(above(of("s")), mm(safe(of("nn")), safe(of("nn"))))),
        () => alg.norm(above(of("n"))),
        () => alg.norm(above(of("nn"))),
        () => alg.logsumexp(of("n")),
        () => alg.sum(of("n")),
        () => alg.sum(of("mn")),
        () => alg.map("log", above(of("s"))),
        () => alg.div(of("s"), above(of("s"))),
        () => alg.kronTrace(of("nn"), of("nn")),
        () => alg.vecProduct(of("mn"), of("mn")),
        () => alg.trace(alg.expm(bounded(of("nn")))),
        () => alg.map("sqrt", above(of("s"))),
      ];
    case "n":
      return [
        () => mm(of("nn"), of("n")),
        () => mm(of("nm"), of("m")),
        () => alg.softmax(of("n")),
        () => alg.diagonal(of("nn")),
        () => mm(alg.diag(of("n")), of("n")),
        () => mm(alg.inverse(safe(of("nn"))), of("n")),
        () => mm(t(of("mn")), of("m")),
      ];
    case "m":
      return [() => mm(of("mn"), of("n")), () => mm(t(of("nm")), of("n"))];
    case "nn":
      return [
        () => mm(of("nn"), of("nn")),
        () => mm(of("nm"), of("mn")),
        () => t(of("nn")),
        () => alg.inverse(safe(of("nn"))),
        () => alg.inverse(mm(safe(of("nn")), safe(of("nn")))),
        () => mm(of("n"), t(of("n"))),
        () => alg.diag(of("n")),
        () => alg.power(of("nn"), 2),
        () => alg.power(safe(of("nn")), -2),
        () => mm(t(of("mn")), of("mn")),
      ];
    case "mn":
      return [() => mm(of("mn"), of("nn")), () => mm(of("m"), t(of("n"))), () => t(of("nm"))];
    case "nm":
      return [() => mm(of("nn"), of("nm")), () => mm(of("n"), t(of("m"))), () => t(of("mn"))];
  }
}

function pick<T>(list: readonly T[], r: Draws): T {
  return list[r.below(list.length)];
}
