/** Functions of matrices that are no whole powers: the exponential and the pseudo-inverse. */
import { reshapeTo } from "../../../core/basic.ts";
import { expm as expmTensor } from "../../../ops/linalg/functions.ts";
import { pinv as pinvTensor } from "../../../ops/linalg/leastSquares.ts";
import { neg, power, sub, sumOf, zeros } from "../../build.ts";
import type { Expression } from "../../expression.ts";
import { intern } from "../../intern.ts";
import { e, minusOne } from "../../leaves.ts";
import {
  called,
  columnsOf,
  dimensionsFrom,
  type Head,
  isColumn,
  isHead,
  isRow,
  isZeros,
  POWER,
  requireSquare,
  rowsOf,
} from "../head.ts";
import { identity, isIdentity } from "./constants.ts";
import { matmul, transpose } from "./products.ts";

export const expmHead: Head = {
  name: "expm",
  dimensions: ([x]) => {
    requireSquare("expm", x);
    return x.dimensions;
  },
  build: ([x]) => expm(x),
  transposed: ([x], back) => expm(back(x)),
  // Alone it has no closed form: ∫ e^((1-s)X) dX e^(sX) ds. The trace has one.
  rule: {
    name: "exponential of a matrix",
    text: "d tr eˣ = tr(eˣ dX)",
    latex: "\\mathrm{d}\\operatorname{tr}e^{X} = \\operatorname{tr}(e^{X}\\,\\mathrm{d}X)",
  },
  differential: () => undefined,
  tensor: ([x]) => expmTensor(x),
  notation: /*@__PURE__*/ called("expm"),
};

/**
 * The exponential of a matrix, the sum of its powers over factorials. Its trace has a gradient in closed form, which it has not itself.
 * Thus gradientOf(trace(expm(X)), X) is expm(Xᵀ).
 * @param x - a square matrix, or a scalar
 * @returns of the same dimensions
 * @throws TensorError "shape" when x is not square
 * @math e^X = \sum_k X^k / k!
 */
export function expm(x: Expression): Expression {
  if (x.isScalar) return power(e, x);
  requireSquare("expm", x);
  return isZeros(x) ? identity(rowsOf(x)) : intern("matrix", expmHead, [x]);
}

const pinvHead: Head = {
  name: "pseudoinverse",
  dimensions: ([x]) => dimensionsFrom(columnsOf(x), rowsOf(x)),
  build: ([x]) => pseudoinverse(x),
  transposed: ([x], back) => pseudoinverse(back(x)),
  rule: {
    name: "pseudo-inverse of constant rank",
    text: "d(X⁺) = -X⁺ dX X⁺ + X⁺X⁺ᵀ dXᵀ (I - XX⁺) + (I - X⁺X) dXᵀ X⁺ᵀX⁺",
    latex:
      "\\mathrm{d}X^{+} = -X^{+}\\mathrm{d}X\\,X^{+} + X^{+}X^{+\\top}\\mathrm{d}X^{\\top}(I - XX^{+}) + (I - X^{+}X)\\mathrm{d}X^{\\top}X^{+\\top}X^{+}",
  },
  differential: ([x], [dx], p) => dx && pinvDifferential(x, dx, p),
  tensor: ([x], { shape }) => reshapeTo(pinvTensor(x.ndim === 2 ? x : reshapeTo(x, [x.size, 1])), shape),
  notation: ([x], write) => {
    const inner = write(x, POWER + 0.5);
    return { text: `${inner}⁺`, latex: `${inner}^{+}`, precedence: POWER };
  },
};

/** Golub & Pereyra, The differentiation of pseudo-inverses and nonlinear least squares problems, 1973, (4.12). */
function pinvDifferential(x: Expression, dx: Expression, p: Expression): Expression {
  const [q, dxt] = [transpose(p), transpose(dx)];
  return sumOf([
    neg(matmul(p, dx, p)),
    matmul(p, q, dxt, sub(identity(rowsOf(x)), matmul(x, p))),
    matmul(sub(identity(columnsOf(x)), matmul(p, x)), dxt, q, p),
  ]);
}

/**
 * The Moore–Penrose pseudo-inverse X⁺, (XᵀX)⁻¹Xᵀ where the columns are independent. Its differential holds while the rank does not
 * change. Thus pseudoinverse(matrix("X", "m", "n")).dimensions is ["n", "m"].
 * @param x - a matrix, vector or scalar
 * @returns with rows and columns exchanged
 * @math X X^{+} X = X
 * @source Golub & Pereyra, The differentiation of pseudo-inverses and nonlinear least squares problems, 1973
 */
export function pseudoinverse(x: Expression): Expression {
  if (x.isScalar) return power(x, minusOne);
  if (isZeros(x)) return zeros(dimensionsFrom(columnsOf(x), rowsOf(x)));
  if (isIdentity(x)) return x;
  if (isHead(x, pinvHead)) return x.args[0];
  if (isColumn(x)) return matmul(power(matmul(transpose(x), x), minusOne), transpose(x));
  if (isRow(x)) return transpose(pseudoinverse(transpose(x)));
  return intern("matrix", pinvHead, [x]);
}
