/** What the documentation costs: nothing for those who do not ask, little for those who do; and it works in a page. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { entries, root } from "../../tools/entries.ts";
import { help as ask } from "nabla/help";
import { runNode } from "../repo/tool.ts";

const KB = 1000;
/** The data alone. The 150 KB of issue 4 were for 1,266 names; there are 2,080 now, at the same cost a name. */
const COMPRESSED = 225 * KB;
/** Far above what it takes, so that a busy machine does not fail the suite: about 20 and 0.3. */
const COLD_MS = 150;
const WARM_MS = 2;

const DATA = /(?:^|\/)src\/help\/data\.ts$|(?:^|\/)help\/data\.js$/;
/** A row of the data. */
const ROW = /"?kind"?:\s?"member"/;

const sources = entries.map(({ source }) => root + source);

/** As tools/bundle.ts does it, from the sources, whose effects package.json does not name. */
const BUNDLE = {
  absWorkingDir: root,
  outdir: "none",
  bundle: true,
  splitting: true,
  format: "esm",
  packages: "external",
  ignoreAnnotations: true,
  metafile: true,
} as const;

describe("who does not ask loads nothing", () => {
  const others = entries.filter(({ name }) => name !== "nabla/help");

  test("in bundles: no other entry reaches the data, not even later", async () => {
    for (const { name, source } of others) {
      const entryPoints = [root + source];
      const { metafile } = await build({ ...BUNDLE, entryPoints, write: false });
      const inputs = Object.keys(metafile.inputs);
      expect(inputs.length).toBeGreaterThan(10);
      expect(
        inputs.filter((path) => DATA.test(path)),
        name,
      ).toEqual([]);
    }
  });

  test("with the chunks that Node gets: the data is in none that another entry needs", async () => {
    const { outputFiles, metafile } = await build({ ...BUNDLE, entryPoints: sources, write: false });
    const outputs = metafile.outputs;
    const needed = (path: string): string[] => {
      const found = [path];
      for (const each of found) {
        for (const { path: next, external } of outputs[each]?.imports ?? []) {
          if (!external && !found.includes(next)) found.push(next);
        }
      }
      return found;
    };
    const holding = Object.keys(outputs).filter((path) =>
      Object.keys(outputs[path].inputs).some((input) => DATA.test(input)),
    );
    expect(holding).toHaveLength(1);
    expect(outputFiles.filter(({ text }) => ROW.test(text))).toHaveLength(1);
    for (const { name, source } of others) {
      const [path] = Object.keys(outputs).filter((each) => outputs[each].entryPoint === source);
      expect(
        needed(path).filter((each) => holding.includes(each)),
        name,
      ).toEqual([]);
    }
  });

  /** The files that a built file imports, by reading them. */
  function reached(first: string): string[] {
    const found = [first];
    for (const file of found) {
      const text = readFileSync(file, "utf8");
      for (const [, a, b] of text.matchAll(/(?:\bfrom|\bimport)\s*"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/g)) {
        const next = join(dirname(file), a ?? b);
        if (!found.includes(next)) found.push(next);
      }
    }
    return found;
  }

  test.for(["dist/entries", "dist/node"])("in %s, where it is built", (folder) => {
    const first = join(root, folder, "index.js");
    if (!existsSync(first) || !existsSync(join(root, folder, "help.js"))) return;
    let files: string[];
    try {
      files = reached(first);
    } catch (error) {
      if ((error as { code?: string }).code === "ENOENT") return; // another test is building
      throw error;
    }
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((file) => ROW.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});

test("the data is small, compressed", async () => {
  const { outputFiles } = await build({
    entryPoints: [`${root}src/help/data.ts`],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  expect(outputFiles[0].text).toMatch(ROW);
  expect(gzipSync(outputFiles[0].text).length).toBeLessThan(COMPRESSED);
});

describe("in a page, where there is no process", () => {
  interface Page {
    readonly nabla: typeof import("nabla/help");
    readonly result?: unknown;
  }
  let text = "";

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [`${root}src/entries/help.ts`],
      bundle: true,
      format: "iife",
      globalName: "nabla",
      write: false,
      external: ["@observablehq/plot"],
      ignoreAnnotations: true,
      logOverride: { "empty-import-meta": "silent" },
    });
    text = outputFiles[0].text;
  });

  const open = (strings: boolean): Page => {
    const context = {} as Page;
    runInNewContext(text, context as object, { contextCodeGeneration: { strings, wasm: true } });
    return context;
  };

  test("everything answers", async () => {
    const { dir, help, apropos, describe: look, example, source } = open(true).nabla;
    expect(String(help("sum"))).toContain("function sum in nabla");
    expect(dir("random").names).toContain("normal");
    expect(apropos("standard deviation").names[0]).toBe("std");
    expect(String(look([1, 2, 3]))).toContain("mean");
    expect(String(await example("cumsum"))).toContain("// => Tensor [[ 1,  3,  6],\n    //            [ 4,  9, 15]]");
    expect(String(await source("cumsum"))).toContain("cannot be read here");
    expect(String(await source(help))).toContain("function help(");
  });

  test("where code may not be made of text, example says so", async () => {
    const { example, help } = open(false).nabla;
    const error = await example("sum").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "TensorError", code: "value" });
    expect(String(error)).toContain("unsafe-eval");
    expect(String(help("sum"))).toContain("function sum in nabla");
  });
});

describe("speed", () => {
  const best = (times: number, run: () => void): number =>
    Math.min(
      ...Array.from({ length: times }, () => {
        const start = performance.now();
        run();
        return performance.now() - start;
      }),
    );

  test.for(["sum", "Tensor", "nabla", "torch.cumsum", "random.normal", "cumsm", "log gamma"])("of help(%j)", (name) => {
    expect(best(20, () => void ask(name).toText({ colors: true }))).toBeLessThan(WARM_MS);
  });

  test("of the first help", async () => {
    const outdir = mkdtempSync(join(tmpdir(), "nabla-help-"));
    try {
      await build({ ...BUNDLE, entryPoints: sources, outdir, outExtension: { ".js": ".mjs" } });
      const url = (name: string): string => JSON.stringify(pathToFileURL(join(outdir, name)).href);
      const script = `
        await import(${url("index.mjs")});
        const start = performance.now();
        const { help } = await import(${url("help.mjs")});
        help("sum").toText();
        console.log(performance.now() - start);`;
      const time = (): number => Number(runNode(["--input-type=module", "--eval", script]).output);
      expect(Math.min(time(), time(), time(), time(), time())).toBeLessThan(COLD_MS);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});
