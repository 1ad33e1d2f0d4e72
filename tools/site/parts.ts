/** The parts of the pages of names. */
import type { Block } from "../../src/help/block.ts";
import { entryOf, lastOf, ownerOf, withTexts } from "../../src/help/catalog.ts";
import type { Entry, Param, Statement } from "../../src/help/entry.ts";
import { escapeHtml } from "../../src/help/escape.ts";
import { toHtml } from "../../src/help/html.ts";
import { libraryName, pageElsewhere } from "./elsewhere.ts";
import { addressOf } from "./address.ts";
import type { Output, Use } from "./book.ts";
import { groupBy } from "./groups.ts";
import type { Ran } from "./run.ts";
import { codeHtml, highlight } from "./highlight.ts";
import { scopeOf } from "./names.ts";
import { blocksHtml, proseHtml } from "./prose.ts";
import { sourceAddress } from "./sources.ts";

/** @param owner - goes in front: `linalg.` */
export function signaturesHtml(entry: Entry, owner = ""): string {
  const { signatures = [] } = withTexts(entry);
  const lines = signatures.map((signature) => wrapped(owner + signature));
  return lines.length === 0
    ? ""
    : codeHtml(
        highlight(lines.join(lines.some((line) => line.includes("\n")) ? "\n\n" : "\n"), scopeOf(entry), entry),
        "signature",
      );
}

const LONG = 84;

/** Long ones have each parameter on a line of its own. */
function wrapped(signature: string): string {
  if (signature.length <= LONG || signature.includes("\n")) return signature;
  const open = openingOf(signature);
  if (open < 0) return signature;
  const parts: string[] = [];
  let [depth, start, at] = [0, open + 1, open + 1];
  for (; at < signature.length && depth >= 0; at++) {
    const char = signature[at];
    if (/[([{<]/.test(char)) depth++;
    else if (/[)\]}]/.test(char) || (char === ">" && signature[at - 1] !== "=")) depth--;
    if (depth < 0 || (depth === 0 && char === ",")) {
      parts.push(signature.slice(start, at).trim());
      start = at + 1;
    }
  }
  const inner = parts.filter((part) => part !== "").map((part) => `\n  ${part},`);
  return `${signature.slice(0, open + 1)}${inner.join("")}\n${signature.slice(at - 1)}`;
}

/** Where the parameters begin, behind those of the type. */
function openingOf(signature: string): number {
  let depth = 0;
  for (let at = 0; at < signature.length; at++) {
    const char = signature[at];
    if (char === "<") depth++;
    else if (char === ">" && signature[at - 1] !== "=") depth--;
    else if (char === "(" && depth === 0) return at;
  }
  return -1;
}

export const formulasHtml = ({ math = [] }: Entry): string =>
  math.map((latex) => `<div class="formula">${toHtml([{ kind: "math", latex }])}</div>`).join("\n");

export function paramsHtml(entry: Entry): string {
  const { params = [] } = entry;
  const items = params.map(
    (param) => `<div><dt>${paramHead(param, entry)}</dt><dd>${paramText(param, entry)}</dd></div>`,
  );
  return items.length === 0 ? "" : `<dl class="params">${items.join("\n")}</dl>`;
}

function paramHead({ name, type, optional, default: usual }: Param, entry: Entry): string {
  const isCode = usual !== undefined && !/\s/.test(usual);
  const remark = isCode ? `optional, default <code>${escapeHtml(usual)}</code>` : "optional";
  const typed = type === "" ? "" : ` <code class="type">${highlight(type, scopeOf(entry), entry)}</code>`;
  return `<code>${escapeHtml(name)}</code>${typed}${optional ? ` <small>${remark}</small>` : ""}`;
}

function paramText({ text, default: usual }: Param, entry: Entry): string {
  const said = usual === undefined || /\bdefault/i.test(text) || !/\s/.test(usual) ? "" : `default ${usual}`;
  return proseHtml([text, said].filter((part) => part !== "").join("; "), entry);
}

export function throwsHtml(entry: Entry): string {
  const items = (entry.throws ?? []).map((text) => {
    const [, code = "", rest = text] = /^([a-z][a-z-]*)(?= |$)(.*)$/s.exec(text) ?? [];
    const error = entryOf(`error.${code}`);
    if (error === undefined) return `<li>${proseHtml(text, entry)}</li>`;
    return `<li><a href="../${addressOf(error)}"><code>${code}</code></a>${proseHtml(rest, entry)}</li>`;
  });
  return items.length === 0 ? "" : `<ul class="throws">${items.join("\n")}</ul>`;
}

/** What running an example has shown. */
export type RanOf = (statements: readonly Statement[]) => Ran | undefined;

export function examplesHtml(entry: Entry, ran: RanOf = () => undefined): string {
  return (entry.examples ?? []).map((statements) => exampleHtml(statements, entry, ran(statements))).join("\n");
}

