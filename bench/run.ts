/** `npm run bench`: speed, memory and size of the package. Time nothing while anything else runs. */
import { arch, cpus } from "node:os";
import { eager } from "./eager.ts";
import type { Figure } from "./measure.ts";
import { memory } from "./memory.ts";
import { size } from "./size.ts";

const sections: Readonly<Record<string, () => Promise<readonly Figure[]> | readonly Figure[]>> = {
  eager,
  memory,
  size,
};

if (import.meta.main) {
  const wanted = process.argv.slice(2);
  console.log(`Node ${process.version}, ${arch()}, ${cpus()[0].model}`);
  let missed = 0;
  for (const [name, run] of Object.entries(sections)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n${name}`);
    for (const { task, value, unit, bar, note = "" } of await run()) {
      const verdict = bar === undefined ? "" : value <= bar ? `ok, at most ${bar}` : `MISSED, at most ${bar}`;
      if (verdict.startsWith("MISSED")) missed++;
      console.log(`  ${task.padEnd(58)} ${value.toPrecision(3).padStart(9)} ${unit.padEnd(4)} ${verdict}  ${note}`);
    }
  }
  process.exitCode = missed > 0 ? 1 : 0;
}
