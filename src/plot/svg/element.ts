/**
 * The few things of a page's document that Observable Plot asks for, so that figures are the same in Node, in workers and in pages.
 * Numbers are rounded to a thousandth of a pixel.
 */

const round = (value: number): string => String(Number(value.toFixed(3)) + 0);

/** Numbers inside of a transformation. */
const LONG = /-?\d+\.\d{4,}/g;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** XML allows no control characters, no halves of surrogate pairs, no U+FFFE. */
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex -- those are meant
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text between tags. */
export const escapeXml = (text: string): string =>
  text.replace(FORBIDDEN, "\ufffd").replace(/[&<>]/g, (character) => ESCAPES[character]);

const escapeAttribute = (text: string): string => escapeXml(text).replaceAll('"', "&quot;");

/** An element of SVG. */
export class Element {
  readonly ownerDocument: Document;
  readonly namespaceURI: string = "http://www.w3.org/2000/svg";
  readonly tagName: string;
  readonly attributes: Map<string, string> = new Map();
  children: (Element | string)[] = [];
  parentNode: Element | null = null;

  constructor(ownerDocument: Document, tagName: string) {
    this.ownerDocument = ownerDocument;
    this.tagName = tagName;
  }

  setAttribute(name: string, value: unknown): void {
    const text = typeof value === "number" ? round(value) : String(value);
    this.attributes.set(name, name === "transform" ? text.replace(LONG, (number) => round(Number(number))) : text);
  }

  setAttributeNS(_namespace: string, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  append(...children: readonly (Element | string)[]): void {
    for (const child of children) this.insertBefore(child, null);
  }

  appendChild<T extends Element | string>(child: T): T {
    return this.insertBefore(child, null);
  }

  insertBefore<T extends Element | string>(child: T, next: Element | string | null): T {
    const at = next === null ? -1 : this.children.indexOf(next);
    this.children.splice(at < 0 ? this.children.length : at, 0, child);
    if (child instanceof Element) child.parentNode = this;
    return child;
  }

  set textContent(text: string) {
    this.children = [text];
  }

  toString(): string {
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join("");
    const inner = this.children.map((child) => (typeof child === "string" ? escapeXml(child) : String(child))).join("");
    return inner === ""
      ? `<${this.tagName}${attributes}/>`
      : `<${this.tagName}${attributes}>${inner}</${this.tagName}>`;
  }
}

/** Makes elements. */
export class Document {
  readonly documentElement: Element = new Element(this, "svg");

  createElementNS(_namespace: string, name: string): Element {
    return new Element(this, name);
  }

  createTextNode(text: string): string {
    return text;
  }
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with its attributes and what is in it. */
export function element(
  document: Document,
  name: string,
  attributes: Attributes,
  ...children: readonly (Element | string)[]
): Element {
  const made = new Element(document, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
