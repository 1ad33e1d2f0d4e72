/** The pages of functions, classes, types and kinds of errors. */
import { allEntries, entryOf, lastOf, membersOf, ownerOf, placesOf } from "../../src/help/catalog.ts";
import type { Entry } from "../../src/help/entry.ts";
import { escapeHtml } from "../../src/help/escape.ts";
import { latexToText } from "../../src/help/latexText.ts";
import { kindOf, PLURALS } from "../../src/help/page.ts";
import { addressOf, hasPage } from "./address.ts";
import type { Use } from "./book.ts";
import { families, familyOf, homeOf } from "./families.ts";
import { groupBy } from "./groups.ts";
import { codeHtml, highlight } from "./highlight.ts";
import { type Page, section } from "./layout.ts";
import { scopeOf } from "./names.ts";
import * as parts from "./parts.ts";
import { proseHtml, textHtml } from "./prose.ts";

/** What is known of entries beyond their texts. */
export interface Known {
  /** Where the book uses it. */
  readonly uses: (entry: Entry) => readonly Use[];
  readonly ran: parts.RanOf;
}

export function entryPage(entry: Entry, known: Known): Page {
  const { kind, name, summary } = entry;
  const family = familyOf(entry);
  const place = placesOf(entry)[0];
  const module = place === undefined ? undefined : entryOf(place);
  return {
    address: addressOf(entry),
    title: `${parts.nameOf(entry)} — ${kindOf(entry)} of Nabla`,
    description: plainText(summary) || `${name} of Nabla`,
    kind,
    path: [
      ["Nabla", "index.html"],
      ...(kind === "error" ? [["Errors", "index.html#errors"] as const] : []),
      ...(module === undefined || kind === "error" ? [] : [[module.name, addressOf(module)] as const]),
      ...(family === undefined || kind === "error" || module === undefined
        ? []
        : [[family.title, `${addressOf(module)}#${familyId(homeOf(entry))}`] as const]),
    ],
    main: headHtml(entry) + bodyHtml(entry, known),
    facts: factsHtml(entry, known),
    near: nearHtml(entry),
  };
}

