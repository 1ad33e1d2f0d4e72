/** Gives the core an engine; every entry of the package imports this file. */
import { setDefaultEngine } from "../core/interpreter.ts";
import { reference } from "./reference/index.ts";

setDefaultEngine(reference);
