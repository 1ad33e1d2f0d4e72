/**
 * What a `// =>` comment means. The printed text is compared piece by piece: space does not count, the three quotes are one,
 * integers are exact, other numbers agree to 1e-9 relative (to 1e-3 after `≈`), and `...` stands for anything.
 */
export interface Expectation {
  readonly text: string;
  /** The statement must throw an error whose message contains the text. */
  readonly throws: boolean;
  readonly tolerance: number;
}

const EXACT = 1e-9;
const ROUGH = 1e-3;
/** Below this size an expected number counts as zero, so that `≈ 0` can be said. */
const ROUGH_ZERO = 1e-3;

/** Reads the words after `// =>`. */
export function parseExpectation(comment: string): Expectation {
  const throws = /^\s*throws\b/.test(comment);
  const rough = /^\s*≈/.test(comment);
  const text = comment.replace(/^\s*(throws\b|≈)?\s*/, "").trimEnd();
  return { text, throws, tolerance: rough ? ROUGH : EXACT };
}

/** Does the printed text say what was expected? */
export function meets(printed: string, { text, throws, tolerance }: Expectation): boolean {
  const actual = tokens(printed);
  const wanted = tokens(throws ? `... ${text} ...` : text);
  return matches(actual, wanted, tolerance);
}

/** Ellipsis, name, number (a sign belongs to it unless something stands before it), any other character. */
const TOKEN = /\.\.\.|[A-Za-z_$][\w$]*|(?:(?<![\w)\]]\s*)-)?(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:e[-+]?\d+)?|\S/g;

function tokens(text: string): string[] {
  return (text.match(TOKEN) ?? []).map((token) => (/["'`]/.test(token) ? '"' : token));
}

/** Matching with wildcards: on a mismatch go back to the last `...` and let it swallow one token more. */
function matches(actual: readonly string[], wanted: readonly string[], tolerance: number): boolean {
  let [a, w, retryActual, retryWanted] = [0, 0, 0, -1];
  while (a < actual.length) {
    if (wanted[w] === "..." && actual[a] !== undefined) {
      [retryActual, retryWanted] = [a, w + 1];
      w++;
    } else if (w < wanted.length && same(actual[a], wanted[w], tolerance)) {
      [a, w] = [a + 1, w + 1];
    } else if (retryWanted >= 0) {
      retryActual++;
      [a, w] = [retryActual, retryWanted];
    } else return false;
  }
  return wanted.slice(w).every((token) => token === "...");
}

function same(actual: string, wanted: string, tolerance: number): boolean {
  if (actual === wanted) return true;
  const [a, w] = [Number(actual), Number(wanted)];
  if (Number.isNaN(a) || Number.isNaN(w)) return false;
  const isInteger = /^-?\d+$/.test(wanted);
  if (tolerance === EXACT && isInteger) return false;
  const size = tolerance === EXACT ? Math.abs(w) : Math.max(Math.abs(w), ROUGH_ZERO);
  return Math.abs(a - w) <= tolerance * size;
}
