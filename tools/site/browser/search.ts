/** The search itself, with its data: loaded when somebody begins to search. */
import { rank } from "../../../src/help/apropos.ts";
import { entryOf } from "../../../src/help/catalog.ts";
import { inlineHtml } from "../../../src/help/html.ts";
import { kindOf } from "../../../src/help/page.ts";
import { addressOf } from "../address.ts";
import type { Found, Search } from "./site.ts";

const MOST = 12;

const search: Search = (text) => [
  ...new Map(
    rank(text, MOST)
      .map(found)
      .map((item) => [item.address, item]),
  ).values(),
];

function found(entry: Parameters<typeof addressOf>[0]): Found {
  const { kind, name, of } = entry;
  const summary = of === undefined ? entry.summary : (entryOf(of)?.summary ?? "");
  const isText = kind === "topic" || kind === "error";
  return {
    address: addressOf(entry),
    name: isText ? name.slice(name.indexOf(".") + 1) : name,
    kind: kind === "topic" ? "guide" : kindOf(entry),
    summary: inlineHtml(summary),
  };
}

Object.assign(globalThis, { nablaSearch: search });
