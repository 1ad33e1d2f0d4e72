/** `help`: the page of anything. */
import { rank } from "./apropos.ts";
import { allEntries, entryOf, lastOf } from "./catalog.ts";
import { type Block, codeBlock, heading, paragraph, table } from "./block.ts";
import { Document } from "./document.ts";
import type { Entry } from "./entry.ts";
import { code, plain } from "./inline.ts";
import { type Found, lookup, nearNames } from "./lookup.ts";
import { kindOf, pageOf, summaryTable } from "./page.ts";
import { fullPeerName, libraryOf } from "./peers.ts";
import { attempt, isClass, isObject, kindOfValue, nameOf, ownValue } from "./safe.ts";
import { shortText } from "./shortText.ts";
import { writtenSignature, writtenText } from "./userFunctions.ts";

/**
 * What something is and how it is used: signature, summary, formulas, parameters, result, errors, examples, cost, what is near it.
 *
 * Takes a function, class, method (`x.sum`), namespace, module, an error, an instance of a class, or a name as text: `"sum"`,
 * `"random.normal"`, `"Tensor.sum"`, `"ReduceOptions.keepdims"`, `"nabla/random"`, a kind of error (`"shape"`), a topic
 * (`"broadcasting"`), the name in another library (`"torch.cumsum"`, `"np.random.choice"`). Never throws: an unknown name gets the
 * nearest ones, a function of yours its own text.
 * @param target - what to look up; without it, what there is to ask
 * @returns a document, which consoles and notebooks show
 * @example help("linalg.solve").names // => ["linalg.solve"]
 * @example help("tf.reduce_sum").names // => ["sum"]
 * @keywords documentation, manual, usage, how to, docs, man
 * @source Python's `help`; Dive into Deep Learning 2.7.2
 */
export function help(target?: unknown): Document;
export function help(...args: readonly [target?: unknown]): Document {
  if (args.length === 0) return overview();
  const [target] = args;
  const found = lookup(target);
  if (found.entries.length > 0) return answer(target, found);
  return typeof target === "string" ? unknownName(target) : valuePage(target);
}

function answer(target: unknown, found: Found): Document {
  const { entries, also, peer, instance, guessed } = found;
  const names = entries.map(({ name }) => name);
  const asked = typeof target === "string" ? target.trim() : "";
  if (peer !== undefined && entries.length > 1) return choices(`${code(asked)} of ${libraryOf(peer)}`, entries);
  if (peer === undefined && entries.length > 1 && !isSamePlace(asked, entries)) {
    return choices(`${entries.length} things are named ${code(asked)}`, entries, also);
  }
  const pages = entries.flatMap(pageOf);
  if (peer !== undefined) {
    const ours = code(entries[0].name);
    const theirs = `${code(asked)} of ${libraryOf(peer)}`;
    pages.splice(
      1,
      0,
      paragraph(guessed ? `${theirs} is not listed; ${ours} has its name.` : `${theirs} is ${ours} here.`),
    );
  } else if (guessed) {
    pages.splice(1, 0, paragraph("Found by the name of the function, which may be another one."));
  }
  if (instance && isObject(target)) pages.splice(1, 0, ...instanceText(target, entries[0]));
  const others = also.filter(({ kind }) => kind !== "member").slice(0, 12);
  if (others.length > 0) pages.push(paragraph(`Of the same name: ${others.map(asHelp).join(", ")}.`));
  return new Document(pages, names);
}

/** Of an exact name all pages are shown: a kind of error may be named as a function is. */
const isSamePlace = (asked: string, entries: readonly Entry[]): boolean =>
  entries.every(({ name }) => [asked, `${asked}.${asked}`, `error.${asked}`, `topic.${asked}`].includes(name));

const asHelp = ({ name }: Entry): string => code(`help(${JSON.stringify(name)})`);

function choices(title: string, entries: readonly Entry[], also: readonly Entry[] = []): Document {
  const rows = entries.map(({ name, summary }) => [code(name), summary]);
  const blocks = [heading(1, title), table(rows)];
  if (also.length > 0)
    blocks.push(
      paragraph(
        `Also: ${also
          .slice(0, 12)
          .map(({ name }) => code(name))
          .join(", ")}.`,
      ),
    );
  blocks.push(paragraph(`${asHelp(entries[0])} shows one of them.`));
  return new Document(
    blocks,
    entries.map(({ name }) => name),
  );
}

