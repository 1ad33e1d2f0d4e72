import { expect, test } from "vitest";
import { root } from "../../tools/entries.ts";
import { checkFile } from "../../tools/layers.ts";
import { runCommand } from "./tool.ts";

const check = (file: string, text: string, acts = false): string[] =>
  checkFile(file, text, acts).map(({ line, message }) => `${line}: ${message}`);

test("a room imports what its row of the table allows", () => {
  expect(check("ops/exp.ts", 'import { a } from "../core/op.ts";\nimport { b } from "./mul.ts";\n')).toEqual([]);
});

test.for([
  ["base/errors.ts", 'import type {\n  A,\n} from "../core/op.ts";', "3: base may import nothing; this imports core"],
  ["core/op.ts", '\nexport { a } from "../ops/exp.ts";', "2: core may import base; this imports ops"],
  ["core/op.ts", 'import "../engine/install.ts";', "1: core may import base; this imports engine/install.ts"],
  ["ops/exp.ts", 'import "./fluent.ts";', "1: ops may import base, core; this imports ops/fluent.ts"],
  ["ops/exp.ts", 'import { a } from "../entries/ops.ts";', "1: ops may import base, core; this imports entries"],
  ["core/op.ts", 'const a = () => import("../ops/exp.ts");', "1: core may import base; this imports ops"],
  ["base/trees.ts", 'import { readFileSync } from "node:fs";', '1: imports "node:fs"; src/ has no dependencies'],
  ["attic/old.ts", "", "1: stands in no room of tools/layers.ts"],
] as const)("in %s, %s", ([file, text, message]) => {
  expect(check(file, text)).toEqual([message]);
});

test("an entry installs the engine and the methods", () => {
  expect(check("entries/ops.ts", 'import "../engine/install.ts";\nimport "../ops/fluent.ts";')).toEqual([]);
});

test("importing a file only defines", () => {
  const define = "export const exp = /*@__PURE__*/ elementwise({ f: () => log(1) });\nclass A { b = c(); }\n";
  expect(check("ops/exp.ts", define)).toEqual([]);
  expect(check("ops/exp.ts", "const a = 1;\nexport const exp = elementwise<[a]>({});")).toEqual([
    "2: a call at module level without /*@__PURE__*/ before it",
  ]);
  expect(check("ops/exp.ts", "table.set(1, 2);")).toEqual([
    "1: acts on import, but package.json sideEffects does not name the file",
  ]);
  expect(check("engine/install.ts", "setEngine(reference);", true)).toEqual([]);
});

test("the sources themselves use no methods of tensors, which `nabla/functional` does not have", () => {
  const options =
    "--ignoreConfig --noEmit --strict --target es2022 --lib es2023,esnext.disposable --module nodenext --allowImportingTsExtensions --types";
  const tsc = `${root}node_modules/.bin/tsc`;
  const { output } = runCommand(tsc, [...options.split(" "), "", `${root}src/entries/functional.ts`], root);
  expect(output).toBe("");
});
