/** The first page, and the pages of modules. */
import { allEntries, entryOf, lastOf, membersOf } from "../../src/help/catalog.ts";
import type { Entry, Kind } from "../../src/help/entry.ts";
import { escapeHtml } from "../../src/help/escape.ts";
import { PLURALS } from "../../src/help/page.ts";
import { addressOf } from "./address.ts";
import type { Chapter } from "./book.ts";
import { familyId, listHtml, plainText } from "./entryPages.ts";
import { families, homeOf } from "./families.ts";
import { groupBy } from "./groups.ts";
import { codeHtml, highlight } from "./highlight.ts";
import { type Page, section } from "./layout.ts";
import { scopeOfImports } from "./names.ts";
import { linkHtml, nameOf, outputHtml, summariesHtml } from "./parts.ts";
import { proseHtml, textHtml } from "./prose.ts";
import { guides, guideTitle } from "./textPages.ts";

const modules = allEntries.filter(({ kind }) => kind === "module");
const ofKind = (kind: Kind): Entry[] => allEntries.filter((entry) => entry.kind === kind);

const FIRST = `import { grad, tensor, type Tensor } from "nabla";

const y = (x: Tensor) => x.dot(x).mul(2);   // y = 2 xᵀx
grad(y)(tensor([0, 1, 2, 3]));`;

export function indexPage(chapters: readonly Chapter[]): Page {
  return {
    address: "index.html",
    title: "Nabla — the mathematics of deep learning in TypeScript",
    description: "Reference, guides and book of Nabla: tensors, calculus and automatic differentiation in TypeScript.",
    kind: "index",
    main: `<div class="hero"><div><h1>Nabla</h1>
<p class="lead">The mathematics of deep learning in TypeScript: tensors, calculus and automatic differentiation, correct to the last digit.</p>
<p class="counts">${countsText()}</p></div>
<div class="example">${codeHtml(highlight(FIRST, scopeOfImports(FIRST)))}${outputHtml({ text: "Tensor [0, 4, 8, 12]", throws: false })}</div></div>
${section("Guides", cardsHtml(guides.map((guide) => [addressOf(guide), escapeHtml(guideTitle(guide)), proseHtml(guide.summary)])))}
${section("Book", cardsHtml(chapters.map(({ address, title, summary }) => [address, escapeHtml(title), proseHtml(summary)])))}
${section("Modules", cardsHtml(modules.map((module) => [addressOf(module), `<code>${module.name}</code>`, proseHtml(module.summary)])))}
${section("Functions", familiesHtml(["function", "constant"]))}
${section("Classes", summariesHtml(ofKind("class")))}
${section("Errors", summariesHtml(ofKind("error")))}
${section(
  "Types",
  `<ul class="names columns">${ofKind("type")
    .map((entry) => `<li>${linkHtml(entry)}</li>`)
    .join("")}</ul>`,
)}`,
  };
}

function countsText(): string {
  const counts = (["function", "class", "type", "error"] as const).map((kind) => {
    const id = PLURALS[kind].toLowerCase();
    return `<a href="#${id}">${ofKind(kind).length} ${kind === "error" ? "kinds of error" : id}</a>`;
  });
  return counts.join(" · ");
}

function cardsHtml(cards: readonly (readonly [address: string, title: string, text: string])[]): string {
  const items = cards.map(
    ([address, title, text]) => `<li><h3><a href="../${address}">${title}</a></h3><p>${unlinked(text)}</p></li>`,
  );
  return `<ul class="cards">${items.join("\n")}</ul>`;
}

/** A card is one link. */
const unlinked = (html: string): string => html.replace(/<\/?a\b[^>]*>/g, "");

/** By area and family; names without a family come last. */
function familiesHtml(kinds: readonly Kind[]): string {
  return [...AREAS]
    .map(([folder, title]) => {
      const own = [...families].filter(([file]) => areaOf(file) === folder).map(([, family]) => family);
      const named = own.map(({ entries, ...family }) => ({
        ...family,
        names: entries.filter(({ kind }) => kinds.includes(kind)),
      }));
      const rows = named.filter(({ names }) => names.length > 1);
      const alone = named.flatMap(({ names }) => (names.length === 1 ? names : []));
      if (alone.length > 0) rows.push({ title: rows.length > 0 ? "Others" : "", text: "", names: alone });
      return rows.length === 0 ? "" : `<h3>${title}</h3><dl class="families">${rows.map(familyRow).join("\n")}</dl>`;
    })
    .join("\n");
}

