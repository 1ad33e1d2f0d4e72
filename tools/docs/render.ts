/** The text of src/help/data.ts. */
import type { Entry } from "../../src/help/entry.ts";
import { reduce } from "./rows.ts";

const HEAD = `/** Written by \`npm run docs -- --write\` from the comments in src/ and the guides: by file, one line for each name. */
import type { Entry } from "./entry.ts";
import { complete } from "./rows.ts";

export const entries: readonly Entry[] = /*@__PURE__*/ complete([
`;

export function render(entries: readonly Entry[]): string {
  const groups = reduce(entries).map(([file, lines, rows]) => {
    const list = rows.map((row) => `    ${JSON.stringify(row)},\n`);
    return `  ["${file}", "${lines}", [\n${list.join("")}  ]],\n`;
  });
  return `${HEAD}${groups.join("")}]);\n`;
}
