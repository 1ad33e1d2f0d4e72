/** Puts packages of others into the files of dist/ that import them. */
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../entries.ts";
import { packages } from "../packages.ts";

/** Bundles all of them and writes their licences. @param others - what else of other packages is in dist/ @returns the files */
export async function bundlePackages(others: readonly string[]): Promise<string[]> {
  const files = Object.keys(packages).map((file) => `${root}dist/${file.replace(/\.ts$/, ".js")}`);
  const inputs = new Set<string>(others);
  for (const file of files) for (const input of await bundlePackagesInto(file)) inputs.add(input);
  writeFileSync(`${root}dist/LICENSES.txt`, licensesOf(inputs));
  return files;
}

/** @returns what is in the file now */
async function bundlePackagesInto(file: string): Promise<string[]> {
  const names = Object.keys((await import(pathToFileURL(file).href)) as object);
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    globalName: "bundled",
    target: "es2022",
    define: { window: "undefined" }, // what it computes must not depend on the screen: Plot shifts lines by half a pixel on some
    legalComments: "none", // they are in LICENSES.txt
    logLevel: "warning",
  });
  const functions = names.map((name) => `export const ${name} = (...values) => load().${name}(...values);\n`);
  const evaluate = `function evaluate() {\n${outputFiles[0].text}return bundled;\n}\n`;
  writeFileSync(file, `let bundle;\nconst load = () => (bundle ??= evaluate());\n${functions.join("")}${evaluate}`);
  rmSync(`${file}.map`, { force: true });
  return Object.entries(Object.values(metafile.outputs)[0].inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([input]) => input);
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The licence of each package of which a file is in the bundles, in alphabetical order. */
function licensesOf(inputs: ReadonlySet<string>): string {
  const folders = new Set([...inputs].flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []));
  const texts = [...folders].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, "utf8")) as Manifest;
    const [file] = globSync("{LICEN[CS]E,licen[cs]e}*", { cwd: `${root}${folder}` });
    if (file === undefined || !existsSync(`${root}${folder}/${file}`)) throw new Error(`${name} has no licence text`);
    const text = readFileSync(`${root}${folder}/${file}`, "utf8").trim();
    return `${name} ${version} (${license ?? "see below"})\n\n${text}\n`;
  });
  return `Parts of other packages are in the files of this folder.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
