/** Documents as HTML. */
import type { Block } from "./block.ts";
import { escapeHtml } from "./escape.ts";
import { spansOf } from "./inline.ts";
import { latexToMathML } from "./mathml.ts";

export function toHtml(blocks: readonly Block[]): string {
  return blocks.map(blockHtml).join("\n");
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${inlineHtml(block.text)}</h${block.level}>`;
    case "paragraph":
      return `<p>${inlineHtml(block.text)}</p>`;
    case "list": {
      const tag = block.ordered ? "ol" : "ul";
      return `<${tag}>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join("")}</${tag}>`;
    }
    case "table": {
      const row = (cells: readonly string[], tag: string): string =>
        `<tr>${cells.map((cell) => `<${tag}>${inlineHtml(cell)}</${tag}>`).join("")}</tr>`;
      const head = block.head.length === 0 ? "" : `<thead>${row(block.head, "th")}</thead>`;
      return `<table>${head}<tbody>${block.rows.map((cells) => row(cells, "td")).join("")}</tbody></table>`;
    }
    case "code":
      return `<pre><code class="language-${escapeHtml(block.language)}">${escapeHtml(block.text)}</code></pre>`;
    case "math":
      return latexToMathML(block.latex, true);
  }
}

/** Markdown inside of a line as HTML. */
export function inlineHtml(text: string): string {
  return spansOf(text)
    .map(({ style, text: content, url }) => {
      switch (style) {
        case "plain":
          return escapeHtml(content);
        case "code":
          return `<code>${escapeHtml(content)}</code>`;
        case "math":
          return latexToMathML(content, false);
        case "strong":
          return `<strong>${escapeHtml(content)}</strong>`;
        case "emphasis":
          return `<em>${escapeHtml(content)}</em>`;
        case "link":
          return `<a href="${escapeHtml(safeUrl(url ?? ""))}">${escapeHtml(content)}</a>`;
      }
    })
    .join("");
}

/** Scripts are no places to go to. */
const safeUrl = (url: string): string => (/^(?:https?:|mailto:|[^:]*$)/i.test(url) ? url : "#");
