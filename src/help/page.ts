/** The page of an entry. */
import { allEntries, entryOf, lastOf, membersOf, ownerOf, placesOf, withTexts } from "./catalog.ts";
import { type Block, codeBlock, heading, list, paragraph, table } from "./block.ts";
import type { Entry, Kind, Param, Statement } from "./entry.ts";
import { code, plain } from "./inline.ts";
import { readMarkdown } from "./markdown.ts";

/** All that is known of it. */
export function pageOf(given: Entry): Block[] {
  const entry = withTexts(given);
  const { signatures = [], summary, math = [], returns, throws = [], examples = [] } = entry;
  return [
    heading(1, titleOf(entry)),
    ...(signatures.length === 0 || entry.kind === "error" || signatures[0] === `interface ${entry.name}`
      ? []
      : [codeBlock(signatures.join("\n"))]),
    ...(entry.kind === "topic" ? [] : [paragraph(summary)]),
    ...textOfPage(entry),
    ...math.map((latex): Block => ({ kind: "math", latex })),
    ...parametersOf(entry),
    ...section("Returns", returns === undefined ? [] : [paragraph(returns)]),
    ...section("Throws", throws.length === 0 ? [] : [list(throws.map(throwText))]),
    ...contentsOf(entry),
    ...section("Examples", examples.length === 0 ? [] : [codeBlock(examples.map(exampleText).join("\n\n"))]),
    ...section("More", moreOf(entry)),
  ];
}

const section = (title: string, blocks: readonly Block[]): Block[] =>
  blocks.length === 0 ? [] : [heading(2, title), ...blocks];

/** A topic is its text, which begins with its title. */
function textOfPage({ kind, text = "", summary }: Entry): Block[] {
  const blocks = readMarkdown(text).map(lowered);
  if (kind !== "topic") return blocks;
  const own = blocks[0]?.kind === "heading" ? blocks.slice(1) : blocks;
  return text.includes(summary.slice(0, 40)) ? own : [paragraph(summary), ...own];
}

/** Headings of texts stand below those of the page. */
const lowered = (block: Block): Block =>
  block.kind === "heading" ? { ...block, level: block.level === 1 ? 2 : 3 } : block;

const KINDS: Readonly<Record<Kind, string>> = {
  module: "module",
  namespace: "namespace",
  function: "function",
  class: "class",
  constant: "constant",
  type: "type",
  method: "method",
  property: "property",
  member: "option",
  error: "error",
  topic: "topic",
};

/** `function sum in nabla, nabla/ops`, as code where it is code. */
export function titleOf(entry: Entry): string {
  const { kind, name } = entry;
  if (kind === "topic") return `topic ${plain(lastOf(name))}`;
  if (kind === "error") return `error ${code(JSON.stringify(name.slice("error.".length)))}`;
  const places = kind === "module" || entry.modules.length === 0 ? "" : ` in ${placesOf(entry).join(", ")}`;
  return `${kindOf(entry)} ${code(importedName(name))}${places}`;
}

/** `plot` of `plot.plot`, which is in a module of its own and in no namespace. */
const importedName = (name: string): string =>
  name.includes(".") && entryOf(name.slice(0, name.indexOf("."))) === undefined
    ? name.slice(name.indexOf(".") + 1)
    : name;

/** A member of an interface without options in its name is a field. */
export const kindOf = ({ kind, name }: Entry): string =>
  kind === "member" && !ownerOf(name).endsWith("Options") ? "field" : KINDS[kind];

// ---------------------------------------------------------------- parts

function parametersOf({ kind, params = [] }: Entry): Block[] {
  const rows = params.map((param) => [code(param.name), code(typeOf(param)), textOf(param)]);
  if (kind === "error")
    return section("Data", rows.length === 0 ? [] : [table(rows.map(([name, type, text]) => [name, type, text]))]);
  return section("Parameters", rows.length === 0 ? [] : [table(rows)]);
}

/** Long types stand in the signature already. */
const typeOf = ({ type, optional }: Param): string => {
  const short = type.length > 32 ? `${type.slice(0, 30)}…` : type;
  return optional && short !== "" ? `${short}?` : short;
};

function textOf({ text, default: usual }: Param): string {
  if (usual === undefined || /\bdefault/i.test(text)) return text;
  return `${text}${text === "" ? "" : "; "}default ${code(usual)}`;
}

