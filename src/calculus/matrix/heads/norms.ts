/** Norms, the largest eigenvalue, and the factors that their gradients are made of. */
import { max as maxTensor } from "../../../ops/extrema.ts";
import { permute } from "../../../core/basic.ts";
import { abs } from "../../../ops/arithmetic.ts";
import { sliceAxis } from "../../../ops/blocks.ts";
import { norm as matrixNorm } from "../../../ops/linalg/norm.ts";
import { eigh, eigvalsh, svd } from "../../../ops/linalg/spectra.ts";
import { matmul as matmulTensor } from "../../../ops/matmul.ts";
import { norm as normTensor } from "../../../ops/norm.ts";
import { mul, power } from "../../build.ts";
import type { Dimensions, Expression } from "../../expression.ts";
import { apply } from "../../functions.ts";
import { intern } from "../../intern.ts";
import { minusOne, two, zero } from "../../leaves.ts";
import { ATOM, called, type Head, isColumn, isZeros, mismatch, requireSquare, shown } from "../head.ts";
import { inner, sumOfElements } from "./invariants.ts";
import { isSymmetric } from "./products.ts";

const SCALAR: Dimensions = [];

export const normHead: Head = {
  name: "norm",
  dimensions: () => SCALAR,
  build: ([x]) => norm(x),
  rule: {
    name: "norm",
    text: "d‖X‖ = tr(Xᵀ dX) / ‖X‖, X ≠ 0",
    latex: "\\mathrm{d}\\|X\\| = \\frac{\\operatorname{tr}(X^{\\top}\\,\\mathrm{d}X)}{\\|X\\|}",
  },
  differential: ([x], [dx], whole) => dx && mul(power(whole, minusOne), inner(x, dx)),
  tensor: ([x]) => normTensor(x),
  notation: ([x], write) => {
    const inside = write(x, 0);
    const mark = isColumn(x) ? "" : "F";
    return {
      text: `‖${inside}‖${mark && `_${mark}`}`,
      latex: `\\left\\|${inside}\\right\\|${mark && `_${mark}`}`,
      precedence: ATOM,
    };
  },
};

/** Which norm: of a vector 1 or 2, of a matrix "F", "nuclear" or "spectral". */
export type NormKind = 1 | 2 | "F" | "nuclear" | "spectral";

/**
 * A norm: Euclidean of a vector, Frobenius of a matrix, or another. Thus gradientOf(norm(x), x) is x/‖x‖.
 * @param x - a vector or matrix; of a scalar its absolute value
 * @param kind - of a vector 1 or 2, of a matrix "F", "nuclear" or "spectral"
 * @returns a scalar
 * @throws TensorError "shape" for the norm 1 of a matrix
 * @math \|x\| = \sqrt{x^{\top} x}
 */
export function norm(x: Expression, kind: NormKind = x.dimensions.length === 2 ? "F" : 2): Expression {
  if (x.isScalar) return apply(abs.op, x);
  if (isZeros(x)) return zero;
  if (x.kind === "product") {
    const scalars = x.args.slice(0, -1).map((part) => apply(abs.op, part));
    return mul(...scalars, norm(x.args[x.args.length - 1], kind));
  }
  if (kind === 1) {
    if (!isColumn(x)) mismatch("norm", `the norm 1 of a matrix ${shown(x.dimensions)} is not offered`, "use vec(x)");
    return sumOfElements(apply(abs.op, x));
  }
  if (isColumn(x) || kind === "F") return intern("matrix", normHead, [x]);
  return kind === "nuclear" ? intern("matrix", nuclearHead, [x]) : intern("matrix", spectralHead, [x]);
}

/**
 * The square of the Euclidean norm of a vector, of the Frobenius norm of a matrix. Thus gradientOf(squaredNorm(X), X) is 2X.
 * @param x - a vector or matrix
 * @returns a scalar
 * @math \|X\|_F^2 = \operatorname{tr}(X^{\top} X)
 */
export const squaredNorm = (x: Expression): Expression => power(norm(x), two);

