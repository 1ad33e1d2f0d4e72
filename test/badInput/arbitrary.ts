/** Calls of which several arguments are bad at once. */
import fc from "fast-check";
import { type Call, calls, type Place, placesOf } from "./calls.ts";
import { flawOfAttempt } from "./flaws.ts";
import { type BadValue, badValues } from "./values.ts";

interface Change {
  readonly place: Place;
  readonly bad: BadValue;
}

/** Shown by name: some values throw when they are printed. */
const printable = <T extends { readonly name: string }>(value: T): T => ({
  ...value,
  [fc.toStringMethod]: () => value.name,
});

/** Not so large that a tensor of that size takes long, or else larger than any tensor. */
const someNumber: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -4, max: 12 }),
  fc.double({ min: -20, max: 20 }),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 2 ** 31, 2 ** 40, 1e300),
);

/** Something bad; or anything at all. */
const someThing: fc.Arbitrary<BadValue> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...badValues.map(printable)) },
  {
    weight: 2,
    arbitrary: fc
      .anything({
        values: [someNumber, fc.boolean(), fc.string(), fc.constantFrom(null, undefined)],
        maxDepth: 3,
        maxKeys: 3,
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withSet: true,
        withSparseArray: true,
      })
      .map((value): BadValue => ({ name: "anything", sort: "odd", value })),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.oneof(someNumber, fc.array(someNumber, { maxLength: 3 })), { maxLength: 4 })
      .map((value): BadValue => ({ name: `[${value.join("; ")}]`, sort: "odd", value })),
  },
);

/** Loops that a callback makes endless, and derivatives of high order, which take long. */
const SLOW = new Set(["whileLoop", "foriLoop", "checkGradients"]);

/** A call and up to three of its places with what is put there. */
export const someChanges = fc
  .constantFrom(...calls.filter(({ name }) => !SLOW.has(name)).map(printable))
  .chain((call) => {
    const change = fc.record({ place: fc.constantFrom(...placesOf(call).map(printable)), bad: someThing });
    return fc.record({ call: fc.constant(call), changes: fc.array(change, { minLength: 1, maxLength: 3 }) });
  });

/** What is wrong with a call of which several arguments are bad. */
export function flawOfChanges({
  call,
  changes,
}: {
  readonly call: Call;
  readonly changes: readonly Change[];
}): string | undefined {
  if (changes.some(({ bad }) => call.skip?.includes(bad.name))) return undefined;
  const { flaw } = flawOfAttempt(changes.reduce((at, { place, bad }) => place.put(at, bad.value), call));
  return (
    flaw &&
    `${call.name} with ${changes.map(({ place, bad }) => `${bad.name} for ${place.kind} ${place.name}`).join(" and ")}: ${flaw}`
  );
}
