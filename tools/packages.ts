/**
 * The packages of others that the build puts into ours, by the file of src/ that imports them. Such a file exports functions only; what
 * it imports is evaluated when one of them is first called.
 */
export const packages: Readonly<Record<string, readonly string[]>> = {
  "plot/library.ts": ["@observablehq/plot"],
};

/** Rooms that become one file of dist/, the command `nabla`, with all that they import besides Nabla and Node. */
export const command: Readonly<Record<string, readonly string[]>> = {
  repl: ["acorn", "sucrase"],
  cli: ["nabla", "nabla/calculus", "nabla/help", "nabla/plot", "nabla/probability", "node:"],
};
