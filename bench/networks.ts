/** Bayesian networks: all prior marginals by our bars, and peers beside them. Networks are read from files, which need not be there. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type BayesianNetwork, parseBIF } from "../src/probability/networks/index.ts";
import { findOrder } from "../src/probability/networks/inference/order.ts";
import { type Figure, type Timing, time } from "./measure.ts";

/** Milliseconds for all prior marginals. */
const BARS: Readonly<Record<string, number>> = {
  alarm: 1,
  hailfinder: 2,
  win95pts: 2,
  andes: 10,
  pigs: 20,
  munin2: 80,
  diabetes: 120,
  link: 1500,
  munin: 1000,
  munin1: 10_000,
};

/** A megabyte of text, and what reading it may take. */
const [LARGE_FILE, PARSE] = ["munin2", 50];

const folder = process.env.NABLA_NETWORKS ?? fileURLToPath(new URL("../../shared/data/networks", import.meta.url));

export const networkText = (name: string): string => gunzipSync(readFileSync(`${folder}/${name}.bif.gz`)).toString();

/** Prints a table of networks; returns what has bars. */
export async function networks(): Promise<readonly Figure[]> {
  if (!existsSync(`${folder}/alarm.bif.gz`)) {
    console.log(`  absent: ${folder}/*.bif.gz (or NABLA_NETWORKS)`);
    return [];
  }
  const figures: Figure[] = [];
  const ours = new Map<string, Timing>();
  console.log("  ms, the median of nine rounds; evidence: five leaves; cold: the first call with its plan");
  console.log(
    `  ${"".padEnd(12)}${["all prior", "fastest", "evidence", "cold", "order"].map((s) => s.padStart(11)).join("")}`,
  );
  for (const [name, bar] of Object.entries(BARS)) {
    const { prior, evidence, cold, order } = measure(parseBIF(networkText(name)));
    ours.set(name, prior);
    const row = [prior.median, prior.fastest, evidence.median, cold, order.median].map((us) =>
      (us / 1e3).toPrecision(3),
    );
    console.log(`  ${name.padEnd(12)}${row.map((text) => text.padStart(11)).join("")}`);
    figures.push({ task: `${name}: all prior marginals`, value: prior.median / 1e3, unit: "ms", bar });
    figures.push({ task: `${name}: order search`, value: order.fastest / 1e3, unit: "ms", bar: prior.median / 1e3 });
  }
  const text = networkText(LARGE_FILE);
  const value = time(() => parseBIF(text)).median / 1e3;
  figures.push({ task: `read ${(text.length / 1e6).toFixed(2)} MB of BIF`, value, unit: "ms", bar: PARSE });
  console.log();
  return [...figures, ...(await besideBayesjs(ours)), ...besidePgmpy(ours)];
}

interface Times {
  readonly prior: Timing;
  readonly evidence: Timing;
  readonly order: Timing;
  readonly cold: number;
}

function measure(net: BayesianNetwork): Times {
  const start = performance.now();
  const all = net.marginals();
  const cold = (performance.now() - start) * 1e3;
  const leaves = net.variables.map(({ name }) => name).filter((name) => net.children(name).length === 0);
  const evidence = Object.fromEntries(leaves.slice(0, 5).map((name) => [name, all.get(name).mode()[name]]));
  const { sizes, scopes } = net.structure;
  const cliques = scopes.map(({ variables }) => variables);
  const hidden = sizes.map((_, v) => v);
  return {
    prior: time(() => net.marginals()),
    evidence: time(() => net.marginals({ evidence })),
    order: time(() => findOrder(sizes, cliques, hidden)),
    cold,
  };
}

/** At most a hundredth of the time of bayesjs. */
async function besideBayesjs(ours: ReadonlyMap<string, Timing>): Promise<Figure[]> {
  try {
    // Its package need not be there, so neither need its types.
    const path = new URL("peers/networks.ts", import.meta.url).href;
    const { bayesjs } = (await import(path)) as { readonly bayesjs: (net: BayesianNetwork) => Promise<() => number> };
    const run = await bayesjs(parseBIF(networkText("alarm")));
    const theirs = time(run, 5).median / 1e3;
    return [compared("bayesjs", "alarm", 100, (ours.get("alarm") as Timing).median / 1e3, theirs)];
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    console.log("  bayesjs is absent: npm ci --prefix bench/peers");
    return [];
  }
}

/** At most a fifth of the time of pgmpy's variable elimination. */
function besidePgmpy(ours: ReadonlyMap<string, Timing>): Figure[] {
  const python = `${process.env.NABLA_BENCH_PYTHON ?? `${homedir()}/.cache/nabla-bench`}/bin/python`;
  const script = fileURLToPath(new URL("peers/networks.py", import.meta.url));
  let found: Readonly<Record<string, number>>;
  try {
    const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
    found = JSON.parse(
      execFileSync(python, [script, folder], { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] }),
    );
  } catch {
    console.log("  pgmpy is absent: install it in the folder of NABLA_BENCH_PYTHON");
    return [];
  }
  return Object.entries(found).map(([name, ms]) =>
    compared("pgmpy VE", name, 5, (ours.get(name) as Timing).median / 1e3, ms),
  );
}

function compared(peer: string, name: string, times: number, ours: number, theirs: number): Figure {
  const note = `${peer} takes ${theirs.toPrecision(3)} ms: ${(theirs / ours).toFixed(0)} times as long`;
  return { task: `${name}: ${times} times ours against ${peer}`, value: times * ours, unit: "ms", bar: theirs, note };
}
