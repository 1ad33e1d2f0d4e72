import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "../tools/entries.ts";
import { runNode } from "./repo/tool.ts";

const chapters = globSync("book/*.ts", { cwd: root }).toSorted();

test("the book has chapters", () => expect(chapters).not.toEqual([]));

test.for(chapters)("%s prints what it says", (chapter) => {
  const { status, output } = runNode(["tools/book.ts", chapter]);
  expect(status, output.slice(-2000)).toBe(0);
  expect(output).toMatch(/, [1-9]\d* values checked, 0 failures\n$/);
});
