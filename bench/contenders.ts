/** The contenders, and how the process of each is started and asked. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Answer, Request } from "./protocol.ts";

export interface ContenderName {
  readonly name: string;
  readonly language: "JavaScript" | "Python";
  /** Flags of Node. */
  readonly flags?: readonly string[];
}

/** Ours is the first. */
export const contenders: readonly ContenderName[] = [
  { name: "nabla", language: "JavaScript" },
  // Its derivatives recur once for each step of an unrolled loop: 1,000 overflow the usual stack.
  { name: "jax-js", language: "JavaScript", flags: ["--stack-size=4000"] },
  { name: "tfjs", language: "JavaScript" },
  { name: "onnxruntime", language: "JavaScript" },
  { name: "numpy-ts", language: "JavaScript" },
  { name: "torch", language: "Python" },
  { name: "jax", language: "Python" },
  { name: "tensorflow", language: "Python" },
];

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const resolver = new URL("../tools/resolve.ts", import.meta.url).href;

/** The folder that peers/python.sh fills. */
const pythonFolder = process.env.NABLA_BENCH_PYTHON ?? `${homedir()}/.cache/nabla-bench`;
export const python = `${pythonFolder}/bin/python`;
export const pythonScript: string = path("peers/python.py");

/** A single answer takes at most so long. */
const PATIENCE_MS = 300_000;

/** The process of one contender for one task. */
export class Host {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #closed: Promise<unknown>;
  #stderr = "";

  constructor({ name, language, flags = [] }: ContenderName, threads: number) {
    const [command, args] =
      language === "Python"
        ? [python, [pythonScript, name, `${threads}`]]
        : [process.execPath, [...flags, "--import", resolver, path("host.ts"), name, `${threads}`]];
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
    // A process that is gone shows when its answers end.
    child.on("error", (error) => (this.#stderr += error.message));
    child.stdin.on("error", () => {});
    child.stderr.on("data", (chunk: Buffer) => (this.#stderr = (this.#stderr + chunk).slice(-2000)));
    this.#child = child;
    this.#closed = new Promise((resolve) => child.once("close", resolve));
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** The next answer; what libraries print besides is passed over. */
  async answer(): Promise<Answer> {
    const clock = setTimeout(() => this.#child.kill("SIGKILL"), PATIENCE_MS);
    try {
      for (;;) {
        const { done, value } = await this.#lines.next();
        if (done) return { error: await this.#lastWords() };
        if (value.startsWith("{")) return JSON.parse(value) as Answer;
      }
    } finally {
      clearTimeout(clock);
    }
  }

  ask(request: Request): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    return this.answer();
  }

  end(): void {
    this.#child.stdin?.end();
    this.#child.kill();
  }

  async #lastWords(): Promise<string> {
    await this.#closed;
    if (this.#child.signalCode === "SIGKILL") return `no answer within ${PATIENCE_MS / 1000} s`;
    const lines = this.#stderr.trim().split("\n");
    return lines.findLast((line) => /error/i.test(line)) || lines.at(-1) || "the process ended";
  }
}

/** The version of each contender that is here; the others say why they are not. */
export async function present(contender: ContenderName, threads: number): Promise<Answer> {
  const { language } = contender;
  if (language === "Python" && !existsSync(python)) return { absent: "no Python: bench/peers/python.sh makes one" };
  const host = new Host(contender, threads);
  const said = await host.answer();
  host.end();
  return "absent" in said && language === "JavaScript" ? { absent: "npm ci --prefix bench/peers installs it" } : said;
}
