/** The text that is being read, and the errors that point into it. */
import { fail } from "../../base/errors.ts";

/** Longer text is refused. */
export const LONGEST_TEXT = 100_000;
/** Brackets, exponents, signs and functions within each other; deeper nesting is refused. */
export const DEEPEST_NESTING = 400;
/** Longer numerals are refused. */
export const LONGEST_NUMERAL = 20_000;

/** What stands in the text for a value of a template. */
export const HOLE = "\uFFFC";

export interface Complaint {
  readonly position: number;
  readonly expected: string;
  /** What stands there; read from the text by default. */
  readonly got?: string;
  readonly suggestion?: string;
}

/** A text with the name of the function that reads it. */
export class Source {
  readonly op: string;
  readonly text: string;

  constructor(op: string, text: string) {
    this.op = op;
    this.text = text;
    if (text.length > LONGEST_TEXT) {
      this.fail({
        position: LONGEST_TEXT,
        expected: `at most ${LONGEST_TEXT} characters`,
        got: `${text.length} characters`,
        suggestion: "read the parts by themselves and put them together with interpolation",
      });
    }
  }

  /** @throws TensorError "syntax" always */
  fail({ position, expected, got, suggestion }: Complaint): never {
    return fail("syntax", {
      op: this.op,
      text: this.text.replaceAll(HOLE, "□"),
      position,
      expected,
      got: got ?? this.shown(position),
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }

  private shown(position: number): string {
    if (position >= this.text.length) return "the end";
    const [found] = /^(\\?[A-Za-z]+|\\.|\d+|[^]?)/u.exec(this.text.slice(position, position + 40)) ?? [""];
    return found === HOLE ? "an interpolated value" : `"${found}"`;
  }
}