/** What the instance itself has to say. */
function instanceText(target: object, { kind, name }: Entry): Block[] {
  if (kind !== "error") return [paragraph(`The value is a ${code(name)}; ${code("describe(x)")} shows what is in it.`)];
  const message = ownValue(target, "message");
  return typeof message === "string" ? [codeBlock(message, "text")] : [];
}

// ---------------------------------------------------------------- what is not ours

function unknownName(asked: string): Document {
  const near = nearNames(asked, 5);
  const peer = fullPeerName(asked);
  const isMisspelt = near.length > 0 && /^\S+$/.test(asked.trim());
  const related = isMisspelt
    ? []
    : rank(peer === undefined ? asked : lastOf(peer), 8, false).filter((entry) => !near.includes(entry));
  const shown = shortText(asked);
  const blocks: Block[] = [heading(1, `Nothing is named ${plain(shown)}`)];
  if (near.length > 0) blocks.push(heading(2, "Did you mean"), summaryTable(near, true));
  if (related.length > 0) blocks.push(heading(2, "About it"), summaryTable(related, true));
  if (near.length + related.length === 0) {
    blocks.push(paragraph(`${code("dir()")} lists the modules, ${code('apropos("words")')} searches all texts.`));
  }
  // Words are a search; a name that does not exist is not answered by its neighbours.
  return new Document(blocks, isMisspelt ? [] : [...near, ...related].map(({ name }) => name));
}

function valuePage(target: unknown): Document {
  if (typeof target === "function") return functionPage(target);
  const kind = kindOfValue(target);
  const shown = shortText(target);
  const message = attempt(() => target instanceof Error, false) ? ownValue(target as object, "message") : undefined;
  const hint = HINTS[kind] ?? "Nabla has no page on it.";
  return new Document([
    heading(
      1,
      message !== undefined || /^(?:an? |\[)/.test(shown) || shown === kind
        ? plain(kind)
        : `${plain(kind)} ${code(shown)}`,
    ),
    ...(typeof message === "string" ? [paragraph(plain(message.slice(0, 400)))] : []),
    paragraph(`${hint} ${code("describe(x)")} shows what is in a value, ${code("dir(x)")} lists its properties.`),
  ]);
}

const HINTS: Readonly<Record<string, string>> = {
  number: 'A number stands for a tensor of shape [] and dtype float64 wherever a tensor is taken: `help("tensor")`.',
  boolean: 'A boolean stands for a tensor of shape [] and dtype bool wherever a tensor is taken: `help("tensor")`.',
  array: 'Nested arrays of numbers stand for tensors wherever a tensor is taken: `help("tensor")`.',
  Promise: "A promise has its value later: write `help(await x)`.",
  undefined: "The variable has no value yet, or the name is not exported: give the name as text.",
  null: "There is no value here.",
};

function functionPage(f: object): Document {
  const kind = isClass(f) ? "class" : "function";
  const name = nameOf(f);
  const text = writtenText(f);
  const namesake = name === "" ? undefined : entryOf(name);
  return new Document([
    heading(1, `${kind} ${name === "" ? "without a name" : code(name)}, not of Nabla`),
    codeBlock(writtenSignature(f)),
    ...(text === undefined ? [paragraph("It is built in; its text is not known.")] : []),
    ...(text === undefined ? [] : [heading(2, "Source"), codeBlock(text)]),
    ...(namesake === undefined
      ? []
      : [paragraph(`Nabla has a ${kindOf(namesake)} of this name: ${asHelp(namesake)}.`)]),
  ]);
}

// ---------------------------------------------------------------- no question

function overview(): Document {
  const modules = allEntries.filter(({ kind }) => kind === "module");
  const topics = allEntries.filter(({ kind }) => kind === "topic");
  const asks = [
    [
      code("help(sum)"),
      'what it is and how it is used; also `help("random.normal")`, `help(error)`, `help("torch.cumsum")`',
    ],
    [code("dir(random)"), 'what is in it; `dir(random, "norm")` filters'],
    [code('apropos("log gamma")'), "searches names and texts"],
    [code("await example(sum)"), "runs the examples"],
    [code("await source(sum)"), "shows the source"],
    [code("describe(x)"), "what a value is: shape, dtype, gradient, statistics"],
    [code("signature(sum)"), "how it is called"],
  ];
  return new Document(
    [
      heading(1, "Help"),
      table(asks),
      heading(2, "Modules"),
      summaryTable(modules, true),
      ...(topics.length === 0 ? [] : [heading(2, "Topics"), summaryTable(topics, false)]),
    ],
    [...modules, ...topics].map(({ name }) => name),
  );
}
