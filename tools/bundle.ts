/**
 * `dist/node/`: the entries with their modules joined, which is what Node imports: opening and linking some two hundred small
 * files took most of the time of `import "nabla"`. Bundlers get the single files, of which they can leave out more.
 */
import { build } from "esbuild";
import { entries, root } from "./entries.ts";

await build({
  entryPoints: entries.map(({ dist }) => `${root}${dist}`),
  outdir: `${root}dist/node`,
  chunkNames: "chunks/[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
});
