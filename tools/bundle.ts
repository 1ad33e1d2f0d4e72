/**
 * After `tsc`: puts the packages of others into the files that import them (tools/packages.ts), with their licences in
 * `dist/LICENSES.txt`, and makes `dist/node/`: the entries with their modules joined, which is what Node imports. Opening and linking
 * some two hundred small files took most of the time of `import "nabla"`. Bundlers get the single files, of which they can leave out
 * more.
 */
import { build } from "esbuild";
import { entries, root } from "./entries.ts";
import { bundleCommand } from "./bundle/command.ts";
import { bundlePackages } from "./bundle/packages.ts";

const bundled = await bundlePackages(await bundleCommand());

await build({
  entryPoints: entries.map(({ dist }) => `${root}${dist}`),
  outdir: `${root}dist/node`,
  chunkNames: "[hash]", // beside the entries, from where esbuild writes the paths of external files
  bundle: true,
  splitting: true,
  external: bundled, // one copy is enough
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
});
