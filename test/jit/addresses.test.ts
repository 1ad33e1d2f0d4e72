/** Places below the start of a tensor's addresses: steps that go backwards, in a process whose heap is empty. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { root } from "../../tools/entries.ts";

const ASKED: readonly string[] = [
  "flip(x, 0)",
  "jit((t) => flip(t, 0))(x)",
  "jit((t) => t.at(slice(null, null, -1)))(x)",
  "jit((t) => t.at(slice(), slice(null, null, -3)).mul(2))(x)",
  "jit(grad((t) => flip(t, 0).mul(t).sum()))(x)",
  "jit((t) => take(flip(t, 0), [0, 299, 7], 0))(x)",
];

test.for(ASKED)("%s as the first of all", (code) => {
  const script = `
    import { flip, grad, jit, slice, take, tensor } from "nabla";
    const x = tensor(Float64Array.from({ length: 120000 }, (_, i) => i)).reshape([300, 400]);
    const found = ${code};
    console.log(found.shape.join("x"), found.at(0, 0).item(), found.at(-1, -1).item());`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "--import",
      "./tools/resolve.ts",
      "--input-type=module",
      "--eval",
      script,
    ],
    { cwd: root, encoding: "utf8" },
  );
  const want = {
    "flip(x, 0)": "300x400 119600 399",
    "jit((t) => flip(t, 0))(x)": "300x400 119600 399",
    "jit((t) => t.at(slice(null, null, -1)))(x)": "300x400 119600 399",
    "jit((t) => t.at(slice(), slice(null, null, -3)).mul(2))(x)": "300x134 798 239200",
    "jit(grad((t) => flip(t, 0).mul(t).sum()))(x)": "300x400 239200 798",
    "jit((t) => take(flip(t, 0), [0, 299, 7], 0))(x)": "3x400 119600 117199",
  }[code];
  expect(stdout.trim(), stderr).toBe(want);
});
