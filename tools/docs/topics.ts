/** The guides: each file of docs/guides/ is a topic. */
import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Entry } from "../../src/help/entry.ts";
import { root } from "../entries.ts";

export function readTopics(): Entry[] {
  return globSync("docs/guides/*.md", { cwd: root }).map((file) => {
    const text = readFileSync(root + file, "utf8").trim();
    const paragraphs = text.split(/\n\s*\n/);
    const first = paragraphs.find((paragraph) => !/^(#|```|[-*|>])/.test(paragraph)) ?? "";
    return {
      name: `topic.${basename(file, ".md")}`,
      kind: "topic",
      modules: [],
      summary: first.replace(/\s+/g, " "),
      text,
      place: `${file}:1-${text.split("\n").length}`,
    };
  });
}
