/** Linear algebra. */

export { cholesky, choleskySolve } from "./cholesky.ts";
export { det, logdet, type SlogDet, slogdet } from "./determinant.ts";
export { expm, matrixPower, multiDot } from "./functions.ts";
export { cond, type LeastSquares, lstsq, matrixRank, pinv, type RankOptions } from "./leastSquares.ts";
export { type Lu, lu } from "./lu.ts";
export { type MatrixOrder, norm } from "./norm.ts";
export { type Qr, type QrMode, qr } from "./qr.ts";
export { inv, solve } from "./solve.ts";
export { type Eigh, eigh, eigvalsh, type Svd, type SvdOptions, svd, svdvals } from "./spectra.ts";
export { type TriangularSolveOptions, triangularSolve } from "./triangular.ts";
export { trace } from "../diagonals.ts";
