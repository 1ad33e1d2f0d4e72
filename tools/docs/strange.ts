import { type Comment, paramTexts, TAGS } from "./comment.ts";
import type { Signature } from "./signatures.ts";
import { readExamples } from "./statements.ts";

/** What a comment says of things that are not there, which options of a function it does not name, and examples that cannot be read. */
export function findStrange(comment: Comment, signatures: readonly Signature[]): string[] {
  const parameters = signatures.flatMap((signature) => signature.parameters);
  const names = new Set(parameters.map(({ name }) => name));
  const texts = paramTexts(comment);
  const params = comment.raw === "" ? [] : parameters;
  const told = params.filter(({ name }) => !/\bas (?:for|in|of) `[\w.]+`/.test(texts.get(name) ?? ""));
  const options = new Map(told.flatMap(({ name, fields }) => fields.map((field) => [field, name] as const)));
  const silent = [...options].filter(([field, name]) => !texts.get(name)?.includes(`\`${field}\``));
  const undecided = [...new Set(options.values())].filter((name) => !/\b[Dd]efault\b/.test(texts.get(name) ?? ""));
  return [
    ...readExamples(comment).errors,
    ...comment.tags.filter(({ name }) => !TAGS.includes(name)).map(({ name }) => `no tag @${name}`),
    ...[...texts.keys()].filter((name) => !names.has(name)).map((name) => `no parameter ${name}`),
    ...silent.map(([field, name]) => `the text of ${name} does not name \`${field}\``),
    ...undecided.map((name) => `the text of ${name} tells no default`),
  ];
}
