/** Formulas of vectors and matrices: the order of factors is kept. */
import { identity, ones } from "../../../src/calculus/matrix/heads/constants.ts";
import { diag } from "../../../src/calculus/matrix/heads/diagonal.ts";
import { elementPower, hadamard } from "../../../src/calculus/matrix/heads/elements.ts";
import { pseudoinverse } from "../../../src/calculus/matrix/heads/functions.ts";
import { det, inner, logdet, trace } from "../../../src/calculus/matrix/heads/invariants.ts";
import { kron, vec } from "../../../src/calculus/matrix/heads/kronecker.ts";
import { norm } from "../../../src/calculus/matrix/heads/norms.ts";
import { inverse, matmul, matrixPower, transpose } from "../../../src/calculus/matrix/heads/products.ts";
import { logsumexp, softmax } from "../../../src/calculus/matrix/heads/vectors.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import type { ParseOptions } from "../../../src/calculus/parse/index.ts";
import { a, add, b, div, exp, half, mul, neg, pending, shaped, sq, two, zero } from "./build.ts";

export const matrixOptions: ParseOptions = {
  symbols: {
    x: "vector",
    y: "vector",
    A: "square",
    B: "square",
    X: "square",
    M: "matrix",
    S: { dimensions: ["n", "n"], symmetric: true },
  },
};

const [x, y] = [shaped("x", "n"), shaped("y", "n")];
const [A, B, X] = ["A", "B", "X"].map((name) => shaped(name, "n", "n"));
const M = shaped("M", "m", "n");
const I = identity("n");

export const matrixTextRows: readonly (readonly [Expression, ...string[]])[] = [
  [matmul(transpose(x), A, x), "x^T A x", "x'Ax", "xᵀAx", "x^⊤ A x", "x^{T}Ax", "x^{⊤} A x", "x^T*A*x", "x^TAx"],
  [matmul(A, B), "A B", "AB", "A*B", "(A)(B)"],
  [matmul(B, A), "B A", "BA"],
  [mul(neg(two), matmul(A, B)), "-2A B", "-2 A B", "A B (-2)", "-A (2) B"],
  [inner(x, y), "x·y", "x^T y", "x'y", "⟨x, y⟩", "dot(x, y)"],
  [matmul(x, transpose(y)), "x y^T", "x y'", "xyᵀ"],
  [transpose(A), "A^T", "A'", "Aᵀ", "A^⊤", "transpose(A)", "(A)^T"],
  [A, "A''", "(A')'", "(A^T)^T"],
  [inverse(X), "X^-1", "X^{-1}", "X⁻¹", "inv(X)", "X**-1", "inverse(X)"],
  [transpose(inverse(X)), "X^-T", "X^{-T}", "X^-ᵀ", "(X^-1)^T", "(X^T)^-1", "X⁻ᵀ"],
  [pseudoinverse(M), "M^+", "M^{+}", "M⁺", "pinv(M)", "M^†"],
  [matrixPower(X, two), "X^2", "X X", "X²", "X^{2}"],
  [elementPower(x, two), "x^2", "x²", "x ∘ x", "x^∘2", "x^{∘2}"],
  [trace(A), "tr(A)", "tr A", "trace(A)"],
  [trace(matmul(A, B)), "tr(A B)", "tr(AB)", "tr A B", "tr AB"],
  [det(X), "det(X)", "det X", "|X|", "|X'|"],
  [logdet(X), "log det X", "ln det(X)", "log|det X|", "logdet(X)", "ln |X|", "log(det(X))"],
  [norm(x), "||x||", "‖x‖", "norm(x)", "||x||_2", "‖x‖_2"],
  [sq(norm(x)), "||x||^2", "‖x‖²", "||x||_2^2"],
  [norm(X, "F"), "||X||_F", "‖X‖_F", "‖X‖"],
  [norm(x, 1), "||x||_1", "‖x‖_1"],
  [hadamard(A, B), "A∘B", "A ⊙ B", "hadamard(A, B)"],
  [matmul(A, hadamard(B, X)), "A (B ∘ X)", "A(B⊙X)"],
  [hadamard(matmul(A, x), y), "A x ∘ y", "(A x) ∘ y", "y ⊙ A x"],
  [kron(A, B), "A⊗B", "A ⊗ B", "kron(A, B)"],
  [diag(x), "diag(x)"],
  [vec(M), "vec(M)", "vec M"],
  [add(A, I), "A + I", "I + A", "A + I_n", "I_n + A"],
  [add(A, mul(two, a, I)), "A + 2a I", "A + 2a I_n"],
  [I, "I_n"],
  [ones(["n"]), "1_n", "ones(n)"],
  [ones(["m", "n"]), "ones(m, n)"],
  [matmul(transpose(ones(["n"])), x), "1^T x", "1ᵀ x", "1_n' x", "1_n^T x", "sum(x)"],
  [add(mul(a, x), mul(b, y)), "a x + b y", "b y + a x", "x a + y b"],
  [div(matmul(transpose(x), A, x), inner(x, x)), "(x'A x)/(x'x)", "x'A x/(x'x)"],
  [mul(half, x), "x/2", "1/2 x", "0.5 x"],
  [exp(x), "exp(x)", "e^x"],
  [softmax(x), "softmax(x)"],
  [logsumexp(x), "logsumexp(x)"],
  [matmul(M, x), "M x", "Mx"],
  [shaped("X", "n", "n"), "X + A - A"],
  [matmul(transpose(x), add(A, transpose(A))), "x'(A + A')", "x^T (A + A^T)"],
  [mul(zero, x), "0 x", "x - x"],
];

