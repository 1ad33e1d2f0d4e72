/** The reference in Chromium, from the disk and without a network: search, formulas, keyboard, dark and light, telephones. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { buildSite, writeSite } from "../../tools/site/build.ts";

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

/** One of each kind of page. */
const SAMPLES = [
  "index.html",
  "function/std.html",
  "function/linalg.svd.html",
  "function/plot.plot.html",
  "function/grad.html",
  "class/Tensor.html",
  "type/TensorLike.html",
  "error/shape.html",
  "module/nabla.html",
  "guide/kinks.html",
  "book/2.5-autodiff.html",
  "book/2.7-documentation.html",
  "source/ops.statistics.html",
];

let failures = 0;
function check(right: boolean, text: string): void {
  console.log(`${right ? "ok  " : "FAIL"}  ${text}`);
  if (!right) failures++;
}

const folder = mkdtempSync(join(tmpdir(), "nabla-site-"));
const address = (path: string): string => `${pathToFileURL(folder).href}/${path}`;

async function open(browser: Browser, path: string, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: DESK, ...options });
  page.on("pageerror", (error) => check(false, `error in ${path}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) check(false, `asks ${request.url()}`);
  });
  await page.goto(address(path));
  return page;
}

/** Types it into the search box, wherever the focus was. */
async function ask(page: Page, text: string): Promise<void> {
  for (const key of ["Escape", "Escape", "/"]) await page.keyboard.press(key);
  await page.keyboard.type(text);
}

/** What search lists for a text, typed. */
async function search(page: Page, text: string): Promise<string[]> {
  await ask(page, text);
  await page.waitForSelector("#found-0");
  return page.locator("#found .found code").allTextContents();
}

async function checkSearch(browser: Browser): Promise<void> {
  const page = await open(browser, "index.html");
  const found = await search(page, "standard deviation");
  check(found[0] === "std", `"standard deviation" finds ${found.slice(0, 3).join(", ")}`);
  await page.keyboard.press("ArrowDown");
  const active = await page.locator("input").getAttribute("aria-activedescendant");
  const chosen = await page.locator("[aria-selected]").getAttribute("id");
  check(active === "found-1" && chosen === active, "the arrow down chooses the second");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/function/std.html");
  check((await page.title()).startsWith("std —"), "Enter opens the page");
  const formula = await page.locator(".formula math mfrac").first().boundingBox();
  check(formula !== null && formula.height > 20, "its formula is drawn");
  for (const [text, name] of [
    ["torch.cumsum", "cumsum"],
    ["log gamma", "special.lgamma"],
    ["broadcasting", "broadcasting"],
    ["Tensor.backward", "Tensor.backward"],
  ]) {
    const names = await search(page, text);
    check(names[0] === name, `"${text}" finds ${names.slice(0, 3).join(", ")}`);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL("**/class/Tensor.html#backward");
  const box = await page.locator("#backward h3").boundingBox();
  check(box !== null && box.y > 50 && box.y < DESK.height, "a deep link shows its place below the head");
  await ask(page, "zzzzqqq");
  await page.waitForSelector("#found .none");
  await page.keyboard.press("Escape");
  check(!(await page.locator("#found").isVisible()), "nothing found is said, and Escape closes the list");
  await page.close();
}

async function checkThemes(browser: Browser): Promise<void> {
  const grounds: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await open(browser, "function/std.html", { colorScheme });
    grounds.push(await page.evaluate<string>("getComputedStyle(document.body).backgroundColor"));
    await page.close();
  }
  check(grounds[0] !== grounds[1], `light on ${grounds[0]}, dark on ${grounds[1]}`);
}

async function checkPhone(browser: Browser): Promise<void> {
  const page = await open(browser, "index.html", { viewport: PHONE });
  const wide: string[] = [];
  for (const path of SAMPLES) {
    await page.goto(address(path));
    if ((await page.evaluate<number>("document.documentElement.scrollWidth")) > PHONE.width) wide.push(path);
  }
  check(wide.length === 0, `no page scrolls sideways on a telephone ${wide.join(", ")}`);
  await page.close();
}

async function checkWithoutScripts(browser: Browser): Promise<void> {
  const page = await open(browser, "index.html", { javaScriptEnabled: false });
  check(!(await page.locator("form.search").isVisible()), "without scripts there is no search box");
  await page.locator('#functions ~ dl code:text-is("std")').first().click();
  check((await page.title()).startsWith("std —"), "and the index leads to every page");
  await page.close();
}

const start = performance.now();
writeSite(await buildSite(), folder);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  await checkSearch(browser);
  await checkThemes(browser);
  await checkPhone(browser);
  await checkWithoutScripts(browser);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${failures} failed  ${((performance.now() - start) / 1000).toFixed(1)} s`);
process.exitCode = failures === 0 ? 0 : 1;
