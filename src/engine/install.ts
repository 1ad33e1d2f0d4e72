/** Gives the core an engine; every entry of the package imports this file. */
import { setEngine } from "../core/interpreter.ts";
import { reference } from "./reference/index.ts";

setEngine(reference);
