/** What has changed between two states of the documentation, as a reader wants to know it. */
import type { Entry } from "../../src/help/entry.ts";

type Names = ReadonlyMap<string, Entry>;

export function compare(before: readonly Entry[], now: readonly Entry[]): string[] {
  const [old, current] = [byName(before), byName(now)];
  const gone = before.filter(({ name }) => !current.has(name));
  const come = now.filter(({ name }) => !old.has(name));
  const kept = now.filter(({ name }) => old.has(name));
  return [
    ...gone.map((entry) => `- ${headOf(entry)}`),
    ...come.map((entry) => `+ ${headOf(entry)}`),
    ...kept.flatMap((entry) => facesOf(old.get(entry.name) as Entry, entry)),
    ...textsOf(kept, old),
    ...placesOf(kept, old),
  ];
}

const byName = (entries: readonly Entry[]): Names => new Map(entries.map((entry) => [entry.name, entry]));

const headOf = ({ name, kind, modules, signatures = [] }: Entry): string =>
  `${kind} ${name}  ${signatures.join(" | ")}  ${modules.join(", ")}`.trimEnd();

/** Kind, modules and signatures: the public face. */
function facesOf(old: Entry, entry: Entry): string[] {
  const face = ({ kind, modules, signatures = [], of }: Entry): string[] =>
    [kind, modules.join(", "), of === undefined ? "" : `of ${of}`, ...signatures].filter(Boolean);
  const [before, now] = [face(old), face(entry)];
  const gone = before.filter((line) => !now.includes(line)).map((line) => `    - ${line}`);
  const come = now.filter((line) => !before.includes(line)).map((line) => `    + ${line}`);
  return gone.length + come.length === 0 ? [] : [`~ ${entry.name}`, ...gone, ...come];
}

const TEXTS: readonly (keyof Entry)[] = [
  ...(["summary", "text", "math", "params", "returns", "throws", "cost", "examples"] as const),
  ...(["see", "source", "peers", "keywords"] as const),
];

function textsOf(kept: readonly Entry[], old: Names): string[] {
  return kept.flatMap((entry) => {
    const changed = TEXTS.filter((part) => {
      const before = old.get(entry.name)?.[part];
      return JSON.stringify(before) !== JSON.stringify(entry[part]);
    });
    return changed.length === 0 || entry.of !== undefined ? [] : [`  text of ${entry.name}: ${changed.join(", ")}`];
  });
}

function placesOf(kept: readonly Entry[], old: Names): string[] {
  const moved = kept.filter(({ name, place }) => old.get(name)?.place !== place);
  const files = [...new Set(moved.map(({ place = "" }) => place.split(":")[0]))];
  return moved.length === 0 ? [] : [`  lines moved: ${moved.length} names in ${files.join(", ")}`];
}
