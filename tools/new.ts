/** `npm run new op NAME` writes src/ops/NAME.ts to fill in and lists it among the methods, which are functions too. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./entries.ts";
import { isBindable } from "./names.ts";

/** An elementwise op of one argument; every field that is left as it is fails its test. */
const template = (name: string): string => `import { elementwise, type Unary } from "../core/elementwise.ts";
import { sub } from "./arithmetic.ts";

/**
 * TODO: one line that says what ${name} is.
 * @param x - any shape; TODO: the range in which it is defined. Integers become floats
 * @returns the shape of x
 * @example ${name}(1) // => TODO
 * @source TODO: DLMF number, paper or book with the formula
 */
export const ${name}: Unary = /*@__PURE__*/ elementwise({
  name: "${name}",
  domain: { x: [-10, 10] },
  hard: [0, -0, Infinity, -Infinity],
  ulp: { f32: 1, f64: 4 },
  eval: (x) => x,
  kernel: (_, x) => x,
  partials: { x: ({ x, out }) => sub(x, out) },
  source: "TODO",
});
`;

/** Writes the op into the folder of the ops and returns the paths that it touched. @throws Error where the name will not do */
export function newOp(name: string, folder: string): string[] {
  const [file, methods, fluent, index] = [`${name}.ts`, "methods.ts", "fluent.ts", "index.ts"].map((path) =>
    join(folder, path),
  );
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name) || !isBindable(name))
    throw new Error(`"${name}" is no name for an op; expected one word in camelCase, such as softSign`);
  const word = new RegExp(`\\b${name}\\b`);
  if (existsSync(file) || [methods, index].some((path) => word.test(readFileSync(path, "utf8"))))
    throw new Error(`there is a "${name}" in ${folder} already`);
  writeFileSync(file, template(name));
  appendFileSync(methods, `export { ${name} } from "./${name}.ts";\n`);
  const types = readFileSync(fluent, "utf8");
  writeFileSync(fluent, types.replace(DOCUMENTED, `$&MethodsOf<typeof import("./${name}.ts")> &\n  `));
  return [file, methods, fluent];
}

/** The type that leads an editor from a method to the file of its function. */
const DOCUMENTED = /^type Documented = /m;

if (import.meta.main) {
  const [kind, name, ...rest] = process.argv.slice(2);
  if (kind !== "op" || name === undefined || rest.length > 0) {
    console.error("usage: npm run new op NAME");
    process.exit(2);
  }
  try {
    for (const path of newOp(name, join(root, "src/ops"))) console.log(`wrote ${path}`);
    console.log(`now fill in the fields, then: npm test ops; npm run docs -- --write; npm run check`);
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
