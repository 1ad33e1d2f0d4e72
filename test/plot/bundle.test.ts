/** What `nabla/plot` costs those who do not use it, and that it needs no page. */
import { build } from "esbuild";
import { expect, test } from "vitest";
import { packages } from "../../tools/packages.ts";
import { root } from "../../tools/entries.ts";

async function inputsOf(entry: string): Promise<string[]> {
  const options = { bundle: true, write: false, metafile: true, format: "esm", logLevel: "silent" } as const;
  const { metafile } = await build({ ...options, absWorkingDir: root, entryPoints: [`src/entries/${entry}.ts`] });
  return Object.keys(metafile.inputs);
}

const foreign = /^src\/plot\/|node_modules/;

test("nabla alone loads neither figures nor packages", async () => {
  expect((await inputsOf("index")).filter((file) => foreign.test(file))).toEqual([]);
});

test("figures load the packages that the build puts into them, no others, and no help texts", async () => {
  const inputs = await inputsOf("plot");
  expect(inputs.filter((file) => file.includes("node_modules/@observablehq/plot/")).length).toBeGreaterThan(10);
  expect(inputs.filter((file) => file === "src/help/data.ts")).toEqual([]);
  expect(Object.keys(packages)).toContain("plot/library.ts");
});
