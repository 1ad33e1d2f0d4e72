/** What the Tab key offers: names of the session, of the library, of live values. */
import type { Session } from "./session.ts";

/** Candidates for the end of a line, and the part of it that they replace. */
export interface Completion {
  readonly candidates: readonly string[];
  readonly part: string;
}

/** A chain of plain property reads at the end of the line: nothing is called to complete it. */
const CHAIN = /(?:[\p{ID_Start}$_][\p{ID_Continue}$]*\s*\??\.\s*)*(?:[\p{ID_Start}$_][\p{ID_Continue}$]*)?$/u;

/** @param known - names that the library offers */
export function complete(line: string, session: Session, known: readonly string[]): Completion {
  const chain = CHAIN.exec(line)?.[0] ?? "";
  const path = chain.split(/\s*\??\.\s*/);
  const part = path.at(-1) ?? "";
  // A dot behind a call or a literal: its value is not known without running it.
  if (/[.)\]'"`\d]\s*$/.test(line.slice(0, line.length - chain.length)) && chain !== "")
    return { candidates: [], part };
  const names = path.length === 1 ? globalNames(session, known) : namesOf(resolve(path.slice(0, -1), session));
  const matches = names.filter((name) => name.startsWith(part) && (part !== "" || !name.startsWith("_")));
  return { candidates: [...new Set(matches)].toSorted(), part };
}

function globalNames(session: Session, known: readonly string[]): string[] {
  return [...session.declared, ...known, ...Object.getOwnPropertyNames(globalThis)].filter(
    (name) => !name.startsWith("$"),
  );
}

/** The value of `a.b.c`, where every step is a data property or an accessor that does not throw. */
export function resolve(path: readonly string[], session: Session): unknown {
  try {
    const [first, ...rest] = path;
    return rest.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], session.lookup(first));
  } catch {
    return undefined;
  }
}

/** Names of a value's properties, its own and inherited, without private and numbered ones. */
function namesOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const names: string[] = [];
  try {
    for (let at: unknown = Object(value); at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      names.push(...Object.getOwnPropertyNames(at));
    }
  } catch {
    // A proxy that does not want to be looked at.
  }
  return names.filter((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && name !== "constructor");
}
