/** The search box of every page: `/` goes to it, arrows choose, Enter opens, Escape leaves. Without scripts there is no box. */
import { document, type Element, type Event, type Input } from "./dom.ts";

export interface Found {
  readonly address: string;
  readonly name: string;
  readonly kind: string;
  /** HTML. */
  readonly summary: string;
}

export type Search = (text: string) => readonly Found[];

const form = document.querySelector("form.search") as Element;
const input = form.querySelector("input") as Input;
const list = form.querySelector("#found") as Element;
const logo = document.querySelector("a.logo") as Element;
/** From this page to the root of the site. */
const base = (logo.getAttribute("href") ?? "").replace("index.html", "");

let chosen = 0;
let isLoading = false;
/** Enter was pressed before the search was there. */
let isAwaited = false;

const searcher = (): Search | undefined => (globalThis as { readonly nablaSearch?: Search }).nablaSearch;

/** What is searched is larger than all that a page needs, so it comes when it is wanted. */
function load(): void {
  if (isLoading) return;
  isLoading = true;
  const script = document.createElement("script");
  script.src = `${base}search.js`;
  script.onload = () => {
    show();
    if (isAwaited) open();
  };
  document.head.append(script);
}

function show(): void {
  const text = input.value.trim();
  const search = searcher();
  if (text === "" || search === undefined) return close();
  const found = search(text);
  list.innerHTML = found.length === 0 ? '<li class="none">Nothing found.</li>' : found.map(itemHtml).join("");
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  choose(0);
}

function itemHtml({ address, name, kind, summary }: Found, i: number): string {
  return `<li role="option" id="found-${i}"><a href="${base}${address}" tabindex="-1"><span class="found"><code>${name}</code> <small>${kind}</small></span><span class="summary">${summary}</span></a></li>`;
}

function close(): void {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

const optionAt = (index: number): Element | null => list.querySelector(`#found-${index}`);

function choose(index: number): void {
  optionAt(chosen)?.removeAttribute("aria-selected");
  const option = optionAt(index);
  if (option === null) return input.removeAttribute("aria-activedescendant");
  chosen = index;
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

/** Round and round. */
function move(by: number): void {
  const count = list.children.length;
  choose((chosen + by + count) % count);
}

function open(): void {
  isAwaited = searcher() === undefined;
  if (!list.hidden) optionAt(chosen)?.querySelector("a")?.click();
}

function onKey(event: Event): void {
  if (event.isComposing) return;
  const isOpen = !list.hidden;
  if (event.key === "Escape") {
    if (isOpen) close();
    else input.blur();
  } else if (event.key === "ArrowDown" && isOpen) move(1);
  else if (event.key === "ArrowUp" && isOpen) move(-1);
  else if (event.key === "ArrowDown") show();
  else if (event.key === "Enter") open();
  else return;
  event.preventDefault();
}

function onShortcut(event: Event): void {
  const { target } = event;
  const isTyping = target !== null && (/^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable);
  const isSlash = event.key === "/" && !event.altKey && !event.ctrlKey && !event.metaKey;
  const isPalette = event.key === "k" && (event.ctrlKey || event.metaKey);
  if (!isPalette && (!isSlash || isTyping)) return;
  event.preventDefault();
  input.focus();
  input.select();
}

form.hidden = false;
input.addEventListener("focus", load);
input.addEventListener("input", () => {
  load();
  show();
});
input.addEventListener("keydown", onKey);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("focusout", ({ relatedTarget }) => {
  if (!form.contains(relatedTarget)) close();
});
document.addEventListener("keydown", onShortcut);
