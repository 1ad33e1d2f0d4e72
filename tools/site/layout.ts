/** The frame of all pages. */
import { escapeHtml } from "../../src/help/escape.ts";
import { typeset } from "./formulas.ts";

export interface Page {
  /** From the root of the site. */
  readonly address: string;
  readonly title: string;
  /** Plain text for search engines and previews. */
  readonly description: string;
  /** The way to the page: names and their addresses from the page. */
  readonly path?: readonly (readonly [name: string, address: string])[];
  readonly main: string;
  /** What lies beside the thing: shown to the left, on telephones below. */
  readonly near?: string;
  /** Facts about it: shown to the right, on narrower screens below. */
  readonly facts?: string;
  readonly kind: string;
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath d='M3 5h26L16 29z' fill='%234953d6'/%3E%3Cpath d='M10 9h12l-6 11z' fill='white'/%3E%3C/svg%3E";
const LOGO =
  '<svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><path d="M3 5h26L16 29zM10 9l6 11 6-11z" fill="currentColor" fill-rule="evenodd"/></svg>';

/** Pages stand one folder deep; the first page does not. */
export function pageHtml(page: Page): string {
  const html = typeset(deepHtml(page));
  return page.address.includes("/") ? html : html.replaceAll('="../', '="');
}

function deepHtml({ address, title, description, path = [], main, near = "", facts = "", kind }: Page): string {
  const isFirst = address === "index.html";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(description)}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="../style.css">
<script src="../site.js" defer></script>
</head>
<body class="${kind}">
<a class="skip" href="#main">Skip to the text</a>
<header>
<a class="logo" href="../index.html"${isFirst ? ' aria-current="page"' : ""}>${LOGO}<span>Nabla</span></a>
<nav aria-label="Site"><a href="../index.html#guides">Guides</a><a href="../index.html#book">Book</a><a href="../index.html#functions">Functions</a><a href="../index.html#errors">Errors</a></nav>
<form class="search" role="search" hidden><input type="search" role="combobox" aria-label="Search the documentation" aria-expanded="false" aria-controls="found" aria-autocomplete="list" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="Search: log gamma, torch.cumsum, ∇"><kbd aria-hidden="true">/</kbd><ul id="found" role="listbox" aria-label="Found" hidden></ul></form>
</header>
<div class="page">
<main id="main" tabindex="-1">
${pathHtml(path)}${main}
</main>
${facts === "" ? "" : `<aside class="facts" aria-label="About it">\n${facts}\n</aside>`}
${near === "" ? "" : `<nav class="near" aria-label="Nearby">\n${near}\n</nav>`}
</div>
<footer><p><a href="../index.html">Nabla</a>: the mathematics of deep learning in TypeScript. These pages work without a network and send nothing.</p></footer>
</body>
</html>
`;
}

function pathHtml(path: NonNullable<Page["path"]>): string {
  if (path.length === 0) return "";
  const items = path.map(([name, address]) => `<li><a href="../${address}">${escapeHtml(name)}</a></li>`);
  return `<nav class="path" aria-label="Path"><ol>${items.join("")}</ol></nav>\n`;
}

const slugOf = (title: string): string => title.toLowerCase().replace(/[^a-z]+/g, "-");

/** A part of a page under a heading of its own; nothing where it would be empty. */
export function section(title: string, content: string, level: 2 | 3 = 2, id: string = slugOf(title)): string {
  if (content === "") return "";
  return `<section aria-labelledby="${id}"><h${level} id="${id}">${title}</h${level}>\n${content}\n</section>\n`;
}
