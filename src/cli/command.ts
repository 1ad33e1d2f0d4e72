/** What `nabla` does with its arguments. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { apropos, dir, type Document, example, help, signature, source } from "nabla/help";
import { Conversation } from "./conversation.ts";
import type { DiffSettings } from "./diff.ts";
import { loadLibrary } from "./library.ts";
import { prompt } from "./prompt.ts";
import { runCells } from "./run.ts";
import { screenOf, showError } from "./show.ts";

/** Exit status: all went well, the program or the question failed, the command line makes no sense. */
const [OK, FAILED, MISUSED] = [0, 1, 2];

type Settings = DiffSettings;

interface Verb {
  readonly usage: string;
  readonly help: string;
  /** The options that it takes. */
  readonly options: readonly string[];
  readonly run: (words: readonly string[], settings: Settings) => Promise<number>;
}

/** Asks the documentation; JSON for programs, text for people. A document about nothing means that nothing was found. */
function question(usage: string, text: string, ask: (words: readonly string[]) => Document | Promise<Document>): Verb {
  const least = usage.split(" ").filter((word) => /^[A-Z]/.test(word)).length;
  const most = /TEXT$|…$/.test(usage) ? Infinity : usage.split(" ").length - 1;
  return {
    usage,
    help: text,
    options: ["json"],
    async run(words, { json }) {
      if (words.length > most)
        return misuse(`${usage.split(" ")[0]} takes only ${usage.split(" ").slice(1).join(" ")}`);
      if (words.length < least) return misuse(`${usage.split(" ")[0]} needs ${usage.split(" ").slice(1).join(" ")}`);
      const answer = await ask(words);
      const { colors, columns } = screenOf(process.stdout);
      process.stdout.write(
        `${json ? JSON.stringify(answer, null, 2) : answer.toText({ colors, width: columns }).trimEnd()}\n`,
      );
      return answer.names.length > 0 ? OK : FAILED;
    },
  };
}

const verbs: Readonly<Record<string, Verb>> = {
  run: {
    usage: "run FILE…",
    help: "run programs: book files cell by cell, others as a whole",
    options: [],
    run: runFiles,
  },
  help: question("help NAME…", "the documentation of a function, class, error, topic", (words) =>
    help(words.join(" ")),
  ),
  dir: question("dir [NAME] [FILTER]", "what a module or class holds", ([name, filter]) =>
    name === undefined ? dir() : dir(name, filter),
  ),
  apropos: question("apropos TEXT", "search the documentation", (words) => apropos(words.join(" "))),
  example: question("example NAME", "run the examples of a function", ([name]) => example(name)),
  source: question("source NAME", "the source of a function", ([name]) => source(name)),
  signature: question("signature NAME", "how a function is called", ([name]) => signature(name)),
  diff: {
    usage: "diff EXPR VAR",
    help: "the derivative of a formula with its steps; by x,y the gradient",
    options: ["at", "order", "route", "latex", "json"],
    run: differentiate,
  },
};

/** @returns the exit status */
export async function main(words: readonly string[]): Promise<number> {
  let settings: ReturnType<typeof readSettings>;
  try {
    settings = readSettings(words);
  } catch (error) {
    return misuse((error as Error).message);
  }
  const { values, positionals } = settings;
  const [name, ...rest] = positionals;
  if (values.help) return say(usage());
  if (values.version) return say(await version());
  if (name === undefined) return converse();
  if (!Object.hasOwn(verbs, name)) return misuse(`there is no command ${JSON.stringify(name)}`);
  const stray = Object.keys(values).find((option) => !verbs[name].options.includes(option));
  if (stray !== undefined) return misuse(`${name} takes no --${stray}`);
  return verbs[name].run(rest, values);
}

function readSettings(args: readonly string[]) {
  return parseArgs({
    args: args[0] === "diff" ? args.map(minusSign) : [...args],
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      version: { type: "boolean", short: "v" },
      json: { type: "boolean" },
      at: { type: "string" },
      order: { type: "string" },
      route: { type: "string" },
      latex: { type: "boolean" },
    },
  });
}

/** Formulas may begin with a minus, where options begin with a hyphen. */
function minusSign(word: string): string {
  return word.replace(/^-(?!-|[hv]$)/, "−");
}

async function differentiate(words: readonly string[], settings: Settings): Promise<number> {
  if (words.length !== 2) return misuse("diff needs EXPR VAR, the formula in quotes");
  const { diff } = await import("./diff.ts");
  return diff(words, settings);
}

/** A prompt in a terminal; otherwise standard input is a program. */
async function converse(): Promise<number> {
  const library = await loadLibrary();
  if (process.stdin.isTTY) {
    await prompt(library, await version());
    return OK;
  }
  return attempt(async (conversation) => runCells(conversation, await text(process.stdin), "stdin"));
}

async function runFiles(files: readonly string[]): Promise<number> {
  if (files.length === 0) return misuse("run needs at least one file");
  for (const file of files) {
    const status = await attempt(async (conversation) => runCells(conversation, await readFile(file, "utf8"), file));
    if (status !== OK) return status;
  }
  return OK;
}

/** What a program throws when it is through, from timers and promises that nobody awaits. */
function failLate(error: unknown): never {
  process.stderr.write(`${showError(error, screenOf(process.stderr))}\n`);
  process.exit(FAILED);
}

/** Runs a program in a conversation of its own; an error is shown and fails. */
async function attempt(run: (conversation: Conversation) => Promise<void>): Promise<number> {
  if (process.listenerCount("uncaughtException") === 0) process.on("uncaughtException", failLate);
  const conversation = new Conversation(await loadLibrary(), {
    write: (words) => void process.stdout.write(words),
    screen: () => screenOf(process.stdout),
  });
  try {
    await run(conversation);
    return OK;
  } catch (error) {
    process.stderr.write(`${showError(error, screenOf(process.stderr))}\n`);
    return FAILED;
  }
}

function usage(): string {
  const rows = Object.values(verbs).map(({ usage: form, help: words }) => `  nabla ${form.padEnd(22)} ${words}`);
  return [
    "  nabla                        a prompt; or, from a pipe, the program on standard input",
    ...rows,
    "",
    "  --json       answers as JSON     --version    --help",
    "  diff         --at VALUE  value, slope, tangent   --order N   --route quotient|product|…   --latex",
    "  exit status  0 done   1 failed or not found   2 wrong usage",
  ].join("\n");
}

async function version(): Promise<string> {
  const manifest = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

function say(words: string): number {
  process.stdout.write(`${words}\n`);
  return OK;
}

function misuse(problem: string): number {
  process.stderr.write(`nabla: ${problem}\n\n${usage()}\n`);
  return MISUSED;
}
