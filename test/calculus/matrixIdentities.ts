/** The identities of reference/symbolic.md §3 as data: what is differentiated, by what, and the closed form that is listed there. */
import { add, div, mul, neg, power, sub } from "../../src/calculus/build.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { apply } from "../../src/calculus/functions.ts";
import { intern } from "../../src/calculus/intern.ts";
import { e, half, number, one, symbol, two, zero } from "../../src/calculus/leaves.ts";
import * as M from "../../src/calculus/matrix/index.ts";
import { sign } from "../../src/ops/arithmetic.ts";
import { sigmoid } from "../../src/ops/activation.ts";
import { log } from "../../src/ops/exponential.ts";

const {
  matmul: mm,
  transpose: T,
  trace: tr,
  det,
  logdet,
  inverse: inv,
  matrixPower: pow,
  hadamard: had,
  vector,
  matrix,
} = M;

export interface Identity {
  readonly name: string;
  readonly f: Expression;
  readonly by: Expression;
  readonly expected: Expression;
  readonly kind?: "jacobian" | "hessian";
  readonly options?: M.MatrixOptions;
  /** How the result is printed. */
  readonly text?: string;
}

export const [x, a, b, c, d] = ["x", "a", "b", "c", "d"].map((name) => vector(name, "n"));
export const [A, B, C, D, X, S] = ["A", "B", "C", "D", "X"]
  .map((name) => matrix(name, "n"))
  .concat(matrix("S", "n", "n", { symmetric: true }));
/** Tall: m rows, n columns. */
export const Z: Expression = matrix("Z", "m", "n");
const P = matrix("P", "m", "m");
const [Sm, Tm] = ["Sm", "Tm"].map((name) => matrix(name, "m", "m", { symmetric: true }));
const W = matrix("W", "p", "m");
const V = matrix("V", "n", "q");
const U = matrix("U", "p", "q");
const u = vector("u", "m");
const Y = matrix("Y", "n", "n", { symmetric: true, positiveDefinite: true });
const s = symbol("s");
const k = symbol("k", { dimensions: [], integer: true, positive: true });
const I = M.identity("n");
const sigma = (t: Expression): Expression => apply(sigmoid.op, t);
const exp = (t: Expression): Expression => power(e, t);
const xx = mm(T(x), x);
const f52 = det(mm(T(X), A, X));
const ZAZ = mm(T(Z), P, Z);
const ZATZ = mm(T(Z), T(P), Z);
const K = inv(mm(T(Z), Sm, Z));
const Kx = add(mm(T(X), S, X), S);
const residual = sub(mm(Z, x), u);
const r = symbol("r", { dimensions: [], integer: true });
const gauss = exp(mul(neg(half), mm(T(x), S, x)));
const logistic = had(u, mm(Z, x));
const p = sigma(mm(Z, x));
const soft = M.softmax(x);

