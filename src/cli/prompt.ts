/** The prompt: Node's own line editor, history and multi-line input around a session. */
import { homedir } from "node:os";
import { join } from "node:path";
import { type REPLServer, Recoverable, start } from "node:repl";
import { complete } from "../repl/complete.ts";
import { Incomplete, type Library } from "../repl/session.ts";
import { commands } from "./commands.ts";
import { Conversation, Interrupted } from "./conversation.ts";
import { screenOf } from "./show.ts";
import { signatureAt } from "./hints.ts";

const WELCOME = "Nabla. x? explains x, x?? shows its source; dir() lists the modules, .help the commands.\n";

/** Talks until the user leaves. */
export async function prompt(library: Library, version: string): Promise<void> {
  const { stdout, stdin } = process;
  const conversation = new Conversation(library, {
    write: (text) => void stdout.write(text),
    screen: () => screenOf(stdout),
  });
  if (stdin.isTTY) stdout.write(WELCOME.replace("Nabla.", `Nabla ${version}.`));
  const answers = new Answers(conversation);
  const names = Object.keys(library);
  const server = start({
    prompt: "> ",
    preview: false,
    ignoreUndefined: true,
    eval: (input, _context, _file, done) => answers.take(input, done),
    completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
      const shown = signatureAt(line, conversation.session);
      if (shown !== undefined) {
        stdout.write(`\n${shown}\n`);
        server.prompt(true);
      }
      const { candidates, part } = complete(line, conversation.session, names);
      done(null, [[...candidates], part]);
    },
  });
  defineCommands(server, answers);
  await keepHistory(server);
  await new Promise<void>((resolve) => void server.on("exit", resolve));
}

type Done = (error: Error | null, result?: unknown) => void;

interface Line {
  readonly input: string;
  readonly done: Done;
}

/** Answers lines in order: what is typed or pasted while an input waits for something comes after it. */
class Answers {
  private readonly conversation: Conversation;
  private readonly waiting: Line[] = [];
  private busy = false;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  take(input: string, done: Done): void {
    // The editor keeps the lines of one input apart by returns.
    const line = { input: input.replace(/\r\n?/g, "\n"), done };
    if (this.busy) this.waiting.push(line);
    else this.answer(line);
  }

  /** Where more lines are needed and none waits, the editor asks for them when it gets a Recoverable error. */
  private answer({ input, done }: Line): void {
    try {
      this.conversation.check(input);
    } catch (error) {
      const next = error instanceof Incomplete ? this.waiting.shift() : undefined;
      if (next !== undefined) return this.answer({ input: input + next.input, done: next.done });
      if (error instanceof Incomplete) return done(new Recoverable(error));
    }
    const finish = this.begin(done);
    try {
      const later = this.conversation.say(input);
      if (later === undefined) finish();
      else void Promise.race([later, this.interrupted]).then(() => finish(), finish);
    } catch (error) {
      finish(error);
    }
  }

  private interrupted: Promise<never> | undefined;

  /** Left to the terminal, Ctrl-C becomes a signal, which reaches us even while an input keeps the thread busy. */
  private begin(done: Done): (error?: unknown) => void {
    const { stdin } = process;
    const raw = stdin.isTTY && stdin.isRaw;
    let stop = (): void => {};
    this.busy = true;
    this.interrupted = new Promise((_, reject) => (stop = () => reject(new Interrupted())));
    if (raw) stdin.setRawMode(false);
    process.on("SIGINT", stop);
    return (error) => {
      if (error !== undefined) this.conversation.fail(error);
      process.off("SIGINT", stop);
      if (raw) stdin.setRawMode(true);
      this.busy = false;
      done(null);
      const next = this.waiting.shift();
      if (next !== undefined) this.answer(next);
    };
  }
}

/** The commands as `.name`, where Node's own have theirs. */
function defineCommands(server: REPLServer, answers: Answers): void {
  for (const [name, { help }] of Object.entries(commands)) {
    server.defineCommand(name, {
      help,
      action(rest) {
        answers.take(`%${name} ${rest}`, () => this.displayPrompt());
      },
    });
  }
}

/** Earlier inputs of all sessions; NABLA_HISTORY names another file, and an empty one means none. */
async function keepHistory(server: REPLServer): Promise<void> {
  const path = process.env.NABLA_HISTORY ?? join(homedir(), ".nabla_history");
  if (path === "") return;
  await new Promise<void>((resolve) => server.setupHistory(path, () => resolve()));
}
