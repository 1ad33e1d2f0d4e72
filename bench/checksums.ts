/** Records what the results of the tasks should be, from PyTorch in float64: `npm run bench:checksums` after a task changed. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { python, pythonScript } from "./contenders.ts";
import { tasks } from "./tasks/index.ts";

if (import.meta.main) {
  const checked = tasks.filter(({ check }) => "tolerance" in check);
  const input = checked.map((task) => `${JSON.stringify(task)}\n`).join("");
  const { stdout, status } = spawnSync(python, [pythonScript, "checksums"], {
    input,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = stdout.trim().split("\n");
  if (status !== 0 || lines.length !== checked.length) throw new Error("Python did not answer for every task");
  const entries = checked.map(
    ({ id }, i) => `  ${JSON.stringify(id)}: ${JSON.stringify(JSON.parse(lines[i])).replaceAll(",", ", ")}`,
  );
  writeFileSync(new URL("tasks/checksums.json", import.meta.url), `{\n${entries.join(",\n")}\n}\n`);
}
