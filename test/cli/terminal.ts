/** The prompt in a pseudo-terminal, typed at by a test. `script` of util-linux makes the terminal. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { command } from "./run.ts";

/** Only Linux's `script` is known to take these options. */
export const hasTerminal: boolean = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

const PATIENCE = 20_000;

export class Terminal {
  private readonly child: ChildProcessWithoutNullStreams;
  private output = "";
  private seen = 0;
  /** Milliseconds from the start to the first prompt. */
  readonly ready: Promise<number>;

  constructor(history: string) {
    const start = performance.now();
    const line = `stty cols 100; exec ${command.map((word) => `'${word}'`).join(" ")}`;
    const env = { ...process.env, TERM: "xterm", NABLA_HISTORY: history, NO_COLOR: "1", FORCE_COLOR: undefined };
    this.child = spawn("script", ["-qec", line, "/dev/null"], { env });
    this.child.stdout.on("data", (chunk: Buffer) => (this.output += chunk.toString("utf8")));
    this.ready = this.expect(/> /).then(() => performance.now() - start);
  }

  /** Types, and waits until what has come since matches. */
  async type(keys: string, until: RegExp): Promise<string> {
    await this.ready;
    this.seen = this.output.length;
    this.child.stdin.write(keys);
    return this.expect(until);
  }

  /** All that came since the last typing, as plain text, once it matches. */
  private async expect(pattern: RegExp): Promise<string> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      const text = stripVTControlCharacters(this.output.slice(this.seen)).replaceAll("\r", "");
      if (pattern.test(text)) return text;
      if (performance.now() > end) throw new Error(`no ${pattern} in:\n${text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.child.once("close", resolve));
    this.child.stdin.write("\x04");
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 3000))]);
    this.child.kill();
  }
}
