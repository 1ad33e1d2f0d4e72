/** The package as users get it: packed, installed into an empty project, run, compiled and bundled. */
import { copyFileSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entries, root } from "../../tools/entries.ts";
import { runCommand } from "./tool.ts";

const KB = 1000;
/** `import { tensor, grad }` alone; strings that must not be in it: the other rooms and the heavy families. */
const SMALL = 60 * KB;
const MUST_NOT_APPEAR: readonly string[] = ["svd", "threefry", "conv2d"];
/** Everything, minified and gzipped. */
const WHOLE = 120 * KB;
/** Far above what `npm run bench` measures, so that a busy machine does not fail the suite. */
const IMPORT_MS = 200;

const project = realpathSync(mkdtempSync(join(tmpdir(), "nabla-consumer-")));
let packed: readonly string[] = [];

beforeAll(() => {
  run("npm", ["run", "build"], root);
  const report = run("npm", ["pack", "--json", "--ignore-scripts", "--silent", "--pack-destination", project], root);
  const [{ filename, files }] = JSON.parse(report.slice(report.indexOf("[\n"))) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = files.map(({ path }) => path);
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
  run("npm", ["install", "--offline", "--ignore-scripts", `./${filename}`], project);
  for (const name of ["plain.mjs", "strict.ts"]) copyFileSync(`${root}test/repo/consumer/${name}`, join(project, name));
}, 120_000);

afterAll(() => rmSync(project, { recursive: true }));

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, output } = runCommand(command, args, cwd);
  expect(status, output).toBe(0);
  return output;
}

test("holds the build, the licence and the readme, nothing else", () => {
  const others = packed.filter((path) => !/^dist\/.*\.(js|js\.map|d\.ts)$/.test(path));
  expect(others.toSorted()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
});

describe("plain JavaScript", () => {
  /** Each version of Node that the PATH offers: this one and, on most machines, the system's. .ci/run adds 20, 22 and 24. */
  const nodes = new Map<string, string>();
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const node = join(folder, "node");
    if (existsSync(node)) nodes.set(runCommand(node, ["--version"], root).output.trim(), node);
  }

  test.for([...nodes])("runs on Node %s", ([, node]) => {
    expect(run(node, ["plain.mjs"], project)).toBe("ok\n");
  });

  test(`imports in less than ${IMPORT_MS} ms`, () => {
    const script = 'const start = performance.now(); await import("nabla"); console.log(performance.now() - start);';
    const time = (): number => Number(run(process.execPath, ["--input-type=module", "--eval", script], project));
    expect(Math.min(time(), time(), time())).toBeLessThan(IMPORT_MS);
  });
});

describe("strict TypeScript", () => {
  test.for([
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])("compiles with module %s, resolution %s", ([module, resolution]) => {
    const options = [
      "--strict",
      "--noEmit",
      "--target",
      "es2022",
      "--module",
      module,
      "--moduleResolution",
      resolution,
    ];
    run(`${root}node_modules/.bin/tsc`, ["--ignoreConfig", ...options, "--types", "", "strict.ts"], project);
  });
});

describe("bundles", () => {
  async function bundle(contents: string): Promise<string> {
    const stdin = { contents, resolveDir: project };
    const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: "esm", write: false });
    return outputFiles[0].text;
  }

  test("tensor and grad alone are small", async () => {
    const text = await bundle('import { grad, tensor } from "nabla"; console.log(grad, tensor);');
    expect(MUST_NOT_APPEAR.filter((word) => new RegExp(`\\b${word}\\b`).test(text))).toEqual([]);
    expect(text.length).toBeLessThan(SMALL);
  });

  test("the whole is small, compressed", async () => {
    const text = await bundle(entries.map(({ name }, index) => `export * as e${index} from "${name}";`).join("\n"));
    expect(gzipSync(text).length).toBeLessThan(WHOLE);
  });
});
