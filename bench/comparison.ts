/** Runs tasks × contenders: a process for each, rounds in turn, and what came out beside what should have. */
import { writeFileSync } from "node:fs";
import { arch, cpus, loadavg } from "node:os";
import { type ContenderName, contenders, Host, present } from "./contenders.ts";
import type { Checksum } from "./inputs.ts";
import type { Answer, Request } from "./protocol.ts";
import { median, missedBars, printTables, printTask } from "./report.ts";
import recorded from "./tasks/checksums.json" with { type: "json" };
import { tasks } from "./tasks/index.ts";
import type { Task } from "./tasks/task.ts";

export interface Options {
  /** Timings of warm calls, each of as many calls as fill a tenth of a second. */
  readonly rounds: number;
  /** Fresh processes, in each of which the first call is timed. */
  readonly cold: number;
  readonly threads: number;
  /** Names; default all. */
  readonly peers?: readonly string[];
  /** Parts of ids; default all. */
  readonly tasks?: readonly string[];
  /** Where all figures go. */
  readonly json?: string;
}

export interface Result {
  readonly contender: string;
  readonly language: ContenderName["language"];
  /** Seconds for one call, by round. */
  readonly warm: readonly number[];
  /** Seconds for the first call in a fresh process: tracing, compiling and running. */
  readonly first: readonly number[];
  /** What is wrong with the result; empty where nothing is. */
  readonly wrong?: string;
  /** Why there are no times. */
  readonly none?: string;
}

export interface TaskResults {
  readonly task: Task;
  readonly results: readonly Result[];
}

/** A contender at one task, while it is under way. */
interface Entry {
  readonly contender: ContenderName;
  readonly host: Host;
  readonly warm: number[];
  readonly first: number[];
  wrong?: string;
  none?: string;
}

/** Compares, prints and writes; returns how many bars were missed. */
export async function comparison(options: Options): Promise<number> {
  const wanted = contenders.filter(({ name }, i) => i === 0 || (options.peers?.includes(name) ?? true));
  const versions: Record<string, Answer> = {};
  for (const contender of wanted) {
    const said = (versions[contender.name] = await present(contender, options.threads));
    console.log(`  ${contender.name.padEnd(12)} ${"version" in said ? said.version : Object.values(said)[0]}`);
  }
  const here = wanted.filter(({ name }) => "version" in versions[name]);
  const all: TaskResults[] = [];
  for (const task of tasks) {
    if (options.tasks && !options.tasks.some((part) => task.id.includes(part))) continue;
    const results = await compare(task, here, options);
    all.push({ task, results });
    printTask({ task, results }, all);
  }
  printTables(all);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(record(options, versions, all), null, 1)}\n`);
  return all.flatMap((each) => missedBars(each, all)).length;
}

async function compare(task: Task, here: readonly ContenderName[], options: Options): Promise<Result[]> {
  const entries: Entry[] = [];
  for (let i = 0; i < options.cold; i++) {
    for (const [k, contender] of here.entries()) {
      if (entries[k]?.none !== undefined) continue;
      const entry = await firstCall(task, contender, options.threads);
      if (i === 0) entries.push(entry);
      else {
        entry.host.end();
        entries[k].first.push(...entry.first);
      }
    }
  }
  // The first processes stay and are the warm ones.
  for (const entry of entries) {
    await ask(entry, { do: "check" }, (said) => {
      if ("outputs" in said) entry.wrong = fault(task, said.outputs);
    });
    await ask(entry, { do: "warm up" }, () => {});
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const entry of entries) {
      await ask(entry, { do: "round" }, (said) => {
        if ("seconds" in said) entry.warm.push(said.seconds);
      });
    }
  }
  for (const { host } of entries) host.end();
  return entries.map(({ contender: { name, language }, warm, first, wrong, none }) => {
    return { contender: name, language, warm: none === undefined ? warm : [], first, wrong, none };
  });
}

async function firstCall(task: Task, contender: ContenderName, threads: number): Promise<Entry> {
  const entry: Entry = { contender, host: new Host(contender, threads), warm: [], first: [] };
  const greeting = await entry.host.answer();
  if (!("version" in greeting)) entry.none = `failed: ${Object.values(greeting)[0]}`;
  await ask(entry, { do: "first call", task }, (said) => {
    if ("seconds" in said) entry.first.push(said.seconds);
  });
  return entry;
}

/** A contender that failed is asked no more. */
async function ask(entry: Entry, request: Request, then: (said: Answer) => void): Promise<void> {
  if (entry.none !== undefined) return;
  const said = await entry.host.ask(request);
  if ("unable" in said) entry.none = said.unable;
  else if ("error" in said) entry.none = `failed: ${said.error}`;
  else then(said);
  if (entry.none !== undefined) entry.host.end();
}

/** What is wrong with a result, by its checksums; nothing where it is right. */
function fault({ id, check }: Task, outputs: readonly Checksum[]): string | undefined {
  if ("mean" in check) {
    const [{ count, mean, variance }] = outputs;
    const near =
      Math.abs(mean - check.mean) < 0.01 * Math.sqrt(check.variance) && Math.abs(variance / check.variance - 1) < 0.03;
    const right = near && count === (check.count ?? 1e6);
    return right ? undefined : `${count} numbers of mean ${mean} and variance ${variance}`;
  }
  const expected = (recorded as Readonly<Record<string, readonly number[]>>)[id];
  if (outputs.length !== expected.length) return `${outputs.length} arrays instead of ${expected.length}`;
  const errors = outputs.map(({ dot, size }, i) => Math.abs(dot - expected[i]) / size);
  const worst = errors.reduce((a, b) => (a <= b || Number.isNaN(b) ? b : a));
  return worst <= check.tolerance ? undefined : `wrong: relative error ${worst.toExponential(1)}`;
}

function record(options: Options, versions: Readonly<Record<string, Answer>>, all: readonly TaskResults[]): unknown {
  return {
    date: new Date().toISOString(),
    node: process.version,
    machine: { architecture: arch(), processor: cpus()[0].model, processors: cpus().length, load: loadavg()[0] },
    rounds: options.rounds,
    cold: options.cold,
    threads: options.threads,
    contenders: versions,
    tasks: all.map(({ task, results }) => ({
      id: task.id,
      title: task.title,
      unit: task.unit,
      flops: task.flops,
      missed: missedBars({ task, results }, all),
      results: results.map((result) => {
        const [time, ours] = [median(result.warm), median(results[0].warm)];
        const timesOurs = time !== undefined && ours !== undefined ? time / ours : undefined;
        return { ...result, median: time, timesOurs, medianFirst: median(result.first) };
      }),
    })),
  };
}
