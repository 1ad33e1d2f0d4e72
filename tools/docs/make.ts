/** Entries out of declarations and comments. */
import type ts from "typescript6";
import type { Entry, Kind } from "../../src/help/entry.ts";
import { type Comment, paramTexts } from "./comment.ts";
import { placeOf } from "./place.ts";
import type { Project } from "./project.ts";
import { paramsOf, showSignature, type Signature } from "./signatures.ts";
import { readExamples } from "./statements.ts";
import { findStrange } from "./strange.ts";
import { throwsOf } from "./throws.ts";

/** What is declared, and what is made of it. */
export interface Declared {
  readonly name: string;
  readonly kind: Kind;
  readonly modules: readonly string[];
  readonly comment: Comment;
  readonly signatures: readonly Signature[];
  readonly declarations: readonly ts.Declaration[];
}

export function makeEntry(declared: Declared, { mistakes }: Project): Entry {
  const { name, kind, modules, comment, signatures, declarations } = declared;
  mistakes.push(...findStrange(comment, signatures).map((text) => `${name}: ${text}`));
  const last = name.split(".").at(-1) as string;
  const shown = signatures.map((each) => showSignature(last, each, kind === "class"));
  const params = paramsOf(signatures, paramTexts(comment));
  return {
    name,
    kind,
    modules,
    ...(shown.length > 0 && { signatures: [...new Set(shown)] }),
    ...textsOf(comment, params),
    ...(kind !== "namespace" && kind !== "member" && { place: placeOf(declarations) }),
  };
}

/** What a comment says, in the order of the fields of an entry. */
export function textsOf(comment: Comment, params: Entry["params"] = []): Omit<Entry, "name" | "kind" | "modules"> {
  const { summary, text } = comment;
  const all = (tag: string): string[] => comment.tags.filter(({ name }) => name === tag).map((each) => each.text);
  const words = (tag: string): string[] =>
    all(tag)
      .flatMap((list) => list.split(/\s*,\s*/))
      .filter(Boolean);
  const parts = {
    math: all("math"),
    params,
    returns: all("returns").join(" "),
    throws: throwsOf(comment),
    cost: all("cost").join(" "),
    examples: readExamples(comment).examples,
    see: words("see").map((name) => name.replace(/^`|`$/g, "")),
    source: all("source").join("; "),
    peers: words("peers"),
    keywords: words("keywords"),
  };
  const filled = Object.entries({ text, ...parts }).filter(([, part]) => part.length > 0);
  return { summary, ...Object.fromEntries(filled) };
}
