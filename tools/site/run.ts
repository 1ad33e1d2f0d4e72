/** Runs chapters and examples while the site is built, for what their notes do not hold: figures, pages of help, whole errors. */
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { inspect, stripVTControlCharacters } from "node:util";
import type { Block } from "../../src/help/block.ts";
import type { Entry, Statement } from "../../src/help/entry.ts";
import { instrument } from "../book/instrument.ts";
import type { Sheet } from "../book/sheet.ts";
import { root } from "../entries.ts";
import { isBindable } from "../names.ts";
import "../resolve.ts";

/** What a statement came to. */
export interface Result {
  readonly value?: unknown;
  /** The message of the error. */
  readonly thrown?: string;
  /** What it has written to the console. */
  readonly printed?: string;
}

/** Values that show themselves as more than text. */
export interface Shown {
  readonly blocks?: readonly Block[];
  readonly toSVG?: () => string;
  readonly description?: string;
}

const sources = new Map<string, string>();

registerHooks({
  load(url, context, nextLoad) {
    const source = sources.get(url);
    return source === undefined ? nextLoad(url, context) : { format: "module", source, shortCircuit: true };
  },
});

/** By the number of the statement. A chapter that fails half way through has what came before. */
export async function runChapter(path: string, sheet: Sheet): Promise<ReadonlyMap<number, Result>> {
  const results = new Map<number, Result>();
  let at = 0;
  const recorder = {
    enter: () => {},
    begin: (index: number) => void (at = index),
    done: () => {},
    value: (value: unknown) => {
      results.set(at, { ...results.get(at), value });
      return value;
    },
    threw: (error: unknown) => void results.set(at, { thrown: messageOf(error) }),
  };
  const { write } = process.stdout;
  process.stdout.write = (chunk: string | Uint8Array) => {
    const { printed = "", ...rest } = results.get(at) ?? {};
    results.set(at, { ...rest, printed: printed + stripVTControlCharacters(String(chunk)) });
    return true;
  };
  const url = pathToFileURL(root + path).href;
  sources.set(url, instrument(sheet));
  Object.assign(globalThis, { __cell__: recorder });
  try {
    await import(url);
  } catch (error) {
    console.error(`${path} ends early: ${messageOf(error)}`);
  } finally {
    process.stdout.write = write;
  }
  return results;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const textOf = (value: unknown): string =>
  typeof value === "string" ? inspect(value) : stripVTControlCharacters(inspect(value));

// ---------------------------------------------------------------- examples

type AsyncFunction = (...args: readonly unknown[]) => Promise<unknown>;
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
  ...parts: readonly string[]
) => AsyncFunction;

/** What an example shows beyond its notes. */
export interface Ran {
  /** The whole message of the error that it ends with. */
  readonly message?: string;
  /** The first figure that it makes, as SVG. */
  readonly figure?: string;
}

/** By example. Only those that throw or draw are run. */
export async function runExamples(entries: readonly Entry[]): Promise<ReadonlyMap<readonly Statement[], Ran>> {
  const found = new Map<readonly Statement[], Ran>();
  for (const { examples = [], modules, kind } of entries) {
    const draws = modules.includes("nabla/plot") && kind === "function";
    for (const statements of examples) {
      const last = statements.findIndex(({ throws }) => throws === true);
      if (!draws && last < 0) continue;
      found.set(
        statements,
        await runExample(last < 0 ? statements : statements.slice(0, last + 1), modules[0] ?? "nabla"),
      );
    }
  }
  return found;
}

async function runExample(statements: readonly Statement[], module: string): Promise<Ran> {
  const figures: Shown[] = [];
  const nabla = (await import("nabla")) as Readonly<Record<string, unknown>>;
  const own = (await import(module)) as Readonly<Record<string, unknown>>;
  const names = { ...nabla, ...own };
  const bound = Object.entries(names).filter(([name]) => isBindable(name));
  const watched = bound.map(([, value]) => (module === "nabla/plot" ? watching(value, figures) : value));
  const code = `{ ${statements.map((statement) => statement.code.replace(/^using /gm, "const ")).join(";\n")} }`;
  try {
    await new AsyncFunction(...bound.map(([name]) => name), code)(...watched);
  } catch (error) {
    return error instanceof Error && error.name === "TensorError" ? { message: error.message } : {};
  }
  return { figure: figures[0]?.toSVG?.() };
}

/** The function, keeping the figures that it makes. */
function watching(value: unknown, figures: Shown[]): unknown {
  if (typeof value !== "function" || /^\p{Lu}/u.test(value.name)) return value;
  return (...args: readonly unknown[]): unknown => {
    const result = (value as (...args: readonly unknown[]) => unknown)(...args);
    if (typeof (result as Shown | undefined)?.toSVG === "function") figures.push(result as Shown);
    return result;
  };
}
