import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasTerminal, Terminal } from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "nabla-"));
const CTRL_C = "\x03";

describe.skipIf(!hasTerminal)("the prompt in a terminal", { timeout: 60_000 }, () => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = new Terminal(join(folder, "history"));
    await terminal.ready;
  });
  afterAll(() => terminal.close());

  test("shows values", async () => {
    expect(await terminal.type("const x = tensor([1, 2, 3])\rx.sum()\r", /Tensor 6\n> $/)).not.toContain("undefined");
  });
  test("completes names and shows signatures", async () => {
    await terminal.type("x.cumpr\t", /x\.cumprod/);
    await terminal.type("()\r", /Tensor \[1, 2, 6\]\n> $/);
    expect(await terminal.type("valueAndG\t", /valueAndGrad/)).toContain("valueAndGrad");
    await terminal.type(CTRL_C, /> $/);
    expect(await terminal.type("cumsum(\t", /axis/)).toContain("cumsum(x: TensorLike, axis?: number | null): Tensor");
    await terminal.type(CTRL_C, /> $/);
  });
  test("takes an input of several lines", async () => {
    await terminal.type("const f = (x: Tensor) => {\r", /\| $/);
    await terminal.type("return x.square().sum()\r}\r", /> $/);
    await terminal.type("grad(f)(x)\r", /Tensor \[2, 4, 6\]\n> $/);
  });
  test("shows errors in five lines with the way to help", async () => {
    const text = await terminal.type("matmul(zeros([2, 3]), zeros([2, 3]))\r", /help\("shape"\)[^>]*> $/);
    expect(text).toMatch(/matmul: "k" is 3 .*\n {2}expects .*\n {2}got .*\n {2}fix .*\n {2}help /);
    expect(await terminal.type("nothingThere\r", /not defined[^>]*> $/)).toContain("ReferenceError");
    expect(await terminal.type("1 +* 2\r", /Unexpected token\n> $/)).toContain("SyntaxError");
  });
  test("answers questions", async () => {
    expect(await terminal.type("cumsum?\r", /Declared in[^>]*> $/s)).toContain(
      "Sums of all elements up to each place.",
    );
    expect(await terminal.type("logit??\r", /partials[\s\S]*> $/)).toContain("elementwise(");
    expect(await terminal.type("x?\r", /Tensor \[1, 2, 3\]\n> $/)).toContain("float64[3]");
    expect(await terminal.type("torch.cumsum?\r", /Declared in[^>]*> $/s)).toContain("cumsum");
  });
  test("Ctrl-C stops a loop and a wait, and the session goes on", async () => {
    await terminal.type("while (true) {}\r", /while/);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await terminal.type(CTRL_C, /stopped by Ctrl-C\n> $/);
    await terminal.type("await new Promise(() => {})\r", /Promise/);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await terminal.type(CTRL_C, /stopped by Ctrl-C\n> $/);
    await terminal.type("x.sum()\r", /Tensor 6\n> $/);
  });
  test("takes a paste of 200 lines", async () => {
    const lines = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? `const v${i} = ${i}` : `v${i - 1} + 1`));
    const text = await terminal.type(`${lines.join("\r")}\r`, /\n199\n> $/);
    for (const i of [1, 51, 197]) expect(text).toMatch(new RegExp(`\n${i}\n`));
  });
  test("times, saves and loads", async () => {
    expect(await terminal.type("%time grad(f)(x)\r", /the first took[^>]*> $/)).toMatch(/[µmn]?s a call/);
    const saved = join(folder, "session.ts");
    await terminal.type(`.save ${saved}\r`, /cells in/);
    const text = readFileSync(saved, "utf8");
    expect(text).toContain("grad(f)(x) // => Tensor [2, 4, 6]");
    expect(text).toMatch(/^import \{ .*tensor.* \} from "nabla";$/m);
    await terminal.type("%nonsense\r", /there is no %nonsense/);
    await terminal.type(`.load ${saved}\r`, /Tensor \[2, 4, 6\][\s\S]*\n199\n> $/);
  });
});

describe.skipIf(!hasTerminal)("history", { timeout: 60_000 }, () => {
  test("lasts from one run to the next", async () => {
    const history = join(folder, "kept");
    const first = new Terminal(history);
    await first.type("tensor([4, 5]).sum()\r", /Tensor 9\n> $/);
    await first.close();
    const second = new Terminal(history);
    await second.type("\x1b[A", /tensor\(\[4, 5\]\)\.sum\(\)/);
    await second.type("\r", /Tensor 9\n> $/);
    await second.close();
  });
});
