/** Prints the milliseconds of the first derivative with steps and LaTeX in a fresh process, and of importing what it needs. */
import { threadTime } from "./calculusContender.ts";
import { formulas } from "./calculusFormulas.ts";

const start = threadTime();
const { nabla } = await import("./calculusNabla.ts");
const imported = threadTime();
const times: number[] = [(imported - start) / 1e3];
for (const title of ["text to text", "steps and LaTeX"]) {
  const way = nabla.ways.find((one) => one.title === title);
  const before = threadTime();
  way?.run(way.prepare(formulas[0], 3));
  times.push((threadTime() - before) / 1e3);
}
console.log(JSON.stringify(times));
