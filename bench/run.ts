/** `npm run bench`: speed, memory and size of the package, and peers beside it. Time nothing while anything else runs. */
import { arch, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { calculus } from "./calculus.ts";
import { cold } from "./cold.ts";
import { comparison, type Options } from "./comparison.ts";
import { contenders } from "./contenders.ts";
import { eager } from "./eager.ts";
import type { Figure } from "./measure.ts";
import { memory } from "./memory.ts";
import { networks } from "./networks.ts";
import { size } from "./size.ts";
import { tasks } from "./tasks/index.ts";

/** Each prints and returns how many bars were missed. */
const sections: Readonly<Record<string, (options: Options) => Promise<number>>> = {
  eager: async () => print(eager()),
  memory: async () => print(memory()),
  size: async () => print(await size()),
  calculus: async () => print(await calculus()),
  networks: async () => print(await networks()),
  cold: async () => print(cold()),
  peers: comparison,
};

function print(figures: readonly Figure[]): number {
  let missed = 0;
  for (const { task, value, unit, bar, note = "" } of figures) {
    const verdict = bar === undefined ? "" : value <= bar ? `ok, at most ${bar}` : `MISSED, at most ${bar}`;
    if (verdict.startsWith("MISSED")) missed++;
    console.log(`  ${task.padEnd(58)} ${value.toPrecision(3).padStart(9)} ${unit.padEnd(4)} ${verdict}  ${note}`);
  }
  return missed;
}

/** The load average over the last minute, from which on the machine is not ours alone. */
const BUSY = 0.5;

const USAGE = `usage: npm run bench -- [${Object.keys(sections).join("|")}]… [options]
options of peers:
  --rounds N      rounds of warm calls, default 9
  --cold N        fresh processes for the first call, default 3
  --threads N     threads of those that have a choice, default 1
  --peers A,B     only these of ${contenders
    .slice(1)
    .map(({ name }) => name)
    .join(" ")}
  --tasks A,B     only the tasks with A or B in their ids
  --json FILE     all figures go there too`;

/** The sections that are wanted and the options; nothing where they cannot be understood. */
function parse(): { wanted: readonly string[]; options: Options } | undefined {
  try {
    const text = { type: "string" } as const;
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { rounds: text, cold: text, threads: text, peers: text, tasks: text, json: text },
    });
    const count = (given: string | undefined, standard: number): number => Math.max(1, Number(given ?? standard));
    const { rounds, cold, threads, json } = values;
    const numbers = { rounds: count(rounds, 9), cold: count(cold, 3), threads: count(threads, 1) };
    const [peers, parts] = [values.peers?.split(","), values.tasks?.split(",")];
    const known =
      positionals.every((name) => Object.hasOwn(sections, name)) &&
      Object.values(numbers).every(Number.isInteger) &&
      (peers ?? []).every((peer) => contenders.some(({ name }) => name === peer)) &&
      (parts ?? []).every((part) => tasks.some(({ id }) => id.includes(part)));
    return known ? { wanted: positionals, options: { ...numbers, peers, tasks: parts, json } } : undefined;
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const parsed = parse();
  if (parsed) {
    console.log(`Node ${process.version}, ${arch()}, ${cpus()[0].model}`);
    const [load] = loadavg();
    if (load > BUSY) console.log(`Other programs are running (load ${load.toFixed(1)}): the times below say little.`);
    let missed = 0;
    for (const [name, run] of Object.entries(sections)) {
      if (parsed.wanted.length > 0 && !parsed.wanted.includes(name)) continue;
      console.log(`\n${name}`);
      missed += await run(parsed.options);
    }
    process.exitCode = missed > 0 ? 1 : 0;
  } else {
    console.error(USAGE);
    process.exitCode = 2;
  }
}
