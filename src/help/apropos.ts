/** `apropos`: full text search. */
import { allEntries, withTexts } from "./catalog.ts";
import { code, plain } from "./inline.ts";
import { heading, paragraph, table } from "./block.ts";
import { Document } from "./document.ts";
import type { Entry } from "./entry.ts";
import { lookup, lookupName } from "./lookup.ts";
import { shortText } from "./shortText.ts";
import { splitName, stem, stemsOf, SYMBOL_NAMES } from "./words.ts";

/**
 * Searches names, summaries, keywords, formulas, texts and the names of other libraries. The order of words, plurals, spelling and the
 * way a name is written do not matter; symbols such as ∇, Γ and ∑ are words too.
 * @param text - what to look for
 * @returns a document that lists what was found, the best first; `names` are the names
 * @example apropos("log gamma").names[0] // => 'special.lgamma'
 * @keywords search, find, lookfor, grep
 * @source Robertson & Zaragoza, The probabilistic relevance framework: BM25 and beyond, 2009, for the weights of rare words
 */
export function apropos(text: string): Document {
  if (typeof text !== "string") return apropos(lookup(text).entries[0]?.name ?? "");
  const asked = text;
  const found = rank(asked, MOST);
  const title = heading(1, `About ${plain(shortText(asked))}`);
  if (asked.trim() === "") return new Document([paragraph(`It searches for words: ${code('apropos("log gamma")')}.`)]);
  if (found.length === 0) {
    return new Document([title, paragraph(`Nothing found. ${code("dir()")} lists the modules.`)]);
  }
  const rows = found.map((entry) => [code(entry.name), withTexts(entry).summary]);
  return new Document(
    [title, table(rows, [], true)],
    found.map(({ name }) => name),
  );
}

const MOST = 20;
/** Longer texts are cut off. */
const LONGEST = 300;

/** What a word counts in which part of an entry. */
const WEIGHTS = { name: 10, keywords: 7, summary: 7, peers: 4, math: 3, rest: 1.2 } as const;
/** The first words of a summary say what a thing is; each later one counts this part of its weight less. */
const LATER = 0.12;
/** A word that stands in several parts counts as in the best of them, and this much of the others. */
const AGAIN = 0.25;
/** A word that only begins as it was asked for, and a part of a name that begins a word asked for: `dims` for dimension. */
const PREFIX = 0.6;
/** From this on a word of the question is answered; words in passing are so in part. */
const ANSWERED = 3;
/** Functions and classes come before what is less often looked for. */
const KIND_WEIGHTS: Readonly<Partial<Record<Entry["kind"], number>>> = {
  member: 0.4,
  method: 0.75,
  type: 0.5,
  property: 0.7,
  error: 0.7,
};

/**
 * The entries that a text is about, the best first: whole names and those of other libraries, then by words.
 * @param thorough - also by words of texts and formulas
 */
export function rank(text: string, count: number, thorough = true): Entry[] {
  const asked = text.slice(0, LONGEST).trim();
  const named = lookupName(asked);
  const ranked = byWords(asked, thorough);
  const direct = ranked.length === 0 || named.peer !== undefined || /^\S+$/.test(asked) ? named.entries : [];
  const rest = [...direct, ...ranked].filter(({ kind }) => kind !== "member");
  return [...new Set([...direct, ...rest, ...named.also, ...ranked])].slice(0, count);
}

function byWords(asked: string, thorough: boolean): Entry[] {
  const { documents, vocabulary } = index();
  const words = wordsOf(asked);
  const sums = new Map<number, { score: number; answered: number }>();
  words.forEach((word, i) => {
    const matches = matching(word, words[i - 1], words[i + 1]);
    const head = bestMatches(matches, vocabulary);
    const rest = thorough ? bestMatches(matches, restIndex()) : head;
    for (const [id, { value, rarity }] of [...head, ...[...rest].filter(([id]) => !head.has(id))]) {
      const { score, answered } = sums.get(id) ?? { score: 0, answered: 0 };
      sums.set(id, { score: score + value * rarity, answered: answered + Math.min(1, value / ANSWERED) });
    }
  });
  const pairs = pairsOf(words).map((pair) => [pair, 1] as const);
  for (const [id, { value, rarity }] of pairs.flatMap((pair) => [...bestMatches([pair], vocabulary)])) {
    const sum = sums.get(id);
    if (sum !== undefined) sum.score += value * rarity;
  }
  const ranked = [...sums].map(([id, { score, answered }]) => {
    const total = score * (answered / words.length) ** 2 * (KIND_WEIGHTS[documents[id].kind] ?? 1);
    return { id, total };
  });
  return ranked.toSorted((a, b) => b.total - a.total || a.id - b.id).map(({ id }) => documents[id]);
}

type Weighted = readonly [word: string, weight: number];

interface Match {
  readonly value: number;
  /** The logarithm of how many entries there are for each that has the word. */
  readonly rarity: number;
}

/** What each entry has for words of the index, by number of the entry. */
function bestMatches(words: readonly Weighted[], vocabulary: Vocabulary): Map<number, Match> {
  const { documents, ...both } = index();
  const best = new Map<number, Match>();
  for (const [word, weight] of words) {
    const postings = vocabulary.get(word);
    if (postings === undefined) continue;
    const counts = [both.vocabulary, both.rest].map((each) => each?.get(word)?.ids.length ?? 0);
    const rarity = Math.log(1 + documents.length / Math.max(...counts));
    postings.ids.forEach((id, i) => {
      const before = best.get(id);
      const value = postings.values[i] * weight;
      if (before === undefined || value * rarity > before.value * before.rarity) best.set(id, { value, rarity });
    });
  }
  return best;
}

