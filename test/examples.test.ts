import { expect, test } from "vitest";
import { runNode } from "./repo/tool.ts";

test("every example of the documentation prints what it says", () => {
  const { status, output } = runNode(["tools/examples.ts"]);
  expect(status, output).toBe(0);
  expect(output).toMatch(/^[1-9]\d* examples, [1-9]\d* values checked, 0 failures\n$/m);
});
