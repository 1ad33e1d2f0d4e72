/** Special functions, within 4 units in the last place and differentiable in every argument. */

export { i0, i0e, i1, i1e, j0, j1 } from "./special/bessel.ts";
export { besselRatio, ive, kve, logIve, logKve } from "./special/besselReal.ts";
export { entr, klDiv, relEntr } from "./special/entropy.ts";
export { dawsn, erf, erfc, erfcinv, erfcx, erfinv, logErfc, logNdtr, ndtr, ndtri } from "./special/erf.ts";
export { exp1, expi, expn, spence } from "./special/expint.ts";
export {
  beta,
  comb,
  digamma,
  factorial,
  gamma,
  gammasgn,
  lbeta,
  lgamma,
  multigammaln,
  poch,
  polygamma,
  trigamma,
  zeta,
} from "./special/gamma.ts";
export {
  betainc,
  betaincc,
  betainccinv,
  betaincinv,
  logBetainc,
  logBetaincc,
} from "./special/incompleteBeta.ts";
export {
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  logGammainc,
  logGammaincc,
} from "./special/incompleteGamma.ts";
export {
  logNoncentralGammainc,
  logNoncentralGammaincc,
  marcumQ,
  noncentralGammainc,
  noncentralGammaincc,
} from "./special/noncentral.ts";
export { ndtriExp, owensT } from "./special/normal.ts";
