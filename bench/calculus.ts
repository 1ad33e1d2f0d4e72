/** Derivatives of formulas: ours by its bars, and peers beside it. */
import { spawnSync } from "node:child_process";
import { type CalculusContender, isRight, timeWay, type Way } from "./calculusContender.ts";
import { type Formula, formulas } from "./calculusFormulas.ts";
import { extras, nabla } from "./calculusNabla.ts";
import { calculusSize } from "./calculusSize.ts";
import type { Figure } from "./measure.ts";

/** Microseconds for the first formula. */
const BARS: Readonly<Record<string, number>> = {
  "derivative, raw": 10,
  "derivative, tidy": 100,
  "steps and LaTeX": 1000,
};

/** Prints tables of formulas and contenders; returns what has bars. */
export async function calculus(): Promise<readonly Figure[]> {
  console.log("  the lower quartile of 60 short rounds; every call has a new coefficient c");
  const contenders = await installed();
  const figures: Figure[] = [];
  for (const { title } of nabla.ways) figures.push(...table(title, contenders));
  console.log();
  return [...figures, ...extraFigures(), ...coldFigures(), await sizeFigure()];
}

async function installed(): Promise<readonly CalculusContender[]> {
  // Their packages need not be there, so neither need their types.
  const path = new URL("peers/calculus.ts", import.meta.url).href;
  const { peers } = (await import(path)) as {
    readonly peers: Readonly<Record<string, () => Promise<CalculusContender>>>;
  };
  const found = [nabla];
  for (const [name, start] of Object.entries(peers)) {
    try {
      const peer = await start();
      found.push(peer);
      console.log(`  ${name.padEnd(15)} ${peer.version}`);
    } catch (error) {
      if ((error as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
      console.log(`  ${name.padEnd(15)} absent: npm ci --prefix bench/peers`);
    }
  }
  return found;
}

/** One way, all formulas; a result that is wrong has its figure in brackets. */
function table(title: string, contenders: readonly CalculusContender[]): Figure[] {
  const able = contenders.flatMap(({ name, ways }) => {
    const found = ways.find((one) => one.title === title);
    return found === undefined ? [] : [{ name, way: found }];
  });
  console.log(`\n  ${`${title}, µs`.padEnd(40)}${able.map(({ name }) => name.padStart(16)).join("")}`);
  const ours = formulas.map((formula) => {
    const times = able.map(({ way }) => cell(way, formula));
    console.log(`  ${formula.title.padEnd(40)}${times.map(({ text }) => text.padStart(16)).join("")}`);
    return times[0];
  });
  const [first] = ours;
  const slowest = Math.max(...ours.map(({ time }) => time));
  const note = `${slowest.toPrecision(3)} for the slowest of the ${formulas.length}`;
  return [{ task: `${title}: ${formulas[0].title}`, value: first.time, unit: "µs", bar: BARS[title], note }];
}

function cell(way: Way, formula: Formula): { readonly text: string; readonly time: number } {
  try {
    const right = isRight(way, formula);
    const time = timeWay(way, formula);
    const text = time.toPrecision(3);
    return right ? { text, time } : { text: `(${text})`, time: Number.NaN };
  } catch (error) {
    return { text: (error as Error).constructor.name, time: Number.NaN };
  }
}

function extraFigures(): Figure[] {
  return extras.map(({ title, make, run, bar }) => {
    const timed: Way = { title, prepare: (_, c) => make(c * 1000), run: run as Way["run"] };
    return { task: title, value: timeWay(timed, formulas[0]) / 1e3, unit: "ms", bar };
  });
}

/** The median of fresh processes. */
function coldFigures(): Figure[] {
  const script = new URL("calculusCold.ts", import.meta.url).pathname;
  const runs = Array.from({ length: 5 }, () => {
    const { stdout } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", script], {
      encoding: "utf8",
    });
    return JSON.parse(stdout) as number[];
  });
  const middle = (at: number): number => runs.map((run) => run[at]).sort((a, b) => a - b)[2];
  return ["import from sources, fresh process", "first text to text", "then first steps and LaTeX"].map((task, at) => ({
    task,
    value: middle(at),
    unit: "ms",
  }));
}

async function sizeFigure(): Promise<Figure> {
  return { task: "src/calculus, minified, gzipped, beside the core", value: await calculusSize(), unit: "KB", bar: 60 };
}
