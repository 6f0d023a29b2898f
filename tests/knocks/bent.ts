import { isUserError } from "../../lib/errors.ts";
import { fc } from "./fast_check.ts";

/** `NEARSIGHT_KNOCKS=10` tries ten times as many cases: the same ones, and more. */
const EFFORT = Math.max(1, Number(Deno.env.get("NEARSIGHT_KNOCKS") ?? 1));

/** How many cases of which seed a property is tried on. */
export function tries(count: number): { readonly seed: number; readonly numRuns: number } {
  return { seed: 20260, numRuns: Math.ceil(count * EFFORT) };
}

/** Numbers where programs break: signs, fractions, the ends of every format. */
export const HARD_NUMBERS: readonly number[] = [
  ...[0, -0, 1, -1, 2, 3, 4, 5, 6, 0.5, 1.5, -0.1, 1e-9, 1e9, 4097, 65_536],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e21, -1e21],
  ...[5e-324, 1e-300, 1e300, -1e300, 1.7976931348623157e308, -1.7976931348623157e308],
];

const hardValue = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HARD_NUMBERS) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(null, true, false, "", "1", "NaN", "__proto__", [], [1], {}, [[]]),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

type Place = readonly (string | number)[];

/** Every place in a JSON value, the root left out. */
function placesIn(value: unknown, above: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const place = [...above, key];
    return [place, ...placesIn((value as Record<string | number, unknown>)[key], place)];
  });
}

/** A copy of a JSON value in which `change` has been at the holder of a place. */
function changedAt(
  value: unknown,
  place: Place,
  change: (holder: Record<string, unknown>, key: string) => void,
): unknown {
  const copy = structuredClone(value);
  let holder = copy as Record<string | number, unknown>;
  for (const key of place.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  change(holder as Record<string, unknown>, String(place.at(-1)));
  return copy;
}

/**
 * JSON text of `value` with one or two things wrong with it, or almost wrong: a value replaced, a key
 * gone or unknown, numbers that JSON has no word for, the text cut off or a character of it another.
 */
export function bentJson(value: unknown): fc.Arbitrary<string> {
  const place = fc.constantFrom(...placesIn(value));
  const replaced = fc.tuple(place, hardValue)
    .map(([at, by]) => changedAt(value, at, (holder, key) => holder[key] = by));
  const removed = place.map((at) => changedAt(value, at, (holder, key) => delete holder[key]));
  const unknown = fc.tuple(place, fc.constantFrom("temprature", "", "__proto__x", "length"))
    .map(([at, name]) => changedAt(value, at, (holder) => holder[name] = 1));
  const twice = fc.tuple(place, hardValue, place, hardValue).map(([a, x, b, y]) => {
    const once = changedAt(value, a, (holder, key) => holder[key] = x);
    const there = placesIn(once).some((at) => at.join() === b.join());
    return there ? changedAt(once, b, (holder, key) => holder[key] = y) : once;
  });
  const wholly = hardValue.map((by) => by as unknown);
  const text = JSON.stringify(value);
  const wordy = fc.tuple(
    fc.nat({ max: (text.match(NUMBER) ?? []).length - 1 }),
    fc.constantFrom("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "01", "0x10", "1.", "+1"),
  ).map(([which, word]) => {
    let at = 0;
    return text.replaceAll(NUMBER, (number) => at++ === which ? word : number);
  });
  const cut = fc.nat({ max: text.length - 1 }).map((length) => text.slice(0, length));
  const mistyped = fc.tuple(fc.nat({ max: text.length - 1 }), fc.string({ unit: "binary" }))
    .map(([at, other]) => text.slice(0, at) + other + text.slice(at + 1));
  return fc.oneof(
    { weight: 5, arbitrary: replaced.map(jsonOf) },
    { weight: 2, arbitrary: removed.map(jsonOf) },
    { weight: 1, arbitrary: unknown.map(jsonOf) },
    { weight: 2, arbitrary: twice.map(jsonOf) },
    { weight: 1, arbitrary: wholly.map(jsonOf) },
    { weight: 2, arbitrary: wordy },
    { weight: 1, arbitrary: cut },
    { weight: 1, arbitrary: mistyped },
  );
}

/** A number that no string and no key holds. */
const NUMBER = /(?<=[:,[])-?\d[\d.e+-]*(?=[,\]}])/g;

function jsonOf(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}

/** What users type where a number is asked for, right and wrong. */
export const typedNumber: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...["0", "1", "2", "-1", "-0", "0.5", "1e-3", ".5", "5.", "0x4", "0b11", "1e308", "-1e308"],
    ...["1e309", "1e-320", "NaN", "Infinity", "-Infinity", "", " ", "1_0", "1,5", "2 3", "٣", "½"],
    ...["four", "--", "4x", "null", "9007199254740993", "4294967296", "2147483648", "1e999"],
  ),
  fc.double({ noNaN: true }).map(String),
  fc.string({ maxLength: 5 }).filter((text) => !/^\d{4,}$/.test(text.trim())),
);

/** What `body` throws, which must be a single line of one of our classes; undefined if nothing. */
export async function refusalOf(body: () => unknown): Promise<Error | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    if (!isUserError(error)) throw error;
    if (/\n/.test(error.message)) throw new Error(`two lines: ${error.message}`);
    return error;
  }
}
