/** The command `nabla`: one file for Node, with the packages that it uses, beside the library that it imports by name. */
import { chmodSync } from "node:fs";
import { build } from "esbuild";
import { root } from "../entries.ts";

/** @returns the sources that are in it */
export async function bundleCommand(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [`${root}src/cli/main.ts`],
    outfile: `${root}dist/cli/main.js`,
    absWorkingDir: root,
    bundle: true,
    external: ["nabla", "nabla/*"],
    platform: "node",
    format: "esm",
    target: "node20",
    mainFields: ["module", "main"],
    minify: true,
    metafile: true,
    legalComments: "none", // they are in LICENSES.txt
    logLevel: "warning",
  });
  chmodSync(`${root}dist/cli/main.js`, 0o755);
  return Object.keys(metafile.inputs);
}
