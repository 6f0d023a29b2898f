import { FormatError } from "../../errors.ts";
import type { NpyArray } from "../../io/npy.ts";
import { sha256 } from "../../io/sha256.ts";
import { canonicalJson } from "../../runs/config_hash.ts";
import { v } from "../../quench/valibot.ts";
import { CONFIGURATION_KINDS } from "./data_set.ts";
import { RECIPE_SCHEMA } from "./recipe_schema.ts";

/** What every data-set file calls itself; another number is another layout. */
export const FORMAT = "nearsight-dataset-1";

const text = v.string();
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const SCHEMA = v.strictObject({
  format: v.literal(FORMAT),
  recipe: RECIPE_SCHEMA,
  labels: text,
  trajectories: text,
  versions: v.strictObject({ nearsight: text, deno: text, v8: text, typescript: text }),
  arithmetic: v.array(text),
  kinds: v.pipe(v.array(v.picklist(CONFIGURATION_KINDS)), v.nonEmpty()),
  groups: v.pipe(
    v.array(v.strictObject({
      lattice: v.strictObject({ kind: text, width: count, height: count }),
      temperature: v.pipe(v.number(), v.finite(), v.gtValue(0)),
      configurations: count,
    })),
    v.minLength(1, "the data set is empty"),
  ),
  splits: v.array(text),
  sha256: v.pipe(text, v.regex(/^[0-9a-f]{64}$/, "no SHA-256")),
});

/** What a data-set file says of itself: the array `metadata`, JSON as UTF-8 bytes. */
export type DataSetMetadata = v.InferOutput<typeof SCHEMA>;

/**
 * SHA-256 over the metadata (`sha256` left out) and the name, type, shape and elements of every
 * array, in the order of the file.
 */
export function contentHash(
  metadata: Omit<DataSetMetadata, "sha256">,
  arrays: ReadonlyMap<string, NpyArray>,
): string {
  const digests = [...arrays].map(([name, { dtype, shape, data }]) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return [name, dtype, [...shape], sha256(bytes)];
  });
  return sha256(canonicalJson({ metadata, arrays: digests }));
}

/**
 * The metadata in the bytes of a file's array `metadata`.
 *
 * @throws {FormatError} naming the key that is missing, unknown or wrong
 */
export function parseMetadata(bytes: Uint8Array, file: string): DataSetMetadata {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new FormatError(`Cannot use ${file}: its metadata is not JSON`);
  }
  const result = v.safeParse(SCHEMA, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const key = v.getDotPath(issue) ?? "the whole of it";
  throw new FormatError(`Cannot use ${file}: in its metadata, ${key}: ${issue.message}`);
}
