import { writeBytesAtomic } from "../../io/atomic_write.ts";
import { jsonText } from "../../io/json_text.ts";
import type { NpyArray } from "../../io/npy.ts";
import { decodeNpz, encodeNpz } from "../../io/npz.ts";
import { readBytes } from "../../io/read_file.ts";
import { FormatError } from "../../errors.ts";
import {
  CONFIGURATION_KINDS,
  configurationCount,
  type ConfigurationGroup,
  type DataSet,
} from "./data_set.ts";
import { contentHash, type DataSetMetadata, FORMAT, parseMetadata } from "./data_set_metadata.ts";
import { readGroup, readSplit } from "./validate_arrays.ts";

/** The bytes of a data set's file, and the hash that they carry. */
export interface EncodedDataSet {
  /** The bytes. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the contents; the file's own is another, as it holds this one. */
  readonly sha256: string;
}

/**
 * A data set as one .npz file, which `np.load` reads. Of C configurations of an H×W lattice, group
 * number g holds
 *
 *     group0/Q, group0/density              float64 [C, H, W]
 *     group0/kind                           uint8 [C], index into the metadata's `kinds`
 *     group0/trajectory, group0/step        int32 [C], -1 and 0 for random configurations
 *     group0/amplitude                      float64 [C]
 *     group0/particle_hole                  bool [C]
 *     split/NAME/train, split/NAME/test     int32, numbers counted through all groups
 *     metadata                              JSON as UTF-8 bytes
 *
 * and `json.loads(bytes(file["metadata"]))` is the metadata: the recipe, the methods that labelled
 * the configurations and drove the trajectories, versions, and a SHA-256 of all contents. The same
 * data set gives the same bytes.
 */
export function encodeDataSet({ provenance, groups, splits }: DataSet): EncodedDataSet {
  const arrays = new Map<string, NpyArray>();
  groups.forEach((group, g) => {
    for (const [name, array] of groupArrays(group)) arrays.set(`group${g}/${name}`, array);
  });
  for (const [name, split] of Object.entries(splits)) {
    for (const part of ["train", "test"] as const) {
      const data = split[part];
      arrays.set(`split/${name}/${part}`, { dtype: "<i4", shape: [data.length], data });
    }
  }
  const metadata: Omit<DataSetMetadata, "sha256"> = {
    format: FORMAT,
    ...provenance,
    arithmetic: [...provenance.arithmetic],
    kinds: [...CONFIGURATION_KINDS],
    groups: groups.map(({ lattice: { kind, width, height }, temperature, configurations }) => ({
      lattice: { kind, width, height },
      temperature,
      configurations,
    })),
    splits: Object.keys(splits),
  };
  const sha256 = contentHash(metadata, arrays);
  const data = new TextEncoder().encode(jsonText({ ...metadata, sha256 }));
  arrays.set("metadata", { dtype: "|u1", shape: [data.length], data });
  return { bytes: encodeNpz(arrays), sha256 };
}

function groupArrays(group: ConfigurationGroup): [string, NpyArray][] {
  const { lattice: { width, height }, configurations, Q, density } = group;
  const shape = [configurations];
  const kind = Uint8Array.from(group.kind, (name) => CONFIGURATION_KINDS.indexOf(name));
  return [
    ["Q", { dtype: "<f8", shape: [configurations, height, width], data: Q }],
    ["density", { dtype: "<f8", shape: [configurations, height, width], data: density }],
    ["kind", { dtype: "|u1", shape, data: kind }],
    ["trajectory", { dtype: "<i4", shape, data: group.trajectory }],
    ["step", { dtype: "<i4", shape, data: group.step }],
    ["amplitude", { dtype: "<f8", shape, data: group.amplitude }],
    ["particle_hole", { dtype: "|b1", shape, data: group.particleHole }],
  ];
}

/** A data set as a file held it. */
export interface DataSetFile {
  /** The data set. */
  readonly dataSet: DataSet;
  /** SHA-256 of its contents. */
  readonly sha256: string;
}

/**
 * The data set in the bytes of a file, everything in it checked: that arrays are there and of the
 * shape that the metadata says, that numbers are finite and in range, that a split's two parts are
 * all the configurations, and that the hash is that of the contents.
 *
 * @param name how errors call the file, usually its path
 * @throws {FormatError} in one line that names what is wrong
 */
export function decodeDataSet(bytes: Uint8Array, name: string): DataSetFile {
  const arrays = decodeNpz(bytes, name);
  const text = arrays.get("metadata");
  if (text?.dtype !== "|u1") {
    throw new FormatError(`Cannot use ${name}: it is no data set (it has no array "metadata")`);
  }
  arrays.delete("metadata");
  const metadata = parseMetadata(text.data, name);
  const groups = metadata.groups.map((described, g) =>
    readGroup(arrays, `group${g}`, described, metadata, name)
  );
  const count = configurationCount(groups);
  const splits = metadata.splits.map((split) => [split, readSplit(arrays, split, count, name)]);
  const wanted = groups.length * 7 + splits.length * 2;
  if (arrays.size !== wanted) {
    throw new FormatError(
      `Cannot use ${name}: it holds ${arrays.size} arrays besides its metadata, which says ${wanted}`,
    );
  }
  const { sha256, ...rest } = metadata;
  if (contentHash(rest, arrays) !== sha256) {
    throw new FormatError(`Cannot use ${name}: its contents do not match its SHA-256`);
  }
  const { recipe, labels, trajectories, versions, arithmetic } = metadata;
  const provenance = { recipe, labels, trajectories, versions, arithmetic };
  return { dataSet: { provenance, groups, splits: Object.fromEntries(splits) }, sha256 };
}

/**
 * Reads a data set, with the checks of {@link decodeDataSet}.
 *
 * @throws {UnavailableError} if there is no such file
 * @throws {FormatError} if it is no whole data set
 */
export async function readDataSet(path: string): Promise<DataSetFile> {
  return decodeDataSet(await readBytes(path), path);
}

/**
 * Writes a data set and returns the SHA-256 of its contents.
 *
 * @throws {UnavailableError} if the file cannot be written
 */
export async function writeDataSet(path: string, dataSet: DataSet): Promise<string> {
  const { bytes, sha256 } = encodeDataSet(dataSet);
  await writeBytesAtomic(path, bytes);
  return sha256;
}
