/** Reads a TSDoc comment: the summary, the text below it, and the tags in order. */
import ts from "typescript6";

export interface Comment {
  /** As it stands in the source, with its marks. */
  readonly raw: string;
  /** The first sentence. */
  readonly summary: string;
  /** What follows it, paragraphs kept. */
  readonly text: string;
  readonly tags: readonly Tag[];
}

export interface Tag {
  readonly name: string;
  readonly text: string;
}

/** Every tag that a comment may have; any other is a mistake. */
export const TAGS: readonly string[] = [
  "param",
  "returns",
  "throws",
  "example",
  "math",
  "cost",
  "see",
  "source",
  "peers",
  "keywords",
  "internal",
];

const NONE: Comment = { raw: "", summary: "", text: "", tags: [] };

/** What stands above the first of the declarations that has something above it. */
export function commentOf(declarations: readonly ts.Node[]): Comment {
  for (const declaration of declarations) {
    const found = ts.getJSDocCommentsAndTags(declaration).findLast((node) => ts.isJSDoc(node));
    if (found !== undefined) return parseComment(found.getText());
  }
  return NONE;
}

/** Not for users: private, or marked so. */
export function isHidden(declaration: ts.Declaration): boolean {
  const { Private, Protected } = ts.ModifierFlags;
  if (ts.getCombinedModifierFlags(declaration) & (Private | Protected)) return true;
  return commentOf([declaration]).tags.some(({ name }) => name === "internal");
}

/** What stands behind `@param name - `, by name, in the order of the tags. */
export function paramTexts({ tags }: Comment): ReadonlyMap<string, string> {
  const parts = tags.flatMap(({ name, text }) => (name === "param" ? [/^([\w$]+)(?:\s+-\s+)?(.*)$/s.exec(text)] : []));
  return new Map(parts.flatMap((part) => (part === null ? [] : [[part[1], part[2]] as const])));
}

/** The comment on top of a file. */
export function commentOfFile(file: ts.SourceFile): Comment {
  const [raw] = /^\/\*\*.*?\*\//s.exec(file.text.trimStart()) ?? [];
  return raw === undefined ? NONE : parseComment(raw);
}

/** A tag begins its line or, in a comment of one line, stands behind the text. */
const TAG = /^@(\w+)\b ?/;
const INLINE = /\s(?=@(?:example|internal|throws|returns|see|source)\b)/;

export function parseComment(raw: string): Comment {
  const body = raw
    .slice("/**".length, -"*/".length)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  const lines = body.flatMap((line) => (line.trimStart().split(INLINE).length > 1 ? line.split(INLINE) : [line]));
  const prose: string[] = [];
  const tags: { name: string; lines: string[] }[] = [];
  for (const line of lines) {
    const name = TAG.exec(line.trimStart())?.[1];
    if (name !== undefined) tags.push({ name, lines: [line.trimStart().replace(TAG, "")] });
    else (tags.at(-1)?.lines ?? prose).push(line);
  }
  const { summary, text } = splitSummary(prose.join("\n").trim());
  return {
    raw,
    summary,
    text,
    tags: tags.map((tag) => ({
      name: tag.name,
      text: tag.name === "example" ? tag.lines.join("\n").trim() : plain(tag.lines.join("\n")),
    })),
  };
}

/** Lines joined to paragraphs and lists; links are code. */
export function plain(text: string): string {
  return text
    .replace(/\{@link ([^}|]+?)(?:\s*\|[^}]*)?\}/g, "`$1`")
    .trim()
    .replace(/(\S)[ \t]*\n[ \t]*(?=[^\s\-|>#`*]|`[^`])/g, "$1 ");
}

/** Abbreviations that end no sentence. */
const ABBREVIATION = /(?:\be\.g|\bi\.e|\bcf|\bvs|\betc|\bet al|\bed|\bNo|\bvol|\bch|\bSt)\.$/;

function splitSummary(prose: string): { summary: string; text: string } {
  const [first = "", ...rest] = plain(prose).split(/\n\s*\n/);
  for (const { 0: end, index } of first.matchAll(/[.!?][)"”]?(?=\s+[^a-z\s])/g)) {
    const sentence = first.slice(0, index + end.length);
    if (ABBREVIATION.test(sentence) || (sentence.split("`").length - 1) % 2 === 1) continue;
    const remaining = first.slice(index + end.length).trim();
    return { summary: flat(sentence), text: [remaining, ...rest].join("\n\n").trim() };
  }
  return { summary: flat(first), text: rest.join("\n\n").trim() };
}

const flat = (text: string): string => text.replace(/\s+/g, " ").trim();
