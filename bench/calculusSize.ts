/** What calculus adds to a bundle that has the core already. */
import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { root } from "../tools/entries.ts";

const folder = `${root}src/calculus/`;
const ENTRY = `${root}src/entries/calculus.ts`;

/** What the entry exports, where there is none yet. */
const MODULES =
  `differentiate/derive differentiate/record differentiate/operators differentiate/check differentiate/indirect
  differentiate/definition differentiate/carry steps/text steps/latex steps/data print/text print/latex print/typescript
  print/notation print/vectorNotation parse/index simplify/simplify simplify/expand simplify/factor evaluate/evaluate
  evaluate/compile evaluate/symbolic matrix/index solve/solve solve/criticalPoints limits/limit series/taylor series/expand
  integrate/integrate numeric/differentiate numeric/limit numeric/quadrature`.split(/\s+/);

/** Kilobytes, minified and gzipped, of everything under src/calculus/ that the entry needs; the modules of the core stay outside. */
export async function calculusSize(): Promise<number> {
  const made = MODULES.map((name) => `${folder}${name}.ts`).filter((path) => existsSync(path));
  const contents = existsSync(ENTRY)
    ? `export * from ${JSON.stringify(ENTRY)};`
    : made.map((path, at) => `export * as m${at} from ${JSON.stringify(path)};`).join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    plugins: [
      {
        name: "core outside",
        setup: ({ onResolve }) => {
          onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
            const inside = new URL(path, `file://${resolveDir}/`).pathname.startsWith(folder);
            return inside ? undefined : { path, external: true };
          });
        },
      },
    ],
  });
  return gzipSync(outputFiles[0].text).length / 1000;
}
