/** Prints the milliseconds, of a processor, of the first derivative with steps and LaTeX in a fresh process, and of importing what it needs. */
import { processorTime } from "./calculusContender.ts";
import { formulas } from "./calculusFormulas.ts";

const start = processorTime();
const { nabla } = await import("./calculusNabla.ts");
const imported = processorTime();
const times: number[] = [imported - start];
for (const title of ["text to text", "steps and LaTeX"]) {
  const way = nabla.ways.find((one) => one.title === title);
  const before = processorTime();
  way?.run(way.prepare(formulas[0], 3));
  times.push(processorTime() - before);
}
console.log(JSON.stringify(times));
