/** `source`: the text of a declaration. */
import { withTexts } from "./catalog.ts";
import { codeBlock, heading, paragraph } from "./block.ts";
import { Document } from "./document.ts";
import { code, plain } from "./inline.ts";
import { lookup } from "./lookup.ts";
import { attempt, kindOfValue, nameOf } from "./safe.ts";
import { shortText } from "./shortText.ts";
import { writtenText } from "./userFunctions.ts";

/**
 * The source of a function, class, method or type, read from the files that come with the package, and where it stands.
 * @param target - a function, class or method, or a name as for `help`
 * @returns a document; where the files cannot be read it has the text that JavaScript knows, or the place alone
 * @example String(await source(cumsum)).includes("export function cumsum") // => true
 * @keywords code, implementation, definition, view source
 * @source Python's `inspect.getsource`
 */
export async function source(target: unknown): Promise<Document> {
  const [entry] = lookup(target).entries.map(withTexts);
  const own = typeof target === "function" ? writtenText(target) : undefined;
  if (entry === undefined) return ownSource(target, own);
  const title = heading(1, `source of ${code(entry.name)}`);
  if (entry.place === undefined) {
    return new Document([title, paragraph("No single declaration makes it.")], [entry.name]);
  }
  const text = (await textAt(entry.place)) ?? own;
  const shown = text === undefined ? paragraph("The file cannot be read here.") : codeBlock(text);
  return new Document([title, paragraph(code(entry.place)), shown], [entry.name]);
}

function ownSource(target: unknown, text: string | undefined): Document {
  if (text === undefined || typeof target !== "function") {
    return new Document([heading(1, `no source of ${plain(shortText(target))}`)]);
  }
  const name = nameOf(target);
  return new Document([
    heading(1, `source of ${kindOfValue(target)} ${name === "" ? "without a name" : code(name)}`),
    codeBlock(text),
  ]);
}

/** The lines of a place such as `src/ops/reduce.ts:30-41`; undefined where the file cannot be read. */
async function textAt(place: string): Promise<string | undefined> {
  const [, path, first, last = first] = /^(.*?):(\d+)(?:-(\d+))?$/.exec(place) ?? [];
  const url = path === undefined ? undefined : urlOf(path);
  const text = url === undefined ? undefined : await readText(url).catch(() => undefined);
  const lines = text?.split("\n").slice(Number(first) - 1, Number(last));
  return lines === undefined || lines.length === 0 ? undefined : lines.join("\n");
}

/** Beside the folder that this file is in, which is `src/` or `dist/`. */
function urlOf(path: string): string | undefined {
  const here = (import.meta as { readonly url?: string }).url;
  const [, root] = /^(.*\/)(?:src|dist)\/(?:[\w-]+\/)*[\w.-]+(?:[?#].*)?$/.exec(here ?? "") ?? [];
  return root === undefined ? undefined : `${root}${path}`;
}

interface Surroundings {
  readonly process?: {
    readonly getBuiltinModule?: (name: string) => {
      readonly promises: { readFile(url: object, encoding: "utf8"): Promise<string> };
    };
  };
  readonly URL?: new (url: string) => object;
  readonly fetch?: (url: string) => Promise<{ readonly ok: boolean; text(): Promise<string> }>;
}

async function readText(url: string): Promise<string | undefined> {
  const { process, URL, fetch } = globalThis as Surroundings;
  const fs = url.startsWith("file:") ? attempt(() => process?.getBuiltinModule?.("node:fs"), undefined) : undefined;
  if (fs !== undefined && URL !== undefined) return fs.promises.readFile(new URL(url), "utf8");
  const response = await fetch?.(url);
  return response?.ok ? response.text() : undefined;
}
