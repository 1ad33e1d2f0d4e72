/** The package as users get it: packed, installed into an empty project, run, compiled and bundled. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entries, root } from "../../tools/entries.ts";
import { runCommand } from "./tool.ts";

const KB = 1000;
/** `import { tensor, grad }` alone, from `nabla/functional`, minified. */
const SMALL = 60 * KB;
/** The same from `nabla`, gzipped: it has the compiler, and the methods of tensors, of which no bundler can tell which are unused. */
const WITH_METHODS = 130 * KB;
/** What is no method, or not needed by one, is not in it. */
const MUST_NOT_APPEAR = ["threefry", "conv2d", "maxPool2d", "einsum", "lgamma", "foriLoop"];
const MUST_NOT_BE_USED =
  /\/(random|control\/(?!trees\.|whileOp\.)|ops\/linalg\/(?!dense\/)|scalar\/(gamma|bessel|incomplete|expint|stirling))/;
/** All that computes, minified and gzipped. */
const WHOLE = 250 * KB;
/** The texts of the documentation, what draws figures, and formulas, which only those pages load that ask for them. */
const TEXTS = 225 * KB;
const FIGURES = 120 * KB;
const FORMULAS = 112 * KB;
const PROBABILITY = 130 * KB;
/** What issue 5 asks of the formulas. They are not there yet: the test that says so fails when they are. */
const FORMULAS_WANTED = 60 * KB;
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

test("holds the build, the sources that it shows, the licence and the readme, nothing else", () => {
  const others = packed.filter((path) => !/^dist\/.*\.(js|js\.map|d\.ts)$|^src\/.*\.ts$/.test(path));
  expect(others.toSorted()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "dist/LICENSES.txt", "package.json"]);
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

  test.for([...nodes])("the command runs on Node %s", ([, node]) => {
    const command = join(project, "node_modules/nabla/dist/cli/main.js");
    writeFileSync(join(project, "program.ts"), "const x: number = 1;\nconst { sin: f } = { sin };\ngrad(f)(x)\n");
    expect(run(node, [command, "run", "program.ts"], project)).toContain("0.5403023058681398");
    expect(run(node, [command, "help", "torch.cumsum"], project)).toContain("cumsum(x: TensorLike");
    expect(run(node, [command, "source", "logit"], project)).toContain("elementwise(");
    expect(run(node, [command, "example", "plot.plot"], project)).toContain("examples of plot");
  });

  test(`imports in less than ${IMPORT_MS} ms`, () => {
    const script = 'const start = performance.now(); await import("nabla"); console.log(performance.now() - start);';
    const time = (): number => Number(run(process.execPath, ["--input-type=module", "--eval", script], project));
    expect(Math.min(time(), time(), time())).toBeLessThan(IMPORT_MS);
  });
});

describe("strict TypeScript", () => {
  /** All that a careful project may have switched on; the declarations of the package are checked as well. */
  const strictest =
    "--strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --noPropertyAccessFromIndexSignature --noImplicitOverride --isolatedModules --noUnusedLocals --noEmit";

  test.for([
    ["es2022", "nodenext", "nodenext"],
    ["es2023", "esnext", "bundler"],
  ])("compiles with target %s, module %s, resolution %s", ([target, module, resolution]) => {
    const options = `${strictest} --target ${target} --lib ${target} --module ${module} --moduleResolution ${resolution}`;
    run(`${root}node_modules/.bin/tsc`, ["--ignoreConfig", ...options.split(" "), "--types", "", "strict.ts"], project);
  });
});

