/** `node tools/examples.ts [TEXT]` runs the examples of the documentation, or those whose place holds TEXT ("special.ts:40"). */
import { pathToFileURL } from "node:url";
import "./resolve.ts";
import { renderFailure } from "./book.ts";
import { runSheets, type Source } from "./book/run.ts";
import { root } from "./entries.ts";
import { findExamples } from "./examples/extract.ts";
import { publicNames, withImports } from "./examples/imports.ts";

const [filter = ""] = process.argv.slice(2);
const examples = findExamples().filter(({ file, line }) => `${file}:${line}`.includes(filter));
const names = await publicNames();
const sources = await Promise.all(
  examples.map(async (example): Promise<Source> => {
    const { file, line } = example;
    return { file, url: `${pathToFileURL(root + file).href}?example=${line}`, text: await withImports(example, names) };
  }),
);
const { checked, failures } = await runSheets(sources, () => {});
for (const failure of failures) console.log(`${renderFailure(failure)}\n`);
console.log(`${examples.length} examples, ${checked} values checked, ${failures.length} failures`);
process.exitCode = failures.length > 0 || checked === 0 ? 1 : 0;
