/** A session with what surrounds it at a prompt: help, commands, what was said so far. */
import { Script } from "node:vm";
import { describe, help, source } from "nabla/help";
import type { Turn } from "../repl/history.ts";
import { type Library, Session } from "../repl/session.ts";
import { readWish } from "../repl/words.ts";
import { commands } from "./commands.ts";
import { loader } from "./load.ts";
import { type Screen, showError, showValue } from "./show.ts";

export interface Surroundings {
  readonly write: (text: string) => void;
  readonly screen: () => Screen;
}

/** Enters a function through a script, which is what Node can stop on Ctrl-C. */
const RUN = Symbol.for("nabla.run");
const enter = new Script('globalThis[Symbol.for("nabla.run")]()');

function interruptible<T>(run: () => T): T {
  Object.defineProperty(globalThis, RUN, { value: run, configurable: true });
  try {
    return enter.runInThisContext({ breakOnSigint: true }) as T;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw new Interrupted();
    throw error;
  }
}

/** The user pressed Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor() {
    super("stopped by Ctrl-C");
  }
}

export class Conversation {
  readonly session: Session;
  /** The inputs that ran without an error. */
  readonly turns: Turn[] = [];
  /** Value of the last expression. */
  last: unknown;
  private readonly around: Surroundings;

  constructor(library: Library, around: Surroundings) {
    this.around = around;
    this.session = new Session({ library, load: loader(process.cwd()), guard: interruptible });
  }

  /** Throws Incomplete where an input needs more lines. */
  check(input: string): void {
    const wish = readWish(input);
    if (wish.kind === "code") this.session.check(wish.code);
  }

  /**
   * Answers one input, called `name` in stack traces; what it throws is the caller's to show. What does not wait for anything is
   * done when this returns.
   */
  say(input: string, name?: string): void | Promise<void> {
    const wish = readWish(input);
    if (wish.kind === "help") return this.explain(wish.of, wish.source);
    if (wish.kind === "command") return this.command(wish.name, wish.rest);
    if (wish.code.trim() === "") return;
    const value = this.session.evaluate(wish.code, name);
    if (value instanceof Promise) return value.then((settled) => this.note(wish.code, settled));
    this.note(wish.code, value);
  }

  /** Shows the value of an input, which becomes a cell of the book that `.save` writes. */
  private note(code: string, value: unknown): void {
    this.turns.push({ source: code.trimEnd(), printed: this.show(value) });
  }

  /** Runs `%name rest`, which is also `.name rest`. */
  async command(name: string, rest: string): Promise<void> {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command !== undefined) return command.run(this, rest);
    const all = Object.keys(commands).map((known) => `%${known}`);
    throw new SyntaxError(`there is no %${name}; there are ${all.join(", ")}`);
  }

  /** Shows a value, remembers it as `_`, and returns its text without colours; nothing for undefined. */
  show(value: unknown): string | undefined {
    if (value === undefined) return undefined;
    this.last = value;
    this.session.declare("_", value);
    const screen = this.around.screen();
    this.write(`${showValue(value, screen)}\n`);
    return showValue(value, { ...screen, colors: false });
  }

  /** Shows an error and remembers it as `_error`. */
  fail(error: unknown): void {
    this.session.declare("_error", error);
    this.write(`${showError(error, this.around.screen())}\n`);
  }

  write(text: string): void {
    this.around.write(text);
  }

  /** `x?`: the documentation of a function, class or name; for any other value what it is. */
  private async explain(text: string, withSource: boolean): Promise<void> {
    const value = this.valueOf(text);
    const isDocumented = typeof value === "function" || value === undefined || value instanceof Error;
    this.show(isDocumented || isNamespace(value) ? help(value ?? text) : describe(value));
    if (withSource) this.show(await source(value ?? text));
  }

  private valueOf(text: string): unknown {
    try {
      return this.session.evaluate(text);
    } catch {
      return undefined;
    }
  }
}

function isNamespace(value: unknown): boolean {
  return typeof value === "object" && value !== null && Reflect.get(value, Symbol.toStringTag) === "Module";
}
