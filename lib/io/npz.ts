import { crc32 } from "node:zlib";
import { unzipSync, zipSync } from "npm:fflate@0.8.3";
import { FormatError } from "../errors.ts";
import { decodeNpy, encodeNpy, type NpyArray } from "./npy.ts";

/**
 * The named arrays in the bytes of a NumPy .npz file, from `np.savez` or `np.savez_compressed`.
 *
 * @param name how errors call the file, usually its path
 * @throws {FormatError} if it is no zip archive of .npy files, or one of them is damaged
 */
export function decodeNpz(bytes: Uint8Array, name: string): Map<string, NpyArray> {
  let files: Record<string, Uint8Array>;
  let checksums: Map<string, number>;
  try {
    files = unzipSync(bytes);
    checksums = readChecksums(bytes);
  } catch {
    throw new FormatError(`Cannot read ${name}: it is no .npz file, or it is damaged`);
  }
  const arrays = new Map<string, NpyArray>();
  for (const [file, contents] of Object.entries(files)) {
    if (!file.endsWith(".npy")) {
      throw new FormatError(`Cannot read ${name}: ${file} in it is no .npy file`);
    }
    // fflate leaves the checksums unread.
    if (crc32(contents) !== checksums.get(file)) {
      throw new FormatError(`Cannot read ${name}: ${file} in it is damaged (its checksum differs)`);
    }
    arrays.set(file.slice(0, -".npy".length), decodeNpy(contents, `${name}:${file}`));
  }
  return arrays;
}

/** How an .npz file is written. */
export interface NpzOptions {
  /**
   * Whether arrays are compressed, as `np.savez_compressed` does; yes when left out. Measured numbers
   * hardly get smaller: for many of them `false`, as `np.savez`, is faster by far.
   */
  readonly compressed?: boolean;
}

/**
 * The bytes of an .npz file that `np.load` reads. The same arrays in the same order give the same
 * bytes.
 *
 * @throws {ShapeError} if the elements of an array do not fit its shape or type
 *
 * @example
 * ```ts
 * import { decodeNpz, encodeNpz, type NpyArray } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const Q: NpyArray = { dtype: "<f8", shape: [3], data: Float64Array.of(1, 2, 3) };
 * assert.deepEqual(decodeNpz(encodeNpz(new Map([["Q", Q]])), "x.npz").get("Q"), Q);
 * ```
 */
export function encodeNpz(
  arrays: ReadonlyMap<string, NpyArray>,
  { compressed = true }: NpzOptions = {},
): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  for (const [name, array] of arrays) files[`${name}.npy`] = encodeNpy(array);
  // The earliest date that a zip archive can hold, in local time, as zip has no time zones.
  return zipSync(files, { mtime: new Date(1980, 0, 1), level: compressed ? 6 : 0 });
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** CRC-32 of each file by name, from the directory at the end of a zip archive. */
function readChecksums(bytes: Uint8Array): Map<string, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  // A comment may follow the end record.
  while (view.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  const checksums = new Map<string, number>();
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry < view.getUint16(end + 10, true); entry++) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new RangeError("no directory entry");
    const nameLength = view.getUint16(at + 28, true);
    const file = textAt(bytes, at + 46, nameLength);
    // No checksum covers the name, but it stands before the contents as well.
    const local = view.getUint32(at + 42, true);
    const nameThere = textAt(bytes, local + 30, view.getUint16(local + 26, true));
    if (nameThere !== file || checksums.has(file)) throw new RangeError("names differ");
    checksums.set(file, view.getUint32(at + 16, true));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return checksums;
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
  return new TextDecoder().decode(bytes.subarray(start, start + length));
}
