import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { meets, parseExpectation } from "../../tools/book/expect.ts";
import { docBlocks, fencedBlocks } from "../../tools/examples/extract.ts";
import { type Result, runNode } from "./tool.ts";

const folder = mkdtempSync(join(tmpdir(), "nabla-book-"));
afterAll(() => rmSync(folder, { recursive: true }));

function runBook(text: string): Result {
  const file = join(folder, "book.ts");
  writeFileSync(file, text);
  return runNode(["tools/book.ts", file]);
}

describe("expected and printed text", () => {
  test.for([
    ["[1, 2]", "[1,  2]", true],
    ["[1, 2]", "[1, 3]", false],
    ["2", "2.0000000001", false],
    ["0.1", "0.10000000000001", true],
    ["0.1", "0.1001", false],
    ["≈ 0.1", "0.10001", true],
    ["≈ 0.1", "0.11", false],
    ["≈ 0", "-1e-17", true],
    ["-0", "0", false],
    ["1e-3", "0.001", true],
    ["[0, 1, ..., 9]", "[0, 1, 2, 3, 9]", true],
    ["[0, ...", "[1, 2]", false],
    ["... 9]", "[9, 9]", true],
    ["[0, 1...]", "[0, 1, 2]", true],
    ['"a"', "'a'", true],
    ["float32 x", "float64 x", false],
    ["x - 1", "x -1", true],
    ["throws no axis 2", "RangeError: sum: no axis 2 in [3]", true],
    ["", "1", false],
  ] as const)("%s against %s", ([comment, printed, verdict]) => {
    expect(meets(printed, parseExpectation(` ${comment}`))).toBe(verdict);
  });
});

describe("a sheet", () => {
  test("shows text, code and results, and checks what comments say", () => {
    const { status, output } = runBook(`// %% [markdown]
// # Sums
// plain \`words\`
// %% One cell
interface Pair { a: number }
const pair: Pair = { a: 1 + 1 }; // => { a: 2 }
for (const x of [1, 2]) console.log(x);
// => 1
//    2
JSON.parse("{"); // => throws SyntaxError: Expected
await Promise.resolve(pair.a); // => 2
`);
    expect(output).toMatchInlineSnapshot(`
      "
      Sums

      plain words

      One cell
         5 │ interface Pair { a: number }
         6 │ const pair: Pair = { a: 1 + 1 }; // => { a: 2 }
         7 │ for (const x of [1, 2]) console.log(x);
        10 │ JSON.parse("{");
        11 │ await Promise.resolve(pair.a);
      1
      2
      SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)
      2

      1 file, 2 cells, 4 values checked, 0 failures
      "
    `);
    expect(status).toBe(0);
  });

  test.for([
    ["a value", "// %%\nconst x = 1;\n\nx + 1; // => 3\n", "book.ts:4\n  expected  3\n  got       2\n"],
    [
      "an error",
      "function f(x: number) {\n  throw new Error(`no\\n  ${x}`);\n}\nf(1);\n",
      "book.ts:2\n  Error: no\n    1\n",
    ],
    ["no error", "1; // => throws\n", "book.ts:1\n  expected an error, but nothing was thrown\n"],
    ["syntax", "1;\nconst = 1;\n", "book.ts:2\n  SyntaxError: "],
    ["an import", '\nimport "./none.ts";\n', "Cannot find module"],
    ["a misplaced comment", "f(\n  1, // => 2\n);\n", "book.ts:2\n  this `// =>` stands inside a statement"],
    ["a comment before all", "// => 2\n1;\n", "book.ts:1\n  this `// =>` follows no statement"],
  ] as const)("fails with file, line and message: %s", ([, text, report]) => {
    const { status, output } = runBook(text);
    expect(output).toContain(report);
    expect(output).toMatch(/, 1 failure\n$/);
    expect(status).toBe(1);
  });

  test("goes no further after a failure", () => {
    const { output } = runBook("// %%\n1; // => 2\n// %%\nconsole.log('reached');\n");
    expect(output).not.toContain("reached");
  });

  test("outside the repository imports nabla from the sources", () => {
    const { status, output } = runBook('import * as nabla from "nabla";\nObject.keys(nabla).length > 0; // => true\n');
    expect(status, output).toBe(0);
  });
});

describe("examples keep their lines", () => {
  test("of TSDoc", () => {
    const text =
      "x;\n/**\n * Sum.\n * @param x - any\n * @example\n * f(1) // => 2\n *\n * g(2)\n * @returns y\n */\n/** @example h() // => 1 */";
    expect(docBlocks(text).map(({ code }) => code)).toEqual([
      [
        [5, "f(1) // => 2"],
        [7, "g(2)"],
      ],
      [[10, " h() // => 1 "]],
    ]);
  });

  test("of Markdown", () => {
    const text = "# T\n```ts\na\n\nb\n```\n```ts no-run\nc\n```\n";
    expect(fencedBlocks(text).map(({ code }) => code)).toEqual([
      [
        [2, "a"],
        [3, ""],
        [4, "b"],
      ],
    ]);
  });
});
