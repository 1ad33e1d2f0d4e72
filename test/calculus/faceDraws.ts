/** Random formulas as users write them, each with the same function written in ops of the core. */
import * as N from "../../src/entries/index.ts";
import { linalg } from "../../src/entries/index.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import type { Draws } from "./matrixDraws.ts";

/** A function in both ways of writing. */
export interface Written {
  readonly text: string;
  readonly of: (at: Readonly<Record<string, Tensor>>) => Tensor;
}

const pick = <T>(list: readonly T[], r: Draws): T => list[r.below(list.length)];
const leaf = (name: string): Written => ({ text: name, of: (at) => at[name] });

type Of = Written["of"];
const unary = (text: string, f: (t: Tensor) => Tensor, u: Written): Written => ({ text, of: (at) => f(u.of(at)) });
const binary = (text: string, f: (s: Tensor, t: Tensor) => Tensor, u: Written, v: Written): Written => ({
  text,
  of: (at) => f(u.of(at), v.of(at)),
});

// ---------------------------------------------------------------- of scalars

const FUNCTIONS: readonly (readonly [name: string, f: (t: Tensor) => Tensor])[] = [
  ["sin", N.sin],
  ["cos", N.cos],
  ["tanh", N.tanh],
  ["arctan", N.atan],
  ["exp", N.exp],
  ["sinh", N.sinh],
  ["arsinh", N.asinh],
  ["erf", N.special.erf],
  ["abs", N.abs],
];

/** A function of x and y, so many levels deep. */
export function scalarFunction(depth: number, r: Draws): Written {
  if (depth === 0) {
    const n = 1 + r.below(5);
    return pick([leaf("x"), leaf("x"), leaf("y"), { text: `${n}`, of: (): Tensor => N.tensor(n) }], r);
  }
  const inner = (): Written => scalarFunction(depth - 1 - r.below(2) * Number(depth > 1), r);
  const [u, v] = [inner(), inner()];
  const positive = (w: Written): Written => unary(`((${w.text})^2 + 1)`, (t) => N.add(N.square(t), 1), w);
  const rules: readonly (() => Written)[] = [
    () => binary(`(${u.text} + ${v.text})`, N.add, u, v),
    () => binary(`(${u.text} - (${v.text}))`, N.sub, u, v),
    () => binary(`(${u.text})(${v.text})`, N.mul, u, v),
    () => binary(`(${u.text})/${positive(v).text}`, N.div, u, positive(v)),
    () => unary(`(${u.text})^3`, (t) => N.mul(t, N.square(t)), u),
    () => unary(`sqrt(${positive(u).text})`, N.sqrt, positive(u)),
    () => unary(`ln(${positive(u).text})`, N.log, positive(u)),
    () => binary(`${positive(u).text}^(sin(${v.text}))`, (s, t) => N.pow(s, N.sin(t)), positive(u), v),
    () => binary(`max(${u.text}, ${v.text})`, N.maximum, u, v),
    () => {
      const [name, f] = pick(FUNCTIONS, r);
      return unary(`${name}(${u.text})`, f, u);
    },
  ];
  return pick(rules, r)();
}

// ---------------------------------------------------------------- of vectors and matrices

const tall: Of = (at) => N.matmul(at.A, at.X);

/** A scalar function of the vector x and the matrix X, of A, B and a. */
export function matrixFunction(depth: number, r: Draws): Written {
  if (depth > 0) {
    const [u, v] = [matrixFunction(depth - 1, r), matrixFunction(0, r)];
    return pick(
      [
        () => binary(`(${u.text}) + 2 (${v.text})`, (s, t) => N.add(s, N.mul(2, t)), u, v),
        () => binary(`(${u.text}) (${v.text})`, N.mul, u, v),
        () => unary(`sin(${u.text})`, N.sin, u),
        () => binary(`(${u.text})/(1 + (${v.text})^2)`, (s, t) => N.div(s, N.add(1, N.square(t))), u, v),
        () => unary(`ln(2 + (${u.text})^2)`, (t) => N.log(N.add(2, N.square(t))), u),
      ],
      r,
    )();
  }
  return pick(ATOMS, r);
}

const vectorOf = (t: Tensor, u: Tensor): Tensor => N.matmul(t, u);
const ATOMS: readonly Written[] = [
  { text: "a^T x", of: ({ a, x }) => N.dot(a, x) },
  { text: "x^T A x", of: ({ A, x }) => N.dot(x, vectorOf(A, x)) },
  { text: "||x||^2", of: ({ x }) => N.dot(x, x) },
  { text: "||A x - a||", of: ({ A, a, x }) => N.sqrt(N.sum(N.square(N.sub(vectorOf(A, x), a)))) },
  { text: "||X||_F^2", of: ({ X }) => N.sum(N.square(X)) },
  { text: "tr(A X)", of: (at) => linalg.trace(tall(at)) },
  { text: "tr(X^T B X)", of: ({ X, B }) => linalg.trace(N.matmul(X.transpose(), N.matmul(B, X))) },
  { text: "tr(X^2)", of: ({ X }) => linalg.trace(N.matmul(X, X)) },
  { text: "tr(A X B X)", of: (at) => linalg.trace(N.matmul(tall(at), N.matmul(at.B, at.X))) },
  { text: "det(X)", of: ({ X }) => linalg.det(X) },
  { text: "log det(X)", of: ({ X }) => linalg.slogdet(X).logabsdet },
  { text: "a^T X^-1 x", of: ({ a, X, x }) => N.dot(a, vectorOf(linalg.inv(X), x)) },
  { text: "x^T X x", of: ({ X, x }) => N.dot(x, vectorOf(X, x)) },
  { text: "a^T X^T A x", of: ({ a, X, A, x }) => N.dot(vectorOf(X, a), vectorOf(A, x)) },
  { text: "a^T exp(x)", of: ({ a, x }) => N.dot(a, N.exp(x)) },
  { text: "a^T sin(X x)", of: ({ a, X, x }) => N.dot(a, N.sin(vectorOf(X, x))) },
  { text: "a^T softmax(x)", of: ({ a, x }) => N.dot(a, N.softmax(x)) },
  { text: "logsumexp(A x)", of: ({ A, x }) => N.logsumexp(vectorOf(A, x)) },
  { text: "tr(B (X ⊙ A))", of: ({ A, B, X }) => linalg.trace(N.matmul(B, N.mul(X, A))) },
  { text: "a^T (x ⊙ x)", of: ({ a, x }) => N.dot(a, N.mul(x, x)) },
];
