import { FormatError } from "../../errors.ts";
import { fileError } from "../../io/file_error.ts";
import { configHash } from "../../runs/config_hash.ts";
import type { ConfigurationGroup, DataSetProvenance } from "./data_set.ts";
import { readDataSet, writeDataSet } from "./data_set_file.ts";

/** Keeps a piece, as a data set of its own that knows its recipe. */
export async function writePiece(
  path: string,
  group: ConfigurationGroup,
  provenance: DataSetProvenance,
): Promise<void> {
  await writeDataSet(path, { provenance, groups: [group], splits: {} });
}

/**
 * The piece kept at `path`, or undefined if there is none yet.
 *
 * @throws {FormatError} if it is damaged or belongs to another recipe
 */
export async function readPiece(
  path: string,
  { recipe }: DataSetProvenance,
): Promise<ConfigurationGroup | undefined> {
  try {
    await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw fileError(error, "read", path);
  }
  const { dataSet } = await readDataSet(path);
  if (configHash(dataSet.provenance.recipe) !== configHash(recipe)) {
    throw new FormatError(`Cannot use ${path}: it belongs to another data set; remove it`);
  }
  return dataSet.groups[0];
}
