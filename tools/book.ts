/** `npm run book -- FILE…` runs books cell by cell: text, code, values. Exits with 1 when a cell errs or prints what it should not. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { styleText } from "node:util";
import { bookFile, type Failure, type Outcome, runSheets } from "./book/run.ts";
import type { Write } from "./book/session.ts";

/** Runs the files and reports to `write`; used by the command and by the tests. */
export async function runBook(files: readonly string[], { write }: { readonly write: Write }): Promise<Outcome> {
  const outcome = await runSheets(files.map(bookFile), write);
  for (const failure of outcome.failures) write(`\n${renderFailure(failure)}\n`);
  const { cells, checked, failures } = outcome;
  const counts = [
    count(files.length, "file"),
    count(cells, "cell"),
    `${checked} values checked`,
    count(failures.length, "failure"),
  ];
  write(`\n${counts.join(", ")}\n`);
  return outcome;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

export function renderFailure({ file, line, message }: Failure): string {
  return `${styleText(["bold", "red"], `${file}:${line}`)}\n${message.replace(/^/gm, "  ")}`;
}

/** npm runs in the root of the repository; a name may be meant from where the user stands. */
function find(file: string): string {
  return existsSync(file) ? file : resolve(process.env.INIT_CWD ?? "", file);
}

if (import.meta.main) {
  const files = process.argv.slice(2).map(find);
  const missing = files.filter((file) => !existsSync(file));
  if (files.length === 0 || missing.length > 0) {
    console.error(missing.length > 0 ? `no such file: ${missing.join(", ")}` : "usage: npm run book -- FILE…");
    process.exit(2);
  }
  const { write } = process.stdout;
  const { failures } = await runBook(files, { write: (text) => void write.call(process.stdout, text) });
  process.exitCode = failures.length > 0 ? 1 : 0;
}
