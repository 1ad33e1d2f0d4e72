/** Reads the SVG that figures write; fails where it is not well-formed. */
export interface Parsed {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

const TOKEN = /<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ENTITIES: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };

/** All elements in order, each with the text directly in it. */
export function parse(svg: string): Parsed[] {
  const found: Parsed[] = [];
  const open: Parsed[] = [];
  let end = 0;
  for (const [token, closing, name, attributes, empty, text] of svg.matchAll(TOKEN)) {
    end += token.length;
    if (text !== undefined) {
      const at = open.at(-1);
      if (at !== undefined) at.text += decode(text);
    } else if (closing === "/") {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
    } else {
      const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, decode(value)]);
      if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`an attribute twice: ${token}`);
      found.push({ name, attributes: Object.fromEntries(pairs), text: "" });
      if (empty === "") open.push(found[found.length - 1]);
    }
  }
  if (end !== svg.length || open.length > 0) throw new Error(`not well-formed at ${svg.slice(end, end + 40)}`);
  return found;
}

function decode(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot);)/.test(text)) throw new Error(`a bare & in ${text}`);
  return text.replace(/&\w+;/g, (entity) => ENTITIES[entity]);
}

export const elements = (svg: string, name: string): Parsed[] => parse(svg).filter((element) => element.name === name);

export const attributes = (svg: string, name: string): Readonly<Record<string, string>>[] =>
  elements(svg, name).map(({ attributes }) => attributes);

export const textsOf = (svg: string): string[] => elements(svg, "text").map(({ text }) => text);

/** The points of a path of straight lines. */
export const vertices = (d: string): [number, number][] =>
  [...d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