describe("bundles", () => {
  async function bundle(contents: string, options: BuildOptions = {}): Promise<{ text: string; used: string[] }> {
    const stdin = { contents, resolveDir: project };
    const common = { stdin, bundle: true, minify: true, format: "esm", write: false, metafile: true } as const;
    const { outputFiles, metafile } = await build({ ...common, ...options });
    const inputs = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) => Object.entries(inputs));
    const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
    return { text: outputFiles?.[0].text ?? "", used };
  }

  /** Runs a bundle that assigns to `result`. */
  function evaluate(text: string, strings = true, wasm = true): unknown {
    const context = { result: undefined as unknown };
    runInNewContext(text, context, { contextCodeGeneration: { strings, wasm } });
    return JSON.parse(JSON.stringify(context.result));
  }

  const SOME = 'import { grad, tensor } from "nabla";';
  const ALL = entries
    .filter(({ name }) => !/\/(help|plot|calculus|probability)$/.test(name))
    .map(({ name }, index) => `export * as e${index} from "${name}";`)
    .join("\n");

  test("tensor and grad alone are small", async () => {
    const { text } = await bundle(`import { grad, tensor } from "nabla/functional"; console.log(grad, tensor);`);
    expect(text.length).toBeLessThan(SMALL);
    expect(
      ["cumsum", "dotGeneral", ...MUST_NOT_APPEAR].filter((word) => new RegExp(`\\b${word}\\b`).test(text)),
    ).toEqual([]);
  });

  test("and work without methods", async () => {
    const code = `import { grad, mul, sin, tensor } from "nabla/functional";
      result = [grad((x) => mul(x, sin(x)))(0).item(), "mul" in tensor(1)];`;
    const { text } = await bundle(code, { format: "iife" });
    expect(evaluate(text)).toEqual([0, false]);
  });

  test("with methods they are small, compressed", async () => {
    const { text, used } = await bundle(`${SOME} console.log(grad, tensor);`);
    expect(MUST_NOT_APPEAR.filter((word) => new RegExp(`\\b${word}\\b`).test(text))).toEqual([]);
    expect(used.filter((path) => MUST_NOT_BE_USED.test(path))).toEqual([]);
    expect(gzipSync(text).length).toBeLessThan(WITH_METHODS);
  });

  test("and have every method", async () => {
    const code = `${SOME}
      const x = tensor([1, 2]).requiresGrad();
      x.mul(x).sum().backward();
      result = [x.grad.tolist(), grad((t) => t.sin())(0).item(), [...x].length, x.trace === undefined, x.median().item()];`;
    const { text } = await bundle(code, { format: "iife" });
    expect(evaluate(text)).toEqual([[2, 4], 1, 2, false, 1.5]);
  });

  test("large tensors are computed also where functions cannot be made of text, nor WebAssembly", async () => {
    const code = `import { explain, grad, jit, tensor } from "nabla"; const x = tensor(Array.from({ length: 3000 }, (_, i) => i));
      const slope = jit(grad((t) => t.mul(t).sum()));
      result = [x.mul(2).add(x).sum().item(), x.reshape([30, 100]).mul(x.reshape([3000, 1]).at(0)).sum().item(),
        slope(x).at(-1).item(), jit((t) => t.add(1))(2).item()];
      try { result.push(explain((t) => t.add(1))(2).kernels.length); } catch ({ code }) { result.push(code); }`;
    const { text } = await bundle(code, { format: "iife" });
    for (const strings of [true, false]) {
      for (const wasm of [true, false])
        expect(evaluate(text, strings, wasm)).toEqual([13495500, 0, 5998, 3, wasm ? 1 : "value"]);
    }
  });

  test("the whole is small, compressed", async () => {
    const { text } = await bundle(ALL);
    expect(gzipSync(text).length).toBeLessThan(WHOLE);
  });

  /** What an entry adds to all that computes. */
  async function sizeOf(entry: string): Promise<number> {
    const [{ text: computed }, { text: whole }] = [
      await bundle(ALL),
      await bundle(`${ALL}\nexport * as more from "${entry}";`),
    ];
    return gzipSync(whole).length - gzipSync(computed).length;
  }

  test("texts, figures, formulas and probability are small, compressed", async () => {
    const texts = readFileSync(join(project, "node_modules/nabla/dist/help/data.js"));
    expect(gzipSync(texts).length).toBeLessThan(TEXTS);
    expect(await sizeOf("nabla/plot")).toBeLessThan(FIGURES);
    expect(await sizeOf("nabla/calculus")).toBeLessThan(FORMULAS);
    expect(await sizeOf("nabla/probability")).toBeLessThan(PROBABILITY);
  });

  test.fails("formulas are as small as they should be", async () => {
    expect(await sizeOf("nabla/calculus")).toBeLessThan(FORMULAS_WANTED);
  });

  test("formulas have their methods", async () => {
    const code = `import { formula } from "nabla/calculus";
      const f = formula("x^2");
      result = [String(f.D("x")), f.evaluate({ x: 3 }), f.latex()];`;
    const { text } = await bundle(code, { format: "iife" });
    expect(evaluate(text)).toEqual(["2x", 9, "x^{2}"]);
  });

  test("the whole works where Symbol.dispose is not known", async () => {
    const code = `import { GradientTape, tensor } from "nabla";
      const tape = new GradientTape();
      const x = tape.watch(tensor(3));
      result = tape.gradient(x.mul(x), x).item();`;
    const { text } = await bundle(code, { format: "iife", define: { "Symbol.dispose": "undefined" } });
    expect(text).not.toContain("Symbol.dispose");
    expect(evaluate(text)).toBe(6);
  });
});
