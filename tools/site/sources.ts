/** The sources as pages, so that the place of a declaration can be looked at without a network. */
import { readFileSync } from "node:fs";
import { allEntries } from "../../src/help/catalog.ts";
import { root } from "../entries.ts";
import { fileOf } from "./families.ts";
import { colored } from "./highlight.ts";
import type { Page } from "./layout.ts";

/** Pages stand one folder deep: `source/ops.linalg.qr.html`. */
export const sourceAddress = (file: string): string =>
  `source/${file
    .replace(/^src\//, "")
    .replace(/\.ts$/, "")
    .replaceAll("/", ".")}.html`;

/** Those that declare something public; guides have pages of their own. */
export function sourcePages(): Page[] {
  const files = new Set(allEntries.map(fileOf).filter((file) => file.endsWith(".ts")));
  return [...files].toSorted().map((file): Page => {
    const lines = linesOf(readFileSync(root + file, "utf8").trimEnd());
    const numbered = lines.map((line, i) => `<span id="L${i + 1}">${line}</span>`).join("\n");
    return {
      address: sourceAddress(file),
      title: `${file} — source of Nabla`,
      description: `The source of ${file}`,
      kind: "source",
      main: `<h1><code>${file}</code></h1>\n<pre class="code lines"><code>${numbered}</code></pre>`,
    };
  });
}

/** Coloured; a comment or text over several lines is closed and opened again at each end of a line. */
function linesOf(code: string): string[] {
  let open = "";
  return colored(code)
    .split("\n")
    .map((line) => {
      const whole = open + line;
      const last = whole.lastIndexOf("<span");
      const isOpen = last >= 0 && !whole.includes("</span>", last);
      open = isOpen ? whole.slice(last, whole.indexOf(">", last) + 1) : "";
      return isOpen ? `${whole}</span>` : whole;
    });
}
