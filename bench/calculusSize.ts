/** What calculus adds to a bundle that has the core already. */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { root, sideEffects } from "../tools/entries.ts";

const folder = `${root}src/calculus/`;

/** Kilobytes, minified and gzipped, of everything under src/calculus/ that the entry needs; the modules of the core stay outside. */
export async function calculusSize(): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [`${root}src/entries/calculus.ts`],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    logLevel: "error",
    plugins: [
      {
        name: "core outside",
        setup: ({ onResolve }) => {
          onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
            const file = new URL(path, `file://${resolveDir}/`).pathname;
            if (!file.startsWith(folder)) return { path, external: true };
            return { path: file, sideEffects: sideEffects.includes(file.slice(root.length)) };
          });
        },
      },
    ],
  });
  return gzipSync(outputFiles[0].text).length / 1000;
}
