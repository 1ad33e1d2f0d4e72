/** Builds the site: pages out of the documentation, the book and the sources; one style, one script, one index for the search. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build as bundle } from "esbuild";
import { allEntries } from "../../src/help/catalog.ts";
import { root } from "../entries.ts";
import { hasPage } from "./address.ts";
import { readBook, usesOf } from "./book.ts";
import { entryPage, type Known } from "./entryPages.ts";
import { indexPage, modulePage } from "./indexPages.ts";
import { type Page, pageHtml } from "./layout.ts";
import { runExamples } from "./run.ts";
import { sourcePages } from "./sources.ts";
import { chapterPage, guidePage } from "./textPages.ts";

/** Files by their addresses from the root of the site. */
export type Site = ReadonlyMap<string, string>;

export async function buildSite(): Promise<Site> {
  const pages = (await allPages()).map((page): [string, string] => [page.address, pageHtml(page)]);
  const [site, search] = await Promise.all([script("site"), script("search")]);
  return new Map([
    ...pages,
    ["style.css", readFileSync(`${root}tools/site/style.css`, "utf8")],
    ["site.js", site],
    ["search.js", search],
  ]);
}

async function allPages(): Promise<Page[]> {
  const chapters = await readBook();
  const [uses, ran] = [usesOf(chapters), await runExamples(allEntries)];
  const known: Known = { uses: (entry) => uses.get(entry) ?? [], ran: (statements) => ran.get(statements) };
  const names = allEntries.filter(hasPage).map((entry) => {
    if (entry.kind === "module" || entry.kind === "namespace") return modulePage(entry);
    return entry.kind === "topic" ? guidePage(entry) : entryPage(entry, known);
  });
  return [
    indexPage(chapters),
    ...names,
    ...chapters.map((chapter) => chapterPage(chapter, chapters)),
    ...sourcePages(),
  ];
}

/** Pages that are opened as files may not load modules, so a script is one classic file. */
async function script(name: string): Promise<string> {
  const { outputFiles } = await bundle({
    entryPoints: [`${root}tools/site/browser/${name}.ts`],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    logLevel: "error", // it warns of imports for their effect, which the search needs not
    plugins: [
      {
        name: "what the search reads",
        setup: ({ onLoad }) =>
          onLoad({ filter: /src\/help\/data\.ts$/ }, () => ({ contents: searchData(), loader: "js" })),
      },
    ],
  });
  return outputFiles[0].text;
}

/** The parts of the entries that `apropos` ranks by. */
function searchData(): string {
  const entries = allEntries.map(
    ({ name, kind, modules, summary, text, math, params, returns, source, peers, keywords, of }) => {
      const texts = params?.map((param) => ({ text: param.text }));
      return { name, kind, modules, summary, text, math, params: texts, returns, source, peers, keywords, of };
    },
  );
  return `export const entries = ${JSON.stringify(entries)};`;
}

/** Pages of names that are gone go too; what else lies in the folder stays. */
export function writeSite(site: Site, folder: string): void {
  const places = new Set([...site.keys()].map((address) => dirname(address)).filter((place) => place !== "."));
  for (const place of places) {
    mkdirSync(join(folder, place), { recursive: true });
    for (const name of readdirSync(join(folder, place))) {
      if (name.endsWith(".html") && !site.has(`${place}/${name}`)) rmSync(join(folder, place, name));
    }
  }
  for (const [address, text] of site) writeFileSync(join(folder, address), text);
}
