import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { grad } from "nabla";
import type { Unary } from "../../src/core/elementwise.ts";
import { root } from "../../tools/entries.ts";
import { newOp } from "../../tools/new.ts";
import { runCommand } from "./tool.ts";

const folder = mkdtempSync(join(tmpdir(), "nabla-new-"));
const lists = {
  "methods.ts": 'export { exp, log } from "./exponential.ts";\n',
  "fluent.ts": 'type Documented = MethodsOf<typeof import("./exponential.ts")>;\n',
  "index.ts": 'export * from "./methods.ts";\nexport { where } from "./compare.ts";\n',
};
beforeEach(() => {
  for (const [name, text] of Object.entries(lists)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("writes the op and lists it", () => {
  const [file, methods, fluent] = newOp("softsign", folder).map((path) => readFileSync(path, "utf8"));
  expect(file).toContain("export const softsign");
  expect(methods).toBe(`${lists["methods.ts"]}export { softsign } from "./softsign.ts";\n`);
  expect(fluent).toBe(
    'type Documented = MethodsOf<typeof import("./softsign.ts")> &\n  MethodsOf<typeof import("./exponential.ts")>;\n',
  );
  expect(() => newOp("softsign", folder)).toThrow("already");
});

test("the lists of the repository are of that form", () => {
  const text = (name: string): string => readFileSync(join(root, "src/ops", name), "utf8");
  expect(text("methods.ts")).toMatch(/^export \{ .+ \} from "\.\/\w+\.ts";\n$/m);
  expect(text("fluent.ts")).toMatch(/^type Documented = MethodsOf<typeof import\("\.\.?\/.*\.ts"\)> &$/m);
});

test("what it writes is an op that compiles, computes and has a derivative", async () => {
  const [file] = newOp("softstep", folder);
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(/partials: \{ x: \(\{ x, out \}\) => /);
  // The same text beside the ops, where its imports lead somewhere.
  const moved = join(folder, "moved.ts");
  writeFileSync(
    moved,
    text.replaceAll(/from "(\.[^"]*)"/g, (_, path: string) => `from "${join(root, "src/ops", path)}"`),
  );
  const options =
    "--ignoreConfig --noEmit --strict --noUnusedLocals --allowImportingTsExtensions --erasableSyntaxOnly --module nodenext --target es2022 --lib es2023,esnext.disposable --types node";
  const compiled = runCommand(
    join(root, "node_modules/.bin/tsc"),
    [...options.split(" "), "--typeRoots", join(root, "node_modules/@types"), moved],
    folder,
  );
  expect(compiled.output).toBe("");
  const { softstep } = (await import(moved)) as { softstep: Unary };
  expect(softstep([1, 2]).tolist()).toEqual([1, 2]);
  expect(grad((x) => softstep(x))(3).item()).toBe(0);
  expect(Object.keys(softstep.op.definition)).toEqual(
    expect.arrayContaining(["name", "domain", "hard", "ulp", "eval", "partials", "source"]),
  );
});

test.for(["", "Exp", "2x", "soft-sign", "../up", "delete", "await"])("refuses the name %j", (name) => {
  expect(() => newOp(name, folder)).toThrow("no name for an op");
});

test.for(["log", "where"])("refuses the name of an existing function: %s", (name) => {
  expect(() => newOp(name, folder)).toThrow(`there is a "${name}"`);
});