export const gradients: readonly Identity[] = [
  { name: "a'x (69)", f: mm(T(a), x), by: x, expected: a, text: "a" },
  { name: "x'x", f: xx, by: x, expected: mul(two, x), text: "2x" },
  { name: "‖x‖", f: M.norm(x), by: x, expected: div(x, M.norm(x)), text: "x/‖x‖" },
  { name: "‖x-a‖", f: M.norm(sub(x, a)), by: x, expected: div(sub(x, a), M.norm(sub(x, a))), text: "(x - a)/‖x - a‖" },
  { name: "x'Ax (81)", f: mm(T(x), A, x), by: x, expected: mm(add(A, T(A)), x), text: "(A + Aᵀ) x" },
  { name: "‖Mx-y‖²", f: M.squaredNorm(residual), by: x, expected: mul(two, mm(T(Z), residual)), text: "2Zᵀ (Z x - u)" },
  {
    name: "(x-a)'S(x-a)",
    f: mm(T(sub(x, a)), S, sub(x, a)),
    by: x,
    expected: mul(two, mm(S, sub(x, a))),
    text: "2S (x - a)",
  },
  {
    name: "(Bx+b)'C(Dx+d) (78)",
    f: mm(T(add(mm(B, x), b)), C, add(mm(D, x), d)),
    by: x,
    expected: add(mm(T(B), C, add(mm(D, x), d)), mm(T(D), T(C), add(mm(B, x), b))),
  },
  { name: "(a'x)(b'x)", f: mul(mm(T(a), x), mm(T(b), x)), by: x, expected: mm(add(mm(a, T(b)), mm(b, T(a))), x) },
  { name: "log sum exp", f: apply(log.op, M.sumOfElements(exp(x))), by: x, expected: soft, text: "softmax(x)" },
  { name: "logsumexp", f: M.logsumexp(x), by: x, expected: soft, text: "softmax(x)" },
  {
    name: "1'log(1+exp(-y o Mx))",
    f: M.sumOfElements(apply(log.op, add(one, exp(neg(logistic))))),
    by: x,
    expected: neg(mm(T(Z), had(u, sigma(neg(logistic))))),
  },
  {
    name: "x'Ax/x'x",
    f: div(mm(T(x), A, x), xx),
    by: x,
    expected: div(mul(two, sub(mm(mul(half, add(A, T(A))), x), mul(div(mm(T(x), A, x), xx), x))), xx),
  },
  { name: "a'(x o x)", f: mm(T(a), had(x, x)), by: x, expected: mul(two, had(a, x)) },
  { name: "1'exp(Ax)", f: M.sumOfElements(exp(mm(A, x))), by: x, expected: mm(T(A), exp(mm(A, x))) },
  { name: "c‖x‖₁", f: mul(s, M.norm(x, 1)), by: x, expected: mul(s, apply(sign.op, x)), text: "s sgn(x)" },
  { name: "exp(-x'Sx/2)", f: gauss, by: x, expected: neg(mul(gauss, mm(S, x))) },
  { name: "a'Xb (70)", f: mm(T(a), X, b), by: X, expected: mm(a, T(b)), text: "a bᵀ" },
  { name: "a'X'b (71)", f: mm(T(a), T(X), b), by: X, expected: mm(b, T(a)), text: "b aᵀ" },
  {
    name: "b'X'Xc (77)",
    f: mm(T(b), T(X), X, c),
    by: X,
    expected: mm(X, add(mm(b, T(c)), mm(c, T(b)))),
    text: "X (b cᵀ + c bᵀ)",
  },
  {
    name: "b'X'DXc (82)",
    f: mm(T(b), T(X), D, X, c),
    by: X,
    expected: add(mm(T(D), X, b, T(c)), mm(D, X, c, T(b))),
  },
  {
    name: "(Xb+c)'D(Xb+c) (83)",
    f: mm(T(add(mm(X, b), c)), D, add(mm(X, b), c)),
    by: X,
    expected: mm(add(D, T(D)), add(mm(X, b), c), T(b)),
    text: "(D + Dᵀ) (X b + c) bᵀ",
  },
  { name: "tr X (99)", f: tr(X), by: X, expected: I, text: "I" },
  { name: "tr(AX) (100)", f: tr(mm(A, X)), by: X, expected: T(A), text: "Aᵀ" },
  { name: "tr(AXB) (101)", f: tr(mm(A, X, B)), by: X, expected: mm(T(A), T(B)), text: "Aᵀ Bᵀ" },
  { name: "tr(AX'B) (102)", f: tr(mm(A, T(X), B)), by: X, expected: mm(B, A), text: "B A" },
  { name: "tr X² (106)", f: tr(pow(X, two)), by: X, expected: mul(two, T(X)), text: "2Xᵀ" },
  { name: "tr X²B (107)", f: tr(mm(X, X, B)), by: X, expected: T(add(mm(X, B), mm(B, X))) },
  { name: "tr X'BX (108)", f: tr(mm(T(X), B, X)), by: X, expected: mm(add(B, T(B)), X), text: "(B + Bᵀ) X" },
  { name: "tr XBX' (111)", f: tr(mm(X, B, T(X))), by: X, expected: mm(X, add(B, T(B))), text: "X (B + Bᵀ)" },
  { name: "tr AXBX (114)", f: tr(mm(A, X, B, X)), by: X, expected: add(mm(T(A), T(X), T(B)), mm(T(B), T(X), T(A))) },
  { name: "‖X‖² (115)", f: M.squaredNorm(X), by: X, expected: mul(two, X), text: "2X" },
  { name: "tr X'X", f: tr(mm(T(X), X)), by: X, expected: mul(two, X), text: "2X" },
  { name: "‖X‖", f: M.norm(X), by: X, expected: div(X, M.norm(X)), text: "X/‖X‖_F" },
  {
    name: "‖AXB+C‖² (119)",
    f: M.squaredNorm(add(mm(W, Z, V), U)),
    by: Z,
    expected: mul(two, mm(T(W), add(mm(W, Z, V), U), T(V))),
    text: "2Wᵀ (W Z V + U) Vᵀ",
  },
  {
    name: "tr B'X'CXB (116)",
    f: tr(mm(T(B), T(X), C, X, B)),
    by: X,
    expected: mm(add(C, T(C)), X, B, T(B)),
    text: "(C + Cᵀ) X B Bᵀ",
  },
  {
    name: "tr AXBX'C (118)",
    f: tr(mm(A, X, B, T(X), C)),
    by: X,
    expected: add(mm(T(A), T(C), X, T(B)), mm(C, A, X, B)),
  },
  { name: "tr X^k (121)", f: tr(pow(X, k)), by: X, expected: mul(k, pow(T(X), sub(k, one))), text: "k (Xᵀ)^(k - 1)" },
  {
    name: "tr AX^k (122)",
    f: tr(mm(A, pow(X, k))),
    by: X,
    expected: intern("series", undefined, [T(mm(pow(X, r), A, pow(X, sub(sub(k, r), one)))), r, zero, sub(k, one)]),
  },
  { name: "tr A(X o B)", f: tr(mm(A, had(X, B))), by: X, expected: had(T(A), B) },
  { name: "1'exp(X)1", f: M.sumOfElements(exp(X)), by: X, expected: exp(X) },
  { name: "(tr X)²", f: power(tr(X), two), by: X, expected: mul(two, tr(X), I), text: "2 tr(X) I" },
  { name: "det X (49)", f: det(X), by: X, expected: mul(det(X), inv(T(X))), text: "det(X) X^-ᵀ" },
  { name: "det AXB (51)", f: det(mm(A, X, B)), by: X, expected: mul(det(mm(A, X, B)), inv(T(X))) },
  { name: "det X'AX, X square (52)", f: f52, by: X, expected: mul(two, f52, inv(T(X))) },
  {
    name: "det Z'AZ, Z tall (54)",
    f: det(ZAZ),
    by: Z,
    expected: mul(det(ZAZ), add(mm(P, Z, inv(ZAZ)), mm(T(P), Z, inv(ZATZ)))),
  },
  { name: "det X^k (58)", f: det(pow(X, k)), by: X, expected: mul(k, power(det(X), k), inv(T(X))) },
  { name: "log|det X| (57)", f: logdet(X), by: X, expected: inv(T(X)), text: "X^-ᵀ" },
  {
    name: "log det Z'Z (55)",
    f: logdet(mm(T(Z), Z)),
    by: Z,
    expected: mul(two, mm(Z, inv(mm(T(Z), Z)))),
    text: "2Z (Zᵀ Z)^-1",
  },
  {
    name: "log det X'SX+S",
    f: logdet(Kx),
    by: X,
    expected: add(mm(S, X, inv(Kx)), mm(T(S), X, inv(T(Kx)))),
  },
  {
    name: "a'X^-1 b (61)",
    f: mm(T(a), inv(X), b),
    by: X,
    expected: neg(mm(inv(T(X)), a, T(b), inv(T(X)))),
    text: "-X^-ᵀ a bᵀ X^-ᵀ",
  },
  { name: "det X^-1 (62)", f: det(inv(X)), by: X, expected: neg(mul(det(inv(X)), inv(T(X)))) },
  { name: "tr AX^-1B (63, 124)", f: tr(mm(A, inv(X), B)), by: X, expected: neg(T(mm(inv(X), B, A, inv(X)))) },
  { name: "tr (X+A)^-1 (64)", f: tr(inv(add(X, A))), by: X, expected: neg(T(pow(add(X, A), number(-2)))) },
  { name: "tr KA (125)", f: tr(mm(K, S)), by: Z, expected: mul(number(-2), mm(Sm, Z, K, S, K)) },
  {
    name: "tr K Z'BZ (126)",
    f: tr(mm(K, T(Z), Tm, Z)),
    by: Z,
    expected: add(mul(number(-2), mm(Sm, Z, K, T(Z), Tm, Z, K)), mul(two, mm(Tm, Z, K))),
  },
  {
    name: "-½log det X - ½a'X^-1a",
    f: sub(mul(neg(half), logdet(X)), mul(half, mm(T(a), inv(X), a))),
    by: X,
    expected: add(mul(neg(half), inv(T(X))), mul(half, mm(inv(T(X)), a, T(a), inv(T(X))))),
  },
  { name: "tr expm X", f: tr(M.expm(X)), by: X, expected: T(M.expm(X)), text: "expm(Xᵀ)" },
  {
    name: "nuclear norm",
    f: M.norm(Z, "nuclear"),
    by: Z,
    expected: M.gradientOf(M.norm(Z, "nuclear"), Z),
    text: "UVᵀ(Z)",
  },
  {
    name: "λ_max",
    f: M.largestEigenvalue(S),
    by: S,
    expected: M.gradientOf(M.largestEigenvalue(S), S, { structure: "projected" }),
    options: { structure: "projected" },
    text: "vvᵀ(S)",
  },
  {
    name: "spectral norm",
    f: M.norm(Z, "spectral"),
    by: Z,
    expected: M.gradientOf(M.norm(Z, "spectral"), Z),
    text: "u₁v₁ᵀ(Z)",
  },
  { name: "tr X⊗A (105)", f: tr(M.kron(X, A)), by: X, expected: mul(tr(A), I), text: "tr(A) I" },
  { name: "tr X⊗X (120)", f: tr(M.kron(X, X)), by: X, expected: mul(two, tr(X), I), text: "2 tr(X) I" },
  {
    name: "log det X, X symmetric",
    f: logdet(Y),
    by: Y,
    expected: sub(mul(two, inv(Y)), M.diag(M.diagonal(inv(Y)))),
    text: "2Y^-1 - diag(diagonal(Y^-1))",
  },
];

