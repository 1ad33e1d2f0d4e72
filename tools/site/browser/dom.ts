/** The little of a page that the scripts touch. The repository is checked without the types of pages, so that src/ uses none. */

export interface Element {
  hidden: boolean;
  innerHTML: string;
  readonly id: string;
  readonly isContentEditable?: boolean;
  readonly tagName: string;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  readonly children: ArrayLike<Element>;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element | null;
  closest(selector: string): Element | null;
  contains(other: Element | null): boolean;
  scrollIntoView(options: { readonly block: "nearest" }): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  append(child: Element): void;
  focus(): void;
  click(): void;
}

export interface Input extends Element {
  value: string;
  blur(): void;
  select(): void;
}

export interface Script extends Element {
  src: string;
  onload: () => void;
}

export interface Event {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  readonly target: Element | null;
  readonly relatedTarget: Element | null;
  preventDefault(): void;
}

export interface Document {
  readonly head: Element;
  readonly activeElement: Element | null;
  querySelector(selector: string): Element | null;
  createElement(name: "script"): Script;
  addEventListener(type: string, listener: (event: Event) => void): void;
}

export const { document } = globalThis as unknown as { readonly document: Document };
