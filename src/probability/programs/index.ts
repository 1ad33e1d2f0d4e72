/** The public names of programs. */
export { categorical, type Choice, choose, factor, flip, observe } from "./choices.ts";
export { enumerate, type EnumerateOptions, Enumeration, type ProgramModel } from "./enumerate.ts";
