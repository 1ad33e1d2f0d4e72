/** Bytes to download and time to import, of the built package: `npm run build` first. */
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { entries, root } from "../tools/entries.ts";
import type { Figure } from "./measure.ts";

async function bundle(contents: string): Promise<string> {
  const stdin = { contents, resolveDir: root };
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: "esm", write: false });
  return outputFiles[0].text;
}

function importMs(): number {
  const script = 'const start = performance.now(); await import("nabla"); console.log(performance.now() - start);';
  const times = Array.from({ length: 9 }, () =>
    Number(
      spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8", cwd: root }).stdout,
    ),
  );
  return times.sort((a, b) => a - b)[4];
}

export async function size(): Promise<readonly Figure[]> {
  const small = (entry: string): Promise<string> =>
    bundle(`import { tensor, grad } from "${root}dist/entries/${entry}.js"; console.log(tensor, grad);`);
  const computes = entries.filter(({ name }) => !/\/(help|plot|calculus|probability)$/.test(name));
  const whole = await bundle(computes.map(({ dist }, i) => `export * as e${i} from "${root}${dist}";`).join("\n"));
  return [
    {
      task: "tensor and grad of nabla/functional, minified",
      value: (await small("functional")).length / 1000,
      unit: "KB",
      bar: 60,
    },
    {
      task: "tensor and grad with all methods, minified, gzipped",
      value: gzipSync(await small("index")).length / 1000,
      unit: "KB",
      bar: 130,
    },
    { task: "all that computes, minified and gzipped", value: gzipSync(whole).length / 1000, unit: "KB", bar: 250 },
    { task: "import, fresh process", value: importMs(), unit: "ms", bar: 60 },
  ];
}
