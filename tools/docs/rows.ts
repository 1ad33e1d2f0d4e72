/** Entries as the groups of rows that src/help/rows.ts makes them of. */
import type { Entry } from "../../src/help/entry.ts";
import { type Group, ownerOf, type Row } from "../../src/help/rows.ts";

type Names = ReadonlyMap<string, Entry>;

export function reduce(entries: readonly Entry[]): Group[] {
  const byName: Names = new Map(entries.map((entry) => [entry.name, entry]));
  const file = new Map(entries.map((entry) => [entry, fileOf(entry, byName)]));
  return [...new Set(file.values())].toSorted().map((each) => {
    const own = entries.filter((entry) => file.get(entry) === each);
    const lines = own.map(({ place = "" }) => place.slice(each.length + 1));
    return [each, lines.join(","), own.map((entry) => rowOf(entry, byName))];
  });
}

/** What has no place of its own stands with its function or its owner. */
function fileOf({ name, of = "", place }: Entry, byName: Names): string {
  if (place !== undefined) return place.split(":")[0];
  const other = byName.get(of) ?? byName.get(ownerOf(name));
  return other === undefined ? "" : fileOf(other, byName);
}

function rowOf({ name, kind, modules, summary, of, place: _place, ...rest }: Entry, byName: Names): Row {
  return {
    name,
    kind,
    ...(String(byName.get(ownerOf(name))?.modules) !== String(modules) && { modules }),
    ...(byName.get(of ?? "")?.summary !== summary && { summary }),
    ...(of !== undefined && { of }),
    ...rest,
  };
}
