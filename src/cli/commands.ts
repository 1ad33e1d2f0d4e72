/** The commands of the prompt, each as `%name …` and as `.name …`. */
import { readFile, writeFile } from "node:fs/promises";
import { toBook } from "../repl/history.ts";
import type { Conversation } from "./conversation.ts";
import { modulesByName } from "./library.ts";
import { openInBrowser } from "./open.ts";
import { runCells } from "./run.ts";
import { timed } from "./time.ts";

export interface Command {
  /** One line, shown by `.help`. */
  readonly help: string;
  readonly run: (conversation: Conversation, rest: string) => Promise<void>;
}

export const commands: Readonly<Record<string, Command>> = {
  time: {
    help: "How long an expression takes: %time grad(f)(1)",
    async run(conversation, code) {
      need(code, "an expression", "%time sum(arange(10))");
      const { value, report } = await timed(conversation.session.compile(code));
      conversation.show(value);
      conversation.write(`${report}\n`);
    },
  },
  load: {
    help: "Run a file in this session: %load file.ts",
    async run(conversation, path) {
      need(path, "a file", "%load session.ts");
      await runCells(conversation, await readFile(path, "utf8"));
    },
  },
  save: {
    help: "Write the session as a book file, which runs by itself: .save session.ts",
    async run(conversation, path) {
      need(path, "a file", ".save session.ts");
      const modules = await modulesByName();
      await writeFile(
        path,
        toBook(conversation.turns, (name) => modules.get(name)),
      );
      conversation.write(`${conversation.turns.length} cells in ${path}; run them with: nabla run ${path}\n`);
    },
  },
  open: {
    help: "Open the last figure or document in the browser",
    async run(conversation) {
      conversation.write(`${await openInBrowser(conversation.last)}\n`);
    },
  },
};

function need(text: string, what: string, example: string): void {
  if (text === "") throw new SyntaxError(`${what} is missing, e.g. ${example}`);
}
