import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nabla } from "./run.ts";

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "nabla-")), name);
  writeFileSync(path, text);
  return path;
}

describe("questions", () => {
  test("help of a name, of an error code, of a topic, of another framework's name", () => {
    expect(nabla(["help", "cumsum"])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("cumsum(x: TensorLike"),
    });
    expect(nabla(["help", "shape"]).stdout).toContain("Shapes that do not go together.");
    expect(nabla(["help", "broadcasting"]).stdout).toContain("Line the shapes up");
    expect(nabla(["help", "tf.reduce_sum"]).stdout).toContain("sum(x: TensorLike");
  });
  test("nothing found is status 1 with what is near", () => {
    const { status, stdout } = nabla(["help", "cumsun"]);
    expect(status).toBe(1);
    expect(stdout).toContain("cumsum");
  });
  test("dir, apropos, signature, example, source", () => {
    expect(nabla(["dir", "random"]).stdout).toContain("multinomial");
    expect(nabla(["dir", "random", "normal"]).stdout).toMatch(/truncatedNormal/);
    expect(nabla(["apropos", "standard", "deviation"]).stdout).toMatch(/^std /m);
    expect(nabla(["signature", "sin"]).stdout.trim()).toBe("sin(x: TensorLike): Tensor");
    expect(nabla(["example", "ones"]).stdout).toContain("Tensor [");
    expect(nabla(["source", "logit"]).stdout).toContain("elementwise(");
  });
  test("JSON for programs", () => {
    const answer = JSON.parse(nabla(["apropos", "cumulative", "sum", "--json"]).stdout) as { names: string[] };
    expect(answer.names.slice(0, 3)).toContain("cumsum");
  });
});

describe("programs", () => {
  test("standard input prints its last value", () => {
    expect(nabla([], "const x: number = 1\ngrad(sin)(x)")).toEqual({
      status: 0,
      stdout: "Tensor 0.5403023058681398\n",
      stderr: "",
    });
  });
  test("a book file runs cell by cell", () => {
    const path = file(
      "book.ts",
      '// %% [markdown]\n// # Title\n\n// %%\nimport { tensor } from "nabla";\nconst x = tensor([1, 2]);\nx.sum()\n\n// %%\nx.mul(2)\n',
    );
    const { status, stdout } = nabla(["run", path]);
    expect(status).toBe(0);
    expect(stdout.split("\n").filter(Boolean)).toEqual(["# Title", "Tensor 3", "Tensor [2, 4]"]);
  });
  test("an error names file and line and is status 1", () => {
    const path = file(
      "bad.ts",
      "const a = 1;\nfunction deep(): never {\n  throw new RangeError('far');\n}\n\n// %%\ndeep();\n",
    );
    const { status, stderr } = nabla(["run", path]);
    expect(status).toBe(1);
    expect(stderr).toContain("RangeError: far");
    expect(stderr).toContain(`${path}:3 in deep`);
    expect(stderr).toContain(`${path}:7`);
  });
  test("what is no TypeScript", () => {
    const { status, stderr } = nabla([], "const = 3");
    expect(status).toBe(1);
    expect(stderr).toContain("SyntaxError");
    expect(nabla([], "f(1, [").stderr).toContain("SyntaxError");
  });
  test("a file that is not there", () => {
    const { status, stderr } = nabla(["run", "nowhere.ts"]);
    expect(status).toBe(1);
    expect(stderr).toContain("nowhere.ts");
  });
});

test("misuse is status 2 and shows the usage", () => {
  for (const args of [["nonsense"], ["help"], ["run"], ["--nope"]]) {
    const { status, stderr } = nabla(args);
    expect(status, args.join(" ")).toBe(2);
    expect(stderr).toContain("nabla run FILE");
  }
  expect(nabla(["--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("nabla apropos TEXT") });
  expect(nabla(["--version"]).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
