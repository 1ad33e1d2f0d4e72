/** `npm run check`: all that can be said about the repository without running its tests. */
import { spawnSync } from "node:child_process";
import { styleText } from "node:util";
import { root } from "./entries.ts";

/** The first step builds: what is published must compile by itself, and the last step looks at it. */
const steps: readonly (readonly [name: string, command: string])[] = [
  ["build (types of src/)", "npm run --silent build"],
  ["types of all", "tsc"],
  ["lint", "oxlint"],
  ["format", "biome format ."],
  ["layers", "npm run --silent layers"],
  ["documentation", "npm run --silent docs"],
  ["package", "publint --strict"],
];

const failed = steps.filter(([name, command]) => {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, { cwd: root, shell: true, encoding: "utf8" });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const remark = /^Found [1-9]\d* warning.*$/m.exec(stdout)?.[0] ?? "";
  console.log(
    `${status === 0 ? styleText("green", "ok  ") : styleText("red", "FAIL")}  ${name}  ${seconds} s  ${remark}`,
  );
  if (status !== 0) console.log(`${stdout}${stderr}`);
  return status !== 0;
});
console.log(failed.length === 0 ? "all checks passed" : `failed: ${failed.map(([name]) => name).join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
