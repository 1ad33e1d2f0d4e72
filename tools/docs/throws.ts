/** What `@throws` says, as a list of `code when …`. */
import type { Comment } from "./comment.ts";

/**
 * One tag for each code (`@throws shape when …`), or a sentence that quotes the codes:
 * `@throws TensorError "axis" when x lacks the axis, "shape" or "dtype" for a gradient of another kind`.
 * `@throws as \`mean\`` stands for what is thrown there.
 */
export function throwsOf({ tags }: Comment): string[] {
  return tags.flatMap(({ name, text }) => (name === "throws" ? split(text) : []));
}

const CODE = /(?:^|[,;.]\s+|\s?\b(?:and|or)\s+)"([a-z][a-z-]*)"/g;

function split(text: string): string[] {
  const sentence = text.replace(/^TensorError\s+/, "");
  const marks = [...sentence.matchAll(CODE)];
  if (marks.length === 0 || marks[0].index > 0) return [sentence];
  let when = "";
  const items = marks.map(({ 0: mark, 1: code, index }, i) => {
    const rest = sentence.slice(index + mark.length, marks[i + 1]?.index).trim();
    return { code, rest };
  });
  return items
    .toReversed()
    .map(({ code, rest }) => {
      when = rest || when; // "shape" or "dtype" when …
      return when === "" ? code : `${code} ${when}`;
    })
    .toReversed();
}

/** The code that an item begins with. */
export const codeOf = (item: string): string => /^[\w-]*/.exec(item)?.[0] ?? "";

/** The names of `as \`mean\` and \`variance\``. */
export function namesIn(item: string): readonly string[] {
  const list = /^as (`?[\w.]+`?(?:(?:, | and )`?[\w.]+`?)*)\.?$/.exec(item)?.[1];
  return list === undefined ? [] : list.split(/, | and /).map((name) => name.replaceAll("`", ""));
}
