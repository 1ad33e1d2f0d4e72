/** Runs the command `nabla` of the sources. */
import { spawnSync } from "node:child_process";
import { root } from "../../tools/entries.ts";

export const command: readonly string[] = [
  process.execPath,
  "--disable-warning=ExperimentalWarning",
  "--import",
  `${root}tools/resolve.ts`,
  `${root}src/cli/main.ts`,
];

export interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function nabla(args: readonly string[], input = ""): Answer {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const { status, stdout, stderr } = spawnSync(command[0], [...command.slice(1), ...args], {
    input,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}
