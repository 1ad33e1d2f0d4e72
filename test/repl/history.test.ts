import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as nabla from "nabla";
import { toBook } from "../../src/repl/history.ts";
import { runNode } from "../repo/tool.ts";

const moduleOf = (name: string): string | undefined => (Object.hasOwn(nabla, name) ? "nabla" : undefined);

test("a session becomes a book that runs and prints the same", () => {
  const text = toBook(
    [
      { source: "const x: number = 3" },
      { source: "tensor([1, 2]).sum()", printed: "Tensor 3" },
      { source: "const x = tensor([[1, 2], [3, 4]])" },
      { source: "x", printed: "Tensor [[1, 2],\n        [3, 4]]" },
      { source: "function f(x: Tensor) { return x.sin().sum() }\nconst { a, b } = { a: 1, b: 2 }" },
      { source: "class A {}; const [a] = [4]" },
      { source: "a + b", printed: "6" },
      { source: "grad(f)([0]) // slope", printed: "Tensor [1]" },
    ],
    moduleOf,
  );
  expect(text).toContain('import { grad, tensor } from "nabla";');
  const file = join(mkdtempSync(join(tmpdir(), "nabla-")), "session.ts");
  writeFileSync(file, text);
  const { status, output } = runNode(["tools/book.ts", file]);
  expect(status, output).toBe(0);
  expect(output).toContain("4 values checked, 0 failures");
});

test("names that are declared once keep their types", () => {
  expect(toBook([{ source: "const x: number = 3;" }], moduleOf)).toBe("// %%\nconst x: number = 3;\n");
});
