import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { entries, root, sideEffects } from "../../tools/entries.ts";

const read = (file: string): string => readFileSync(root + file, "utf8");
const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string> | undefined>;

test("the package depends on nothing at run time", () => {
  expect(manifest.dependencies).toBeUndefined();
  expect(manifest.peerDependencies).toBeUndefined();
  expect(manifest.optionalDependencies).toBeUndefined();
});

test("tools are pinned to exact versions", () => {
  const versions = Object.values(manifest.devDependencies ?? {});
  expect(versions.filter((version) => !/^(?:npm:[\w@/.-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test("the lock file names no registry", () => {
  expect(read("package-lock.json")).not.toMatch(/"resolved": "http/);
});

test("every entry and every file with effects has a source", () => {
  const sources = [...entries.map(({ source }) => source), ...sideEffects];
  expect(sources.filter((source) => !existsSync(root + source))).toEqual([]);
});
