// Written by tools/golden/minimaxSpecial.py (mpmath 1.3.0, 60 digits); edit the formulas there, not the numbers here.
import type { Fit } from "./fit.ts";

/** (2 artanh s - 2s)/s³ by s², |s| ≤ 0.172; error 2^-54.57. */
export const AREA: Fit = {
  f64: [
    0.6666666666666666, 0.3999999999999999, 0.2857142857143563, 0.22222222219777607, 0.18181818605445013,
    0.1538457420874962, 0.13335678514714808, 0.11687233189552514, 0.11890045085576857,
  ],
};
