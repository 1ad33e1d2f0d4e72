import { spawnSync } from "node:child_process";
import { root } from "../../tools/entries.ts";

export interface Result {
  readonly status: number | null;
  /** Standard output and error together. */
  readonly output: string;
}

/** Runs a script of the repository in a Node process of its own, in the root unless told otherwise. */
export function runNode(args: readonly string[], cwd: string = root): Result {
  return runCommand(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], cwd);
}

export function runCommand(command: string, args: readonly string[], cwd: string): Result {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, NODE_OPTIONS: undefined };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (error !== undefined) throw error;
  return { status, output: stdout + stderr };
}
