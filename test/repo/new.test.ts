import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { newOp } from "../../tools/new.ts";

const folder = mkdtempSync(join(tmpdir(), "nabla-new-"));
const index = join(folder, "index.ts");
beforeEach(() => writeFileSync(index, 'export { exp, log } from "./exponential.ts";\n'));
afterAll(() => rmSync(folder, { recursive: true }));

test("writes the op and its export line", () => {
  const [file] = newOp("softsign", folder);
  expect(readFileSync(file, "utf8")).toContain("export const softsign");
  expect(readFileSync(index, "utf8")).toBe(
    'export { exp, log } from "./exponential.ts";\nexport { softsign } from "./softsign.ts";\n',
  );
  expect(() => newOp("softsign", folder)).toThrow("already");
});

test.for(["", "Exp", "2x", "soft-sign", "../up", "delete", "await"])("refuses the name %j", (name) => {
  expect(() => newOp(name, folder)).toThrow("no name for an op");
});

test("refuses the name of an existing op", () => {
  expect(() => newOp("log", folder)).toThrow('there is a "log"');
});