/** `axis when x lacks the axis` begins with the kind of error. */
const throwText = (text: string): string => text.replace(/^([a-z][a-z-]*)(?= |$)/, "`$1`");

/** More members are listed by name only. */
const FEW = 24;

function contentsOf(entry: Entry): Block[] {
  if (!/^(?:module|namespace|class|type)$/.test(entry.kind)) return [];
  const members = membersOf(entry);
  if (members.length === 0) return [];
  if (entry.kind === "type") {
    const rows = members.map(({ name, signatures = [lastOf(name)], summary }) => [code(signatures[0]), summary]);
    return section(contentsTitle(entry), [table(rows)]);
  }
  if (members.length <= FEW) return section("Contents", [summaryTable(members)]);
  const kinds = [...new Set(members.map(({ kind }) => kind))].filter((kind) => kind !== "type");
  const groups = kinds.flatMap((kind) => {
    const names = members.filter((member) => member.kind === kind).map(({ name }) => code(lastOf(name)));
    return section(PLURALS[kind], [paragraph(names.join(", "))]);
  });
  return [...groups, paragraph(`${code(`dir(${JSON.stringify(entry.name)})`)} says what each does.`)];
}

const contentsTitle = ({ name }: Entry): string => (name.endsWith("Options") ? "Options" : "Fields");

export const PLURALS: Readonly<Record<Kind, string>> = {
  module: "Modules",
  namespace: "Namespaces",
  function: "Functions",
  class: "Classes",
  constant: "Constants",
  type: "Types",
  method: "Methods",
  property: "Properties",
  member: "Fields",
  error: "Errors",
  topic: "Topics",
};

/** Names with their summaries, one a line. @param full - names with their owners */
export function summaryTable(entries: readonly Entry[], full = false, clip = false): Block {
  const rows = entries.map((entry) => {
    const { name, summary } = withTexts(entry);
    return [code(full ? name : lastOf(name)), summary];
  });
  return table(rows, [], clip);
}

/** The statements, each with what it prints. */
function exampleText(statements: readonly Statement[]): string {
  return statements
    .map(({ code: text, prints, throws }) => {
      const line = statements.length === 1 || /[;}]$/.test(text) ? text : `${text};`;
      return prints === undefined ? line : line + remark(prints, throws === true, line);
    })
    .join("\n");
}

/** `// => …`, below where it is long. */
export function remark(prints: string, throws: boolean, line: string): string {
  const [first, ...rest] = `${throws ? "throws " : ""}${prints}`.split("\n");
  const isShort = rest.length === 0 && !line.includes("\n") && line.length + first.length < 64;
  return `${isShort ? " " : "\n"}// => ${first}${rest.map((text) => `\n//    ${text}`).join("")}`;
}

function moreOf(entry: Entry): Block[] {
  const { cost, peers = [], source, place, of, see = [] } = entry;
  const types = typesIn(entry).filter((name) => name !== entry.name);
  const names = [...new Set([...(of === undefined ? [] : [of]), ...see, ...types])];
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Cost", cost],
    ["See also", names.map(code).join(", ")],
    ["Elsewhere", peers.map(code).join(", ")],
    ["Source", source],
    ["Declared in", place === undefined ? undefined : code(place)],
  ];
  const rows = facts.flatMap(([label, text]) => (text === undefined || text === "" ? [] : [[label, text]]));
  return rows.length === 0 ? [] : [table(rows)];
}

/** Options and other types of ours that the signatures name. */
function typesIn({ name: near, signatures = [], kind }: Entry): string[] {
  if (kind !== "function" && kind !== "method") return [];
  const words = new Set(signatures.join(" ").match(/\b[A-Z]\w+/g));
  return [...words]
    .filter((word) => word !== "Tensor" && word !== "TensorLike")
    .flatMap((word) => typeNamed(word, near));
}

/** The one that stands nearest: `calculus.Variable` for `calculus.D`, in place of the `Variable` of programs. */
function typeNamed(word: string, near: string): string[] {
  for (let owner = ownerOf(near); owner !== ""; owner = ownerOf(owner)) {
    if (entryOf(`${owner}.${word}`)?.kind === "type") return [`${owner}.${word}`];
  }
  if (entryOf(word) !== undefined) return [word];
  const found = allEntries.find(({ name, kind }) => kind === "type" && lastOf(name) === word);
  return found === undefined ? [] : [found.name];
}
