/** Runs sheets, one after the other, in this process. */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import "../resolve.ts";
import { instrument } from "./instrument.ts";
import { Mismatch, Session, type Write } from "./session.ts";
import { readSheet, type Sheet, SheetError } from "./sheet.ts";

/** Where and why a sheet went wrong. */
export interface Failure {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Outcome {
  readonly cells: number;
  readonly checked: number;
  readonly failures: readonly Failure[];
}

/** A module to run: its text, the address that its stack traces and relative imports go by, its name for readers. */
export interface Source {
  readonly file: string;
  readonly url: string;
  readonly text: string;
}

export function bookFile(path: string): Source {
  const file = relative(process.cwd(), path);
  const url = pathToFileURL(resolve(path)).href;
  return { file: file.startsWith("..") ? resolve(path) : file, url, text: readFileSync(path, "utf8") };
}

/** A failure ends its own sheet; the following ones still run. */
export async function runSheets(sources: readonly Source[], write: Write): Promise<Outcome> {
  const total = { cells: 0, checked: 0, failures: [] as Failure[] };
  for (const source of sources) {
    const { cells, checked, failures } = await runSheet(source, write);
    total.cells += cells;
    total.checked += checked;
    total.failures.push(...failures);
  }
  return total;
}

async function runSheet({ file, url, text }: Source, write: Write): Promise<Outcome> {
  let sheet: Sheet;
  try {
    sheet = readSheet(text);
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    return { cells: 0, checked: 0, failures: [{ file, line: error.line, message: error.message }] };
  }
  const session = new Session(sheet, write);
  const failures: Failure[] = [];
  try {
    await evaluate(url, sheet, session);
  } catch (error) {
    const isMismatch = error instanceof Mismatch;
    const line = (isMismatch ? undefined : lineIn(url, error)) ?? session.statement?.line ?? 1;
    failures.push({ file, line, message: isMismatch ? error.message : String(error) });
  }
  return { cells: session.cells, checked: session.checked, failures };
}

/** The author's line nearest to where the error was thrown. */
function lineIn(url: string, error: unknown): number | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const at = stack.indexOf(`${url}:`);
  return at < 0 ? undefined : Number.parseInt(stack.slice(at + url.length + 1), 10);
}

/** Instrumented code by address. */
const modules = new Map<string, string>();

registerHooks({
  load(url, context, nextLoad) {
    const source = modules.get(url);
    return source === undefined ? nextLoad(url, context) : { format: "module", source, shortCircuit: true };
  },
});

async function evaluate(url: string, sheet: Sheet, session: Session): Promise<void> {
  modules.set(url, instrument(sheet));
  Object.assign(globalThis, { __cell__: session });
  const { write } = process.stdout;
  process.stdout.write = (chunk: string | Uint8Array) => {
    session.print(String(chunk));
    return true;
  };
  try {
    await import(url);
  } finally {
    process.stdout.write = write;
  }
}