/** Statements up to one that prints, and then what it prints. */
function exampleHtml(statements: readonly Statement[], entry: Entry, { message, figure }: Ran = {}): string {
  const scope = scopeOf(entry, statements.map(({ code }) => code).join("\n"));
  const parts: string[] = [];
  let lines: string[] = [];
  const close = (): void => {
    if (lines.length > 0) parts.push(codeHtml(highlight(lines.join("\n"), scope, entry)));
    lines = [];
  };
  for (const { code, prints, throws } of statements) {
    lines.push(/[;}]$/.test(code) ? code : `${code};`);
    if (prints === undefined) continue;
    close();
    parts.push(outputHtml({ text: throws && message?.includes(prints) ? message : prints, throws: throws === true }));
  }
  close();
  const drawn = figure === undefined ? "" : outputHtml({ svg: figure });
  return `<div class="example">${parts.join("\n")}${drawn}</div>`;
}

export function outputHtml(output: Output): string {
  if ("svg" in output) return `<figure class="output">${output.svg}</figure>`;
  if ("blocks" in output) return `<div class="output answer" tabindex="0">${answerHtml(output.blocks)}</div>`;
  const label = output.throws ? '<span class="thrown">throws</span> ' : "";
  const isAligned = !output.throws && output.text.includes("\n");
  return `<pre class="output${isAligned ? " aligned" : ""}">${label}<samp>${escapeHtml(output.text)}</samp></pre>`;
}

/** Its headings are none of the page. */
const answerHtml = (blocks: readonly Block[]): string =>
  blocksHtml(blocks).replace(/<h[1-6][^>]*>(.*?)<\/h[1-6]>/gs, '<p class="heading">$1</p>');

// ---------------------------------------------------------------- beside

export const linksHtml = (names: readonly string[], self: Entry): string =>
  namesHtml([...new Set(names.flatMap((name) => entryOf(name) ?? []))].filter((entry) => entry !== self));

export const namesHtml = (entries: readonly Entry[]): string =>
  entries.length === 0
    ? ""
    : `<ul class="names">${entries.map((entry) => `<li>${linkHtml(entry)}</li>`).join("")}</ul>`;

/** Its name, as a link. */
export function linkHtml(entry: Entry, text = nameOf(entry)): string {
  const inner = entry.kind === "topic" ? escapeHtml(text) : `<code>${escapeHtml(text)}</code>`;
  return `<a href="../${addressOf(entry)}">${inner}</a>`;
}

/** As people say it. */
export const nameOf = ({ kind, name }: Entry): string => (kind === "error" || kind === "topic" ? lastOf(name) : name);

export function elsewhereHtml({ peers = [] }: Entry): string {
  const libraries = [...groupBy(peers, libraryName)];
  const rows = libraries.map(([library, names]) => {
    const links = names.map((name) => {
      const address = pageElsewhere(name);
      const code = `<code>${escapeHtml(name)}</code>`;
      return address === undefined ? code : `<a href="${escapeHtml(address)}" rel="external noopener">${code}</a>`;
    });
    return `<div><dt>${library}</dt><dd>${links.join("<br>")}</dd></div>`;
  });
  return rows.length === 0 ? "" : `<dl class="elsewhere">${rows.join("")}</dl>`;
}

export function placeHtml({ place }: Entry): string {
  if (place === undefined) return "";
  const [, file, first] = /^(.*?):(\d+)/.exec(place) ?? ["", place, "1"];
  return `<a href="../${sourceAddress(file)}#L${first}"><code>${escapeHtml(file)}</code>, line ${first}</a>`;
}

const FEW_USES = 5;

/** The cells, each under its heading; one heading is listed once. */
export function usesHtml(uses: readonly Use[]): string {
  const places = [...groupBy(uses, ({ chapter, cell }) => `${chapter.title}\n${cell.section}`).values()];
  const items = places.map(([{ chapter, cell }]) => {
    const at = cell.section === "" ? "" : ` <small>${proseHtml(cell.section)}</small>`;
    return `<li><a href="../${chapter.address}#${cell.id}">${escapeHtml(chapter.title)}</a>${at}</li>`;
  });
  if (items.length === 0) return "";
  const more = items.slice(FEW_USES);
  const rest =
    more.length === 0 ? "" : `<details><summary>${more.length} more</summary><ul>${more.join("")}</ul></details>`;
  return `<ul class="uses">${items.slice(0, FEW_USES).join("")}</ul>${rest}`;
}

/** Names with their summaries. */
export function summariesHtml(entries: readonly Entry[], text: (entry: Entry) => string = nameOf): string {
  const rows = entries.map((entry) => {
    const id =
      ownerOf(entry.name) !== "" && /^(?:method|property|member)$/.test(entry.kind)
        ? ` id="${lastOf(entry.name)}"`
        : "";
    const target = entry.of === undefined ? entry : (entryOf(entry.of) ?? entry);
    return `<div${id}><dt>${linkHtml(target, text(entry))}</dt><dd>${proseHtml(entry.summary, entry)}</dd></div>`;
  });
  return rows.length === 0 ? "" : `<dl class="summaries">${rows.join("\n")}</dl>`;
}
