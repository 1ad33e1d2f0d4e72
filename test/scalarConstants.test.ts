/** Constants are the float64 next to the true number. Digits: mpmath 1.3.0 with 40 digits. */
import { expect, test } from "vitest";
import * as constants from "../src/ops/scalar/constants.ts";

const { EULER_MACLAURIN, ...numbers } = constants;

test("each constant is the nearest float64", () => {
  const digits: Readonly<Record<keyof typeof numbers, string>> = {
    EULER: "0.577215664901532860606512090082",
    HALF_LOG_TAU: "0.918938533204672741780329736405",
    INVERSE_SQRT_TAU: "0.398942280401432677939946059934",
    LOG_PI: "1.144729885849400174143427351353",
    LOG_TAU: "1.837877066409345483560659472811",
    PI_LO: "1.224646799147353177226065932276e-16",
    SQRT_TAU: "2.506628274631000502415765284811",
    SQRT_TWO_OVER_PI: "0.797884560802865355879892119869",
    TWO_OVER_SQRT_PI: "1.128379167095512573896158903122",
  };
  expect(numbers).toEqual(Object.fromEntries(Object.entries(digits).map(([name, text]) => [name, Number(text)])));
});

test("the terms of Euler and Maclaurin's formula sum to 1/(e - 1) - 1 + 1/2", () => {
  expect(EULER_MACLAURIN.reduce((sum, term) => sum + term, 0)).toBeCloseTo(1 / Math.expm1(1) - 0.5, 15);
});