export const others: readonly Identity[] = [
  { name: "Ax", f: mm(Z, x), by: x, expected: Z, kind: "jacobian", text: "Z" },
  { name: "exp x", f: exp(x), by: x, expected: M.diag(exp(x)), kind: "jacobian" },
  {
    name: "softmax",
    f: soft,
    by: x,
    expected: sub(M.diag(soft), mm(soft, T(soft))),
    kind: "jacobian",
    text: "diag(softmax(x)) - softmax(x) softmax(x)ᵀ",
  },
  {
    name: "x/‖x‖",
    f: div(x, M.norm(x)),
    by: x,
    expected: div(sub(I, div(mm(x, T(x)), power(M.norm(x), two))), M.norm(x)),
    kind: "jacobian",
  },
  { name: "x x'x", f: mul(xx, x), by: x, expected: add(mul(xx, I), mul(two, mm(x, T(x)))), kind: "jacobian" },
  { name: "σ(Ax)", f: p, by: x, expected: mm(M.diag(had(p, M.plus([one, neg(p)]))), Z), kind: "jacobian" },
  { name: "Hessian x'Ax", f: mm(T(x), A, x), by: x, expected: add(A, T(A)), kind: "hessian", text: "A + Aᵀ" },
  {
    name: "Hessian logsumexp",
    f: M.logsumexp(x),
    by: x,
    expected: sub(M.diag(soft), mm(soft, T(soft))),
    kind: "hessian",
  },
  {
    name: "Hessian logistic",
    f: M.sumOfElements(apply(log.op, M.plus([one, exp(mm(Z, x))]))),
    by: x,
    expected: mm(T(Z), M.diag(had(p, M.plus([one, neg(p)]))), Z),
    kind: "hessian",
  },
];
