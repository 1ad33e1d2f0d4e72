/** The reference as it is written to the disk: every link leads somewhere, every name is there, nothing comes from elsewhere. */
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { afterAll, expect, test } from "vitest";
import { entries } from "../../src/help/data.ts";
import { root } from "../../tools/entries.ts";
import { addressOf } from "../../tools/site/address.ts";
import { pageElsewhere } from "../../tools/site/elsewhere.ts";
import { runNode } from "../repo/tool.ts";

const folder = mkdtempSync(join(tmpdir(), "nabla-site-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { status, output } = runNode(["tools/site.ts", folder]);
const read = (path: string): string => readFileSync(join(folder, path), "utf8");
const files = globSync("**/*.*", { cwd: folder }).toSorted();
const pages = new Map(files.filter((path) => path.endsWith(".html")).map((path) => [path, read(path)]));
const all = [...pages];

const every = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map(([, found]) => found);
const ids = new Map(all.map(([path, html]) => [path, every(html, /\sid="([^"]+)"/g)]));
const idSets = new Map([...ids].map(([path, found]) => [path, new Set(found)]));

test("it is built, and every chapter runs to its end", () => {
  expect(status, output).toBe(0);
  expect(output).not.toContain("ends early");
  expect(pages.size).toBeGreaterThan(500);
});

test("every link leads to a page and a place on it", () => {
  const broken = all.flatMap(([path, html]) =>
    every(html, /\shref="([^"]+)"/g)
      .filter((href) => !/^(?:https:|data:)/.test(href) && !leads(path, href))
      .map((href) => `${path}: ${href}`),
  );
  expect(broken).toEqual([]);
});

function leads(path: string, href: string): boolean {
  const [file, id] = href.split("#");
  const target = file === "" ? path : posix.join(posix.dirname(path), file);
  return files.includes(target) && (id === undefined || idSets.get(target)?.has(id) === true);
}

test("every name has its page or its place on one", () => {
  const missing = entries.map(addressOf).filter((address) => !leads("index.html", address));
  expect(missing).toEqual([]);
  expect(new Set([...pages.keys()].map((path) => path.toLowerCase())).size, "where case does not count").toBe(
    pages.size,
  );
});

test("a page says what the documentation says", () => {
  const std = read("function/std.html");
  for (const part of [
    "<h1><code>std</code>",
    "<math",
    'href="../type/VarianceOptions.html"',
    'href="../error/axis.html"',
  ]) {
    expect(std).toContain(part);
  }
  expect(std).toContain("<samp>Tensor 1.118033988749895</samp>");
  expect(std).toContain('href="https://docs.pytorch.org/docs/stable/generated/torch.std.html"');
  expect(std).toContain('href="../book/fit-cars.html#cell-');
  expect(std).toMatch(/href="\.\.\/source\/ops\.statistics\.html#L\d+"/);
  expect(read("error/shape.html"), "the whole message").toContain("sizes that are equal or 1");
  expect(read("book/2.4-calculus.html"), "its figure").toContain("Tangent line (x=1)</text>");
});

const faults: Readonly<Record<string, (html: string, path: string) => boolean>> = {
  "without a text": (html) => textOf(html).length < 40,
  "150 KB or more": (html) => Buffer.byteLength(html) >= 150_000,
  "not with one heading of the first level": (html) => every(html, /<(h1)[ >]/g).length !== 1,
  "with an id twice": (_, path) => idSets.get(path)?.size !== ids.get(path)?.length,
  "with a link in a link": (html) => /<a [^>]*>(?:(?!<\/a>).)*<a /s.test(html),
  "with a value that is none": (html, path) =>
    !path.startsWith("source/") && /\[object |="undefined|>undefined<\/(?:a|p|li|dd|dt|h\d)>/.test(html),
  "that loads something from elsewhere": (html) => /<(?:img|script|link|iframe)[^>]*"https?:/.test(html),
  "without its landmarks": (html) =>
    !/<html lang="en">[^]*<header>[^]*<main id="main"[^]*<\/main>[^]*<footer>/.test(html),
};

test.for(Object.entries(faults))("no page is %s", ([, isFaulty]) => {
  expect(all.flatMap(([path, html]) => (isFaulty(html, path) ? path : []))).toEqual([]);
});

const textOf = (html: string): string =>
  html
    .replace(/^[^]*<main[^>]*>|<\/main>[^]*$/g, "")
    .replace(/<[^>]*>/g, "")
    .trim();

test("titles tell pages apart", () => {
  const titles = all.map(([, html]) => /<title>(.*?)<\/title>/.exec(html)?.[1]);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
});

test("counterparts of every library have an address", () => {
  const peers = new Set(entries.flatMap((entry) => entry.peers ?? []));
  expect([...peers].filter((peer) => !pageElsewhere(peer)?.startsWith("https://"))).toEqual([]);
  expect(pageElsewhere("tf.math.cumsum")).toBe("https://www.tensorflow.org/api_docs/python/tf/math/cumsum");
  expect(pageElsewhere("torch.conv2d")).toMatch(/generated\/torch\.nn\.functional\.conv2d\.html$/);
  expect(pageElsewhere("torch.special.erfcx")).toMatch(/special\.html#torch\.special\.erfcx$/);
  expect(pageElsewhere("numpy.random.choice")).toMatch(/reference\/random\/generated\/numpy\.random\.choice\.html$/);
});

/** @source WCAG 2.2, 1.4.3 */
test.for(["light", "dark"])("%s text stands out from its ground", (theme) => {
  const css = readFileSync(`${root}tools/site/style.css`, "utf8");
  const [light, dark] = every(css, /:root \{([^}]*)\}/g).map(
    (rules) => new Map([...rules.matchAll(/--(\w+): (#\w{6})/g)].map(([, name, color]) => [name, color])),
  );
  const colors = theme === "light" ? light : dark;
  const grounds = ["ground", "raised"];
  const texts = [...colors.keys()].filter((name) => !/^(?:ground|raised|line|tint)$/.test(name));
  expect(texts).toHaveLength(10);
  const pairs = [
    ...grounds.flatMap((ground) => texts.map((text) => [ground, text])),
    ["tint", "accent"],
    ["tint", "soft"],
  ];
  const faint = pairs.filter(([a, b]) => contrast(colors.get(a) ?? "", colors.get(b) ?? "") < 4.5);
  expect(faint).toEqual([]);
});

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
