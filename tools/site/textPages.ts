/** The pages of guides and of the book. */
import { allEntries, entryOf, lastOf } from "../../src/help/catalog.ts";
import type { Entry } from "../../src/help/entry.ts";
import { escapeHtml } from "../../src/help/escape.ts";
import { readMarkdown } from "../../src/help/markdown.ts";
import { addressOf } from "./address.ts";
import type { Chapter, ChapterCell } from "./book.ts";
import { plainText } from "./entryPages.ts";
import { codeHtml, highlight } from "./highlight.ts";
import { type Page, section } from "./layout.ts";
import type { Scope } from "./names.ts";
import { namesHtml, outputHtml } from "./parts.ts";
import { blocksHtml, proseHtml, slugOf, textHtml } from "./prose.ts";

export const guides: readonly Entry[] = allEntries.filter(({ kind }) => kind === "topic");

/** The first line of its text. */
export const guideTitle = ({ name, text = "" }: Entry): string => /^# +(.*)/.exec(text)?.[1] ?? lastOf(name);

export function guidePage(guide: Entry): Page {
  const title = guideTitle(guide);
  const body = blocksHtml(readMarkdown((guide.text ?? "").replace(/^# .*/, "")), guide);
  const names = [...new Set(body.match(/(?<=href="\.\.\/)[a-z]+\/[^"#]+(?=")/g) ?? [])];
  const linked = allEntries.filter((entry) => names.includes(addressOfOrNone(entry)) && entry.kind !== "namespace");
  const items = guides.map((other) => {
    const current = other === guide ? ' aria-current="page"' : "";
    return `<li><a${current} href="../${addressOf(other)}">${escapeHtml(guideTitle(other))}</a></li>`;
  });
  return {
    address: addressOf(guide),
    title: `${title} — guide to Nabla`,
    description: plainText(guide.summary),
    kind: "topic",
    path: [
      ["Nabla", "index.html"],
      ["Guides", "index.html#guides"],
    ],
    main: `<h1>${proseHtml(title)}</h1>\n${body}`,
    near: `<h2>Guides</h2><ul>${items.join("")}</ul>`,
    facts: section("Names in it", namesHtml(linked)),
  };
}

const addressOfOrNone = (entry: Entry): string =>
  /^(?:member|property|method)$/.test(entry.kind) ? "" : addressOf(entry);

// ---------------------------------------------------------------- the book

export function chapterPage(chapter: Chapter, chapters: readonly Chapter[]): Page {
  const { address, title, summary, path, cells } = chapter;
  const uses = new Set(cells.flatMap((cell) => [...cell.uses]));
  const others = chapters.map((other) => {
    const current = other === chapter ? ' aria-current="page"' : "";
    const sections = other === chapter ? sectionsHtml(chapter) : "";
    return `<li><a${current} href="../${other.address}">${escapeHtml(other.title)}</a>${sections}</li>`;
  });
  return {
    address,
    title: `${title} — the book of Nabla`,
    description: plainText(summary),
    kind: "book",
    path: [
      ["Nabla", "index.html"],
      ["Book", "index.html#book"],
    ],
    main: `${cells.map((cell) => cellHtml(cell, chapter)).join("\n")}
<p class="place">It runs: <code>npm run book -- ${escapeHtml(path)}</code></p>`,
    near: `<h2>Book</h2><ul>${others.join("")}</ul>`,
    facts: section("Names in it", namesHtml([...uses].toSorted((a, b) => (a.name < b.name ? -1 : 1)))),
  };
}

function sectionsHtml({ cells }: Chapter): string {
  const titles = cells.flatMap(({ isText, text }) => (isText ? [...text.matchAll(/^## +(.*)$/gm)] : []));
  const items = titles.map(([, title]) => `<li><a href="#${slugOf(title)}">${proseHtml(title)}</a></li>`);
  return items.length === 0 ? "" : `<ul>${items.join("")}</ul>`;
}

function cellHtml({ id, isText, text, outputs }: ChapterCell, { scope }: Chapter): string {
  if (isText) return `<div id="${id}">${numbered(titled(textHtml(text, meaningIn(scope)), text), text)}</div>`;
  const code = codeHtml(highlight(filled(text), scope));
  return `<div class="example" id="${id}">${code}${outputs.map(outputHtml).join("")}</div>`;
}

/** In the words of a chapter: what it imports, and the methods of tensors. */
const meaningIn =
  (scope: Scope): Scope =>
  (name) => {
    const imported = scope(name);
    if (imported !== undefined) return imported;
    const [space, member] = name.split(".");
    const method = entryOf(`Tensor.${member ?? name}`);
    return (
      entryOf(`${scope(space)?.name ?? ""}.${member}`) ??
      (method?.of === undefined ? method : entryOf(method.of)) ??
      entryOf(name)
    );
  };

/** Long lists of imports, which have a name on each line, fill their lines. */
const filled = (code: string): string =>
  code.replace(/^import \{\n([^}]*)\n\} from ("[^"]*");$/gm, (_, names: string, module: string) => {
    const lines = [""];
    for (const name of names.split(",").map((part) => part.trim())) {
      if (name === "") continue;
      if (lines[lines.length - 1].length + name.length > WIDTH) lines.push("");
      lines[lines.length - 1] += `${lines[lines.length - 1] === "" ? "" : " "}${name},`;
    }
    return `import {\n${lines.map((line) => `  ${line}`).join("\n")}\n} from ${module};`;
  });

const WIDTH = 76;

/** Exercises are numbered through, and each has a cell of its own. */
const numbered = (html: string, text: string): string =>
  html.replace("<ol>", `<ol start="${/^(\d+)\. /m.exec(text)?.[1] ?? 1}">`);

/** The title of the chapter is that of the page. */
const titled = (html: string, text: string): string =>
  text.startsWith("# ") ? html.replace(/<h2( id="[^"]*")>(.*?)<\/h2>/s, "<h1$1>$2</h1>") : html;
