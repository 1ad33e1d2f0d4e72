/** The public names, entry by entry, against test/repo/exports.txt: `npm run exports` compares, `-- --write` writes. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { root } from "./entries.ts";
import { readExports } from "./exports/read.ts";

const snapshot = `${root}test/repo/exports.txt`;

/** One line for each name, sorted, below its entry: `nabla: exp const`. */
function listExports(): string {
  return [...readExports()]
    .map(([entry, names]) => {
      const lines = names.map(({ name, kind }) => `  ${name} ${kind}\n`).toSorted();
      return `${entry}\n${lines.join("")}`;
    })
    .join("\n");
}

/** Lines of one text that the other lacks, each behind its entry. */
function missing(from: string, other: string): string[] {
  const there = new Set(qualified(other));
  return qualified(from).filter((line) => !there.has(line));
}

function qualified(text: string): string[] {
  let entry = "";
  return text.split("\n").flatMap((line) => {
    if (!line.startsWith("  ")) entry = line;
    return line.startsWith("  ") ? [`${entry}: ${line.trim()}`] : [];
  });
}

const now = listExports();
if (process.argv.includes("--write")) writeFileSync(snapshot, now);
const before = existsSync(snapshot) ? readFileSync(snapshot, "utf8") : "";
for (const line of missing(before, now)) console.log(`- ${line}`);
for (const line of missing(now, before)) console.log(`+ ${line}`);
const same = before === now;
console.log(same ? "the public names are those of test/repo/exports.txt" : "meant? then: npm run exports -- --write");
process.exitCode = same ? 0 : 1;