export const matrixLatexRows: readonly (readonly [Expression, ...string[]])[] = [
  [
    matmul(transpose(x), A, x),
    "x^\\top A x",
    "x^T A x",
    "x^{\\top}Ax",
    "\\mathbf{x}^\\top\\mathbf{A}\\mathbf{x}",
    "\\mathbf x^\\top A\\,\\mathbf x",
    "\\vec{x}^T A \\vec{x}",
    "x' A x",
    "x^{\\mathrm{T}} A x",
    "\\boldsymbol x^\\top A x",
    "x^\\intercal A x",
  ],
  [inverse(X), "X^{-1}", "\\mathbf X^{-1}"],
  [transpose(inverse(X)), "X^{-\\top}", "X^{-T}", "\\left(X^{-1}\\right)^\\top"],
  [pseudoinverse(M), "M^+", "M^{+}", "M^\\dagger"],
  [
    sq(norm(x)),
    "\\|x\\|^2",
    "\\|x\\|_2^2",
    "\\left\\|x\\right\\|_2^{2}",
    "\\lVert x\\rVert^2",
    "\\Vert x \\Vert_2^2",
    "\\|\\mathbf x\\|^2",
  ],
  [sq(norm(X, "F")), "\\|X\\|_F^2", "\\left\\|X\\right\\|_{F}^{2}"],
  [logdet(X), "\\log\\det X", "\\ln\\det(X)", "\\log\\left|\\det X\\right|", "\\log\\lvert\\det(X)\\rvert", "\\ln|X|"],
  [det(X), "\\det X", "|X|", "\\det(X)", "\\left|X\\right|"],
  [
    trace(matmul(transpose(A), B)),
    "\\operatorname{tr}(A^\\top B)",
    "\\mathrm{tr}(A^T B)",
    "\\operatorname{tr}\\left(A^{\\top}B\\right)",
  ],
  [hadamard(A, B), "A\\odot B", "A \\circ B"],
  [kron(A, B), "A\\otimes B"],
  [diag(x), "\\operatorname{diag}(x)", "\\operatorname{diag}(\\mathbf x)", "\\mathrm{diag}(x)"],
  [vec(M), "\\operatorname{vec}(M)"],
  [
    matmul(transpose(ones(["n"])), x),
    "\\mathbf{1}^\\top x",
    "\\mathbf 1^\\top\\mathbf x",
    "\\mathbf{1}_n^\\top x",
    "x^\\top\\mathbf 1",
  ],
  [I, "I_n", "I_{n}", "\\mathbf{I}_n"],
  [add(A, I), "A+I"],
  [
    inner(x, y),
    "\\langle x, y\\rangle",
    "x\\cdot y",
    "\\mathbf x\\cdot\\mathbf y",
    "x^\\top y",
    "\\left\\langle x,y\\right\\rangle",
  ],
  [
    pending(matmul(transpose(x), A, x), x),
    "\\nabla_{\\mathbf x} x^\\top A x",
    "\\nabla_x (x^\\top A x)",
    "\\frac{\\partial}{\\partial\\mathbf x} x^\\top A x",
  ],
  [transpose(pending(matmul(transpose(x), A, x), x)), "\\frac{\\partial}{\\partial\\mathbf x^\\top} x^\\top A x"],
];
