/** What data.ts holds: entries by the file that declares them, without what follows from others; filled in once when it is loaded. */
import type { Entry } from "./entry.ts";

/** Members are in the modules of their owner; a fluent method has the summary of its function. */
export type Row = Partial<Entry> & Pick<Entry, "name" | "kind">;

/** The lines are those of each row in turn, separated by commas: code that moves changes one line of data.ts for a file. */
export type Group = readonly [file: string, lines: string, rows: readonly Row[]];

/** The entries, sorted by name. */
export function complete(groups: readonly Group[]): readonly Entry[] {
  const byName = new Map(groups.flatMap(([, , rows]) => rows.map((row) => [row.name, row])));
  const entries = groups.flatMap(([file, lines, rows]) => {
    const places = lines.split(",");
    return rows.map((row, i): Entry => {
      const { of = "" } = row;
      return {
        ...row,
        modules: modulesOf(row, byName),
        summary: row.summary ?? byName.get(of)?.summary ?? "",
        ...(places[i] !== "" && { place: `${file}:${places[i]}` }),
      };
    });
  });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Its own, or those of what it belongs to, on any level. */
function modulesOf({ name, modules }: Row, byName: ReadonlyMap<string, Row>): readonly string[] {
  const owner = byName.get(ownerOf(name));
  return modules ?? (owner === undefined ? [] : modulesOf(owner, byName));
}

/** `Tensor` of `Tensor.sum`. */
export const ownerOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf(".")));