/** A norm that depends on the singular values, whose gradient is made of the singular vectors. */
function spectral(name: string, kind: "nuc" | 2, mark: string, gradient: (x: Expression) => Expression): Head {
  return {
    name,
    dimensions: () => SCALAR,
    build: ([x]) => intern("matrix", name === "nuclear" ? nuclearHead : spectralHead, [x]),
    rule: {
      name: `${name} norm`,
      text: name === "nuclear" ? "d‖X‖_* = tr((UVᵀ)ᵀ dX), X = UDVᵀ of full rank" : "d‖X‖₂ = u₁ᵀ dX v₁, σ₁ simple",
      latex:
        name === "nuclear"
          ? "\\mathrm{d}\\|X\\|_* = \\operatorname{tr}(VU^{\\top}\\,\\mathrm{d}X)"
          : "\\mathrm{d}\\|X\\|_2 = u_1^{\\top}\\,\\mathrm{d}X\\,v_1",
    },
    differential: ([x], [dx]) => dx && inner(gradient(x), dx),
    tensor: ([x]) => matrixNorm(x, kind),
    notation: ([x], write) => ({
      text: `‖${write(x, 0)}‖_${mark}`,
      latex: `\\left\\|${write(x, 0)}\\right\\|_${mark}`,
      precedence: ATOM,
    }),
  };
}

/** A factor of a decomposition, named: it has no differential of its own here. */
function factor(name: string, text: string, latex: string, tensor: Head["tensor"]): Head {
  const head: Head = {
    name,
    dimensions: ([x]) => x.dimensions,
    build: (args) => intern("matrix", head, args),
    differential: () => undefined,
    tensor,
    notation: (args, write) => {
      const inside = write(args[0], 0);
      return { text: `${text}(${inside})`, latex: `${latex}\\left(${inside}\\right)`, precedence: ATOM };
    },
  };
  return head;
}

/** One that is symmetric. */
function symmetricFactor(...given: Parameters<typeof factor>): Head {
  const head: Head = {
    ...factor(...given),
    build: (args) => intern("matrix", head, args),
    transposed: (args) => intern("matrix", head, args),
  };
  return head;
}

/** U Vᵀ of X = U D Vᵀ: the orthogonal factor of the polar decomposition. */
const polarHead: Head = /*@__PURE__*/ factor("polar", "UVᵀ", "UV^{\\top}", ([x]) => {
  const { u, vh } = svd(x, { fullMatrices: false });
  return matmulTensor(u, vh);
});

/** u₁v₁ᵀ of the largest singular value. */
const leadingHead: Head = /*@__PURE__*/ factor("leading", "u₁v₁ᵀ", "u_1 v_1^{\\top}", ([x]) => {
  const { u, vh } = svd(x, { fullMatrices: false });
  return matmulTensor(
    sliceAxis(u, 1, { start: 0, size: 1, step: 1 }),
    sliceAxis(vh, 0, { start: 0, size: 1, step: 1 }),
  );
});

/** v vᵀ of the largest eigenvalue of a symmetric matrix. */
const eigenprojectionHead: Head = /*@__PURE__*/ symmetricFactor("eigenprojection", "vvᵀ", "v v^{\\top}", ([x]) => {
  const { vectors } = eigh(x);
  const v = sliceAxis(vectors, 1, { start: vectors.shape[1] - 1, size: 1, step: 1 });
  return matmulTensor(v, permute(v, [1, 0]));
});

const factorOf = (head: Head, x: Expression): Expression => intern("matrix", head, [x]);

const nuclearHead: Head = /*@__PURE__*/ spectral("nuclear", "nuc", "*", (x) => factorOf(polarHead, x));
const spectralHead: Head = /*@__PURE__*/ spectral("spectral", 2, "2", (x) => factorOf(leadingHead, x));

const largestEigenvalueHead: Head = {
  name: "largestEigenvalue",
  dimensions: () => SCALAR,
  build: ([x]) => largestEigenvalue(x),
  rule: {
    name: "largest eigenvalue",
    text: "dλ = vᵀ dX v, λ simple",
    latex: "\\mathrm{d}\\lambda = v^{\\top}\\,\\mathrm{d}X\\,v",
  },
  differential: ([x], [dx]) => dx && inner(factorOf(eigenprojectionHead, x), dx),
  tensor: ([x]) => maxTensor(eigvalsh(x)),
  notation: /*@__PURE__*/ called("λ_max", "\\lambda_{\\max}"),
};

/**
 * The largest eigenvalue of a symmetric matrix; its gradient is vvᵀ where it is simple.
 * @param x - a matrix known to be symmetric
 * @returns a scalar
 * @throws TensorError "shape" when x is not square, or not known to be symmetric
 * @math \mathrm{d}\lambda = v^{\top}\,\mathrm{d}X\,v
 * @source Magnus & Neudecker, Matrix Differential Calculus, 3rd ed., §8.9
 */
export function largestEigenvalue(x: Expression): Expression {
  requireSquare("largestEigenvalue", x);
  if (!isSymmetric(x)) {
    mismatch(
      "largestEigenvalue",
      "the matrix is not known to be symmetric",
      'declare it: matrix("X", "n", "n", { symmetric: true })',
    );
  }
  return intern("matrix", largestEigenvalueHead, [x]);
}