function familyRow({ title, text, names }: { title: string; text: string; names: readonly Entry[] }): string {
  const links = names.map((entry) => linkHtml(entry, lastOf(entry.name))).join(" ");
  return `<div><dt title="${escapeHtml(plainText(text))}">${title}</dt><dd>${links}</dd></div>`;
}

/** The longest folder that holds a file is its area. */
const AREAS: ReadonlyMap<string, string> = new Map([
  ["src/autodiff", "Derivatives"],
  ["src/ops", "Tensors"],
  ["src/ops/control", "Control flow"],
  ["src/ops/linalg", "Linear algebra"],
  ["src/ops/special", "Special functions"],
  ["src/random", "Random numbers"],
  ["src/engine", "Compiling"],
  ["src/plot", "Figures"],
  ["src/help", "Documentation"],
  ["src", "Foundations"],
]);

const areaOf = (file: string): string =>
  [...AREAS.keys()]
    .filter((folder) => file.startsWith(`${folder}/`))
    .reduce((a, b) => (b.length > a.length ? b : a), "");

// ---------------------------------------------------------------- modules

export function modulePage(module: Entry): Page {
  const { name, summary, text = "" } = module;
  const namespace = entryOf(name.replace(/^nabla\//, ""));
  const isSpace = namespace?.kind === "namespace";
  const members = membersOf(module).filter(({ kind }) => kind !== "namespace");
  const spaces = membersOf(module).filter(({ kind }) => kind === "namespace");
  const code = isSpace ? `import { ${namespace.name} } from "nabla";` : `import { … } from "${name}";`;
  const lead = isSpace ? namespace.summary : summary;
  return {
    address: addressOf(module),
    title: `${name} — module of Nabla`,
    description: plainText(lead),
    kind: "module",
    path: [
      ["Nabla", "index.html"],
      ["Modules", "index.html#modules"],
    ],
    main: `<h1><code>${name}</code> <span class="kind">module${isSpace ? " and namespace" : ""}</span></h1>
<p class="lead">${proseHtml(lead, module)}</p>
${codeHtml(
  highlight(code, () => undefined),
  "import",
)}
${textHtml(text, module)}
${section("Namespaces", summariesHtml(spaces))}
${contentsHtml(members)}`,
    near: listHtml("Modules", modules, module),
    facts: section("On this page", familyLinks(members)),
  };
}

function familyLinks(members: readonly Entry[]): string {
  const files = new Set(members.filter(({ kind }) => kind !== "type").map(homeOf));
  const links = [...families].flatMap(([file, { title }]) =>
    files.has(file) ? `<li><a href="#${familyId(file)}">${title}</a></li>` : [],
  );
  return links.length === 0 ? "" : `<ul class="contents">${links.join("")}</ul>`;
}

/** By family; types, which are looked up by name, in a list of their own. */
function contentsHtml(members: readonly Entry[]): string {
  const isType = ({ kind }: Entry): boolean => kind === "type";
  const groups = groupBy(
    members.filter((member) => !isType(member)),
    homeOf,
  );
  const parts = [...families].flatMap(([file, { title, text }]) => {
    const group = groups.get(file);
    if (group === undefined) return [];
    const id = familyId(file);
    const list = summariesHtml(group, ({ name }) => lastOf(name));
    return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n<p class="about">${proseHtml(text)}</p>\n${list}</section>`;
  });
  const types = members.filter(isType).map((entry) => `<li>${linkHtml(entry, nameOf(entry))}</li>`);
  const ownIds = [...families].flatMap(([file]) => {
    const hasTypesOnly = !groups.has(file) && members.some((member) => homeOf(member) === file);
    return hasTypesOnly ? `<span id="${familyId(file)}"></span>` : [];
  });
  return `${parts.join("\n")}\n${ownIds.join("")}${section("Types", types.length === 0 ? "" : `<ul class="names columns">${types.join("")}</ul>`)}`;
}