/** The words of a question. Each symbol is a word. */
const wordsOf = (asked: string): string[] =>
  [...new Set(stemsOf(asked.replace(/[^\p{L}\p{N}\s]/gu, (symbol) => ` ${symbol} `)))].slice(0, 12);

/** Words of the index for a word that was asked for: itself, with a neighbour (`arg max`), what people call a symbol, parts. */
function matching(word: string, before = "", after = ""): Weighted[] {
  const { vocabulary, nameParts } = index();
  const names = splitName(SYMBOL_NAMES.get(word) ?? "").map(stem);
  const whole = [word, before + word, word + after, ...names].map((found) => [found, 1] as const);
  if (word.length < 3) return whole;
  const isLonger = (other: string): boolean =>
    other.length > word.length && other.startsWith(word) && !other.includes(" ");
  const longer = [...vocabulary.keys()].filter(isLonger);
  const shorter = Array.from({ length: Math.max(0, word.length - 3) }, (_, i) => word.slice(0, i + 3));
  return [
    ...whole,
    ...longer.map((found) => [found, (PREFIX * word.length) / found.length] as const),
    ...shorter.filter((found) => nameParts.has(found)).map((found) => [found, PREFIX] as const),
  ];
}

// ---------------------------------------------------------------- the index

/** The entries that have a word, by number, and what it counts in each. */
interface Postings {
  readonly ids: number[];
  readonly values: number[];
}

type Vocabulary = Map<string, Postings>;

interface Index {
  readonly documents: readonly Entry[];
  readonly vocabulary: Vocabulary;
  /** Of texts and formulas, made when it is asked for: it takes as long as the other. */
  rest: Vocabulary | undefined;
  /** Words that are part of a name. */
  readonly nameParts: ReadonlySet<string>;
}

let made: Index | undefined;

/** Of all entries but fluent methods, whose functions are there. */
function index(): Index {
  if (made !== undefined) return made;
  const documents = allEntries.filter(({ of }) => of === undefined);
  const vocabulary: Vocabulary = new Map();
  const nameParts = new Set<string>();
  documents.forEach((entry, id) => {
    for (const part of nameWords(entry.name)) nameParts.add(part);
    addHead(entry, (word, value) => post(vocabulary, word, id, value));
  });
  made = { documents, vocabulary, rest: undefined, nameParts };
  return made;
}

function restIndex(): Vocabulary {
  const { documents, rest } = index();
  if (rest !== undefined) return rest;
  const vocabulary: Vocabulary = new Map();
  documents.forEach((entry, id) => addRest(entry, (word, value) => post(vocabulary, word, id, value)));
  index().rest = vocabulary;
  return vocabulary;
}

function post(vocabulary: Vocabulary, word: string, id: number, value: number): void {
  const postings = vocabulary.get(word);
  if (postings === undefined) {
    vocabulary.set(word, { ids: [id], values: [value] });
    return;
  }
  const { ids, values } = postings;
  const last = ids.length - 1;
  if (ids[last] === id) {
    const before = values[last];
    values[last] = Math.max(before, value) + AGAIN * Math.min(before, value);
  } else {
    ids.push(id);
    values.push(value);
  }
}

type Add = (word: string, value: number) => void;

/** Each counts the more, the fewer words stand beside it. @param room - so many are few */
function addAll(words: readonly string[], weight: number, room: number, add: Add): void {
  const value = weight / (1 + Math.log(Math.max(1, words.length / room)));
  for (const word of words) add(word, value);
}

/** The words of name, keywords, summary and peers. */
function addHead({ name, keywords = [], summary, peers = [] }: Entry, add: Add): void {
  addAll(nameWords(name), WEIGHTS.name, 1, add);
  for (const keyword of keywords) addAll(withPairs(stemsOf(keyword)), WEIGHTS.keywords, 4, add);
  withPairs(stemsOf(summary)).forEach((word, i) => add(word, WEIGHTS.summary / (1 + (LATER * i) / 2)));
  const last = peers.map((peer) => peer.slice(peer.lastIndexOf(".") + 1));
  addAll([...new Set(last.flatMap(nameWords))], WEIGHTS.peers, 3, add);
}

/** The words of formulas, texts, parameters and source. */
function addRest({ math = [], text = "", params = [], returns = "", source = "" }: Entry, add: Add): void {
  for (const latex of math) addAll([...new Set(stemsOf(`$${latex}$`))], WEIGHTS.math, 8, add);
  const texts = [text, returns, source, ...params.map((param) => param.text)].join("\n");
  addAll([...new Set(stemsOf(texts))], WEIGHTS.rest, 20, add);
}

/** Words that stand side by side, so that phrases are found before the same words apart. */
const pairsOf = (words: readonly string[]): string[] => words.slice(1).map((word, i) => `${words[i]} ${word}`);

/** Each word and then the pair with the next one. */
function withPairs(words: readonly string[]): string[] {
  const pairs = pairsOf(words);
  return words.flatMap((word, i) => (i < pairs.length ? [word, pairs[i]] : [word]));
}

/** The parts of a name and the name as a whole, which counts like a part. */
function nameWords(name: string): string[] {
  const parts = splitName(name.replace(/^(?:error|topic|nabla)[./]/, ""));
  const own = parts.map(stem).filter((part) => part !== "");
  const last = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return own.includes(last) ? own : [...own, last];
}