export const plainText = (text: string): string =>
  text
    .replace(/\$([^$]+)\$/g, (_, latex: string) => latexToText(latex))
    .replace(/[`*]/g, "")
    .slice(0, 200);

/** Of a family on the page of a module. */
export const familyId = (file: string): string => file.replace(/^src\/|\.ts$/g, "").replaceAll("/", "-");

function headHtml(entry: Entry): string {
  const { summary, text = "", kind } = entry;
  return `<h1><code>${escapeHtml(parts.nameOf(entry))}</code> <span class="kind">${kindOf(entry)}</span></h1>
${summary === "" ? "" : `<p class="lead">${proseHtml(summary, entry)}</p>`}
${importHtml(entry)}${kind === "error" || kind === "class" ? "" : parts.signaturesHtml(entry, ownerText(entry))}
${asMethodHtml(entry)}${parts.formulasHtml(entry)}
${text === "" ? "" : `<div class="text">${textHtml(text, entry)}</div>`}
`;
}

/** `linalg.`: functions of namespaces are called so. */
const ownerText = ({ name, kind }: Entry): string =>
  kind === "function" && entryOf(ownerOf(name))?.kind === "namespace" ? `${ownerOf(name)}.` : "";

function importHtml(entry: Entry): string {
  const { kind, name } = entry;
  const [place] = placesOf(entry);
  if (place === undefined || kind === "error") return "";
  const isSpaced = entryOf(ownerOf(name))?.kind === "namespace";
  const [what, from] = isSpaced ? [ownerOf(name), "nabla"] : [lastOf(name), place];
  const code =
    kind === "type" ? `import type { ${lastOf(name)} } from "${place}";` : `import { ${what} } from "${from}";`;
  return codeHtml(
    highlight(code, () => undefined),
    "import",
  );
}

function asMethodHtml({ name }: Entry): string {
  const methods = allEntries.filter(({ of }) => of === name);
  if (methods.length === 0) return "";
  const text = methods.map((method) => `<a href="../${addressOf(method)}"><code>x.${lastOf(method.name)}</code></a>`);
  return `<p class="method">Also a method of tensors: ${text.join(", ")}.</p>\n`;
}

function bodyHtml(entry: Entry, known: Known): string {
  const { kind, cost } = entry;
  return [
    // Members may be called so as well.
    section(kind === "error" ? "Data" : "Parameters", parts.paramsHtml(entry), 2, "its-parameters"),
    section("Returns", entry.returns === undefined ? "" : `<p>${proseHtml(entry.returns, entry)}</p>`),
    section("Throws", parts.throwsHtml(entry)),
    section("Cost", cost === undefined ? "" : `<p>${proseHtml(cost, entry)}</p>`),
    section(entry.examples?.length === 1 ? "Example" : "Examples", parts.examplesHtml(entry, known.ran)),
    kind === "class" || kind === "type" ? membersHtml(entry, known) : "",
  ].join("");
}

// ---------------------------------------------------------------- members

function membersHtml(entry: Entry, known: Known): string {
  const members = membersOf(entry);
  if (entry.kind === "type") return section(entry.name.endsWith("Options") ? "Options" : "Fields", fieldsHtml(members));
  const own = members.filter(({ of, kind }) => of === undefined && kind === "method");
  const properties = members.filter(({ kind }) => kind === "property");
  const fluent = members.filter(({ of }) => of !== undefined);
  return [
    section("Properties", fieldsHtml(properties)),
    section("Methods", own.map((method) => methodHtml(method, known)).join("\n")),
    section("Methods that are functions", fluentHtml(fluent)),
  ].join("");
}

function fieldsHtml(members: readonly Entry[]): string {
  const items = members.map((member) => {
    const { name, signatures = [lastOf(name)], summary, text = "" } = member;
    const code = signatures.map((signature) => fieldHtml(signature, member)).join("\n");
    const body = [summary, text].filter((part) => part !== "").map((part) => textHtml(part, member));
    return `<div id="${lastOf(name)}"><dt><code>${code}</code></dt><dd>${body.join("\n")}${parts.examplesHtml(member)}</dd></div>`;
  });
  return items.length === 0 ? "" : `<dl class="params">${items.join("\n")}</dl>`;
}

/** The name stands out. */
function fieldHtml(signature: string, member: Entry): string {
  const [, name = "", rest = signature] = /^((?:readonly )?[\w$]+\??)(:[^]*)$/.exec(signature) ?? [];
  return `<b>${escapeHtml(name)}</b>${highlight(rest, scopeOf(member), member)}`;
}

function methodHtml(method: Entry, { uses, ran }: Known): string {
  const { name, summary, text = "", returns, see = [] } = method;
  const inBook = parts.usesHtml(uses(method));
  const part = (title: string, content: string): string => (content === "" ? "" : `<h4>${title}</h4>\n${content}\n`);
  return `<section class="member" id="${lastOf(name)}" aria-labelledby="${lastOf(name)}-name">
<h3 id="${lastOf(name)}-name"><code>${lastOf(name)}</code></h3>
${parts.signaturesHtml(method)}
<p>${proseHtml(summary, method)}</p>
${text === "" ? "" : textHtml(text, method)}${parts.formulasHtml(method)}
${part("Parameters", parts.paramsHtml(method))}${part("Returns", returns === undefined ? "" : `<p>${proseHtml(returns, method)}</p>`)}
${part("Throws", parts.throwsHtml(method))}${part("Example", parts.examplesHtml(method, ran))}
${part("See also", parts.linksHtml(see, method))}${part("In the book", inBook)}<p class="place">${parts.placeHtml(method)}</p>
</section>`;
}

/** By the families of their functions. */
function fluentHtml(methods: readonly Entry[]): string {
  const groups = groupBy(methods, ({ of }) => homeOf(entryOf(of ?? "") ?? methods[0]));
  return [...families]
    .flatMap(([file, { title }]) => {
      const group = groups.get(file);
      if (group === undefined) return [];
      return `<h3>${title}</h3>\n${parts.summariesHtml(group, ({ name, signatures = [] }) => (signatures[0] ?? lastOf(name)).replace(/\(.*/s, "()"))}`;
    })
    .join("\n");
}

// ---------------------------------------------------------------- beside

function factsHtml(entry: Entry, { uses }: Known): string {
  const { see = [], source, kind } = entry;
  return [
    section("See also", parts.linksHtml(see, entry)),
    section("In the book", parts.usesHtml(uses(entry))),
    section("Elsewhere", parts.elsewhereHtml(entry)),
    section("Used by", kind === "type" || kind === "class" ? usersHtml(usersOf(entry)) : ""),
    section("Thrown by", kind === "error" ? usersHtml(throwersOf(entry)) : ""),
    section("Reference", source === undefined ? "" : `<p>${proseHtml(source, entry)}</p>`),
    section("Source", parts.placeHtml(entry), 2, "its-source"),
  ].join("");
}

const MANY = 40;

/** Many are folded up. */
function usersHtml(users: readonly Entry[]): string {
  const names = parts.namesHtml(users);
  return users.length <= MANY ? names : `<details><summary>${users.length} names</summary>${names}</details>`;
}

function usersOf(entry: Entry): Entry[] {
  const word = new RegExp(`\\b${lastOf(entry.name)}\\b`);
  return allEntries.filter(
    (user) =>
      user !== entry &&
      user.of === undefined &&
      (hasPage(user) || user.kind === "method") &&
      ownerOf(user.name) !== entry.name &&
      word.test((user.signatures ?? []).join(" ")) &&
      scopeOf(user)(lastOf(entry.name)) === entry,
  );
}

const throwersOf = ({ name }: Entry): Entry[] =>
  allEntries.filter(
    ({ throws = [], of }) => of === undefined && throws.some((text) => text.split(" ")[0] === lastOf(name)),
  );

/** The others of its family, or of its kind. */
function nearHtml(entry: Entry): string {
  if (entry.kind === "error") {
    const errors = allEntries.filter(({ kind }) => kind === "error");
    return listHtml("Errors", errors, entry);
  }
  const family = familyOf(entry);
  if (family === undefined) return "";
  if (entry.kind === "class") return contentsHtml(entry);
  const kinds = groupBy(family.entries, ({ kind }) => (kind === "type" ? "type" : "name"));
  const [names, types] = [kinds.get("name") ?? [], kinds.get("type") ?? []];
  return (
    `<p class="family">${family.title}</p>` +
    (names.length === 0 ? "" : listHtml("", names, entry)) +
    (types.length === 0 ? "" : listHtml(PLURALS.type, types, entry))
  );
}

/** What is on the page of a class. */
function contentsHtml(entry: Entry): string {
  const members = membersOf(entry);
  const part = (title: string, items: readonly Entry[], id = ""): string => {
    const links = items.map(({ name }) => `<li><a href="#${lastOf(name)}"><code>${lastOf(name)}</code></a></li>`);
    return links.length + id.length === 0 ? "" : `<h2>${title}</h2><ul>${links.join("")}${id}</ul>\n`;
  };
  const hasFluent = members.some(({ of }) => of !== undefined);
  return (
    part(
      "Properties",
      members.filter(({ kind }) => kind === "property"),
    ) +
    part(
      "Methods",
      members.filter(({ kind, of }) => kind === "method" && of === undefined),
      hasFluent ? '<li><a href="#methods-that-are-functions">and all functions</a></li>' : "",
    )
  );
}

/** Long names may be broken before a capital letter. */
const breakable = (code: string): string => code.replace(/(?<=[a-z])(?=[A-Z][a-z])/g, "<wbr>");

export function listHtml(title: string, entries: readonly Entry[], current?: Entry): string {
  const items = entries.map((entry) => {
    const link = parts.linkHtml(entry).replace(/<code>.*?<\/code>/, breakable);
    return `<li>${entry === current ? link.replace("<a ", '<a aria-current="page" ') : link}</li>`;
  });
  return `${title === "" ? "" : `<h2>${title}</h2>`}<ul>${items.join("")}</ul>\n`;
}
