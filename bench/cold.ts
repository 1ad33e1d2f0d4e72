/**
 * First calls in fresh processes, of the built package (`npm run build` first): importing is done and the inputs are there, but V8 has
 * not yet compiled a line of what traces, compiles and runs. Run as a program with the id of a task, it is one of those processes.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makeInput } from "./inputs.ts";
import type { Figure } from "./measure.ts";
import { tasks } from "./tasks/index.ts";

const PROCESSES = 15;

/** Milliseconds of the first call in this process. */
async function firstCall(id: string): Promise<number> {
  const { start } = await import("./nabla.ts");
  const contender = await start({ threads: 1 });
  const prepare = contender.tasks[id];
  const inputs = tasks.find((task) => task.id === id)?.inputs ?? {};
  if (typeof prepare !== "function") throw new Error(`no task ${id}`);
  const run = prepare(Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, makeInput(input)])));
  const before = performance.now();
  run();
  return performance.now() - before;
}

const inFreshProcess = (id: string): number =>
  Number(
    spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", fileURLToPath(import.meta.url), id], {
      encoding: "utf8",
    }).stdout,
  );

/** The tasks take turns, lest one has the machine while it is busy. */
export function cold(): readonly Figure[] {
  const wanted = tasks.flatMap(({ id, title, bars = [] }) =>
    bars.flatMap((bar) => (bar.kind === "first call" ? [{ id, title, bar: bar.most, times: [] as number[] }] : [])),
  );
  for (let i = 0; i < PROCESSES; i++) for (const { id, times } of wanted) times.push(inFreshProcess(id));
  return wanted.map(({ title, bar, times }) => {
    const [least, ...others] = times.sort((a, b) => a - b);
    const note = `${least.toPrecision(3)} to ${others[others.length - 1].toPrecision(3)}`;
    return { task: title, value: times[PROCESSES >> 1], unit: "ms", bar, note };
  });
}

if (import.meta.main) {
  console.log(await firstCall(process.argv[2]));
  process.exit();
}
