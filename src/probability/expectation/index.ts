/** Expectations, and laws found from data. */
export { type Bootstrap, bootstrap, type BootstrapOptions } from "./bootstrap.ts";
export { expectation, type ExpectationOptions } from "./expectation.ts";
export { type Fit, fit, type FitOptions } from "./fit.ts";
export { type McError, mcError } from "./mcError.ts";
