/**
 * The process of one contender in JavaScript: `host.ts NAME THREADS`. It gets one request a line on its input, and answers each with
 * one line of JSON; peers/python.py speaks the same.
 */
import { createInterface } from "node:readline";
import type { Contender, Start } from "./contender.ts";
import { checksum, makeInput, type Numbers } from "./inputs.ts";
import type { Answer, Request } from "./protocol.ts";
import type { Task } from "./tasks/task.ts";

/** Rounds shorter than this are dominated by the clock and by chance. */
const ROUND_S = 0.1;
/** Calls before the first round go on for so long: V8 compiles a function several times over. */
const WARM_S = 0.5;

/** The task that this process runs. */
interface Running {
  readonly task: Task;
  readonly contender: Contender<unknown>;
  readonly run: () => unknown;
  /** What is timed. */
  readonly step: () => unknown;
  calls: number;
}

async function seconds({ step }: Running, calls: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < calls; i++) {
    const result = step();
    if (result instanceof Promise) await result;
  }
  return (performance.now() - start) / 1000;
}

function prepare(contender: Contender<unknown>, task: Task): Running | string {
  const make = contender.tasks[task.id];
  if (typeof make !== "function") return make ?? "not written";
  const given = Object.fromEntries(Object.entries(task.inputs).map(([name, input]) => [name, makeInput(input)]));
  const run = make(given);
  return { task, contender, run, step: task.read ? run : () => contender.finish(run()), calls: 1 };
}

async function outputs({ task, contender, run }: Running): Promise<Answer> {
  const result = run();
  if (!task.read) return { outputs: (await contender.read(result, task)).map(checksum) };
  const numbers = (await result) as Numbers | number;
  return { outputs: [checksum(typeof numbers === "number" ? [numbers] : numbers)] };
}

async function warmUp(running: Running): Promise<void> {
  for (let spent = 0; spent < WARM_S; ) spent += await seconds(running, 1);
  for (let calls = 1; ; calls *= 2) {
    const spent = await seconds(running, calls);
    if (spent < ROUND_S) continue;
    running.calls = Math.max(1, Math.round((calls * ROUND_S) / spent));
    return;
  }
}

async function serve(contender: Contender<unknown>): Promise<void> {
  let running: Running | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    try {
      answer(await reply(request));
    } catch (error) {
      answer({ error: error instanceof Error ? error.message : String(error) });
    }
  }

  async function reply(request: Request): Promise<Answer> {
    if (request.do === "first call") {
      const made = prepare(contender, request.task);
      if (typeof made === "string") return { unable: made };
      running = made;
      return { seconds: await seconds(running, 1) };
    }
    if (!running) throw new Error("no task yet");
    if (request.do === "check") return outputs(running);
    if (request.do === "warm up") await warmUp(running);
    return { seconds: (await seconds(running, running.calls)) / running.calls };
  }
}

const answer = (message: Answer): void => console.log(JSON.stringify(message));

if (import.meta.main) {
  const [name, threads] = process.argv.slice(2);
  try {
    const { start } = (await import(name === "nabla" ? "./nabla.ts" : `./peers/${name}.ts`)) as {
      start: Start<unknown>;
    };
    const contender = await start({ threads: Number(threads) });
    answer({ version: contender.version });
    await serve(contender);
  } catch (error) {
    const missing = (error as { code?: string }).code === "ERR_MODULE_NOT_FOUND";
    answer(missing ? { absent: "not installed" } : { error: String(error) });
  }
  process.exit();
}
