/** Every op. */
import "../engine/install.ts";
import "./fluent.ts";

export { add, div, mul, neg, sub } from "./arithmetic.ts";
