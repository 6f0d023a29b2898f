import { FormatError } from "../errors.ts";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.ts";
import { sha256 } from "./sha256.ts";

/**
 * A safetensors file that carries a checksum over all of its contents, for checkpoints: a single
 * changed bit is found when it is read.
 *
 * @param contents tensors, and metadata with the name of the format as `format`
 */
export function encodeSealed(contents: Safetensors): Uint8Array {
  const { tensors, metadata } = contents;
  return encodeSafetensors({ tensors, metadata: { ...metadata, checksum: checksumOf(contents) } });
}

/**
 * The contents of a file that `encodeSealed` made.
 *
 * @param path how errors call the file
 * @param format the format that it must have
 * @param what what a file of this format is, for the error: "checkpoint of a run"
 * @throws {FormatError} if it is of another format, or a single bit of it changed
 */
export function decodeSealed(
  bytes: Uint8Array,
  path: string,
  format: string,
  what: string,
): Safetensors {
  const file = decodeSafetensors(bytes, path);
  const { checksum, ...metadata } = file.metadata;
  if (metadata.format !== format) {
    throw new FormatError(`Cannot resume from ${path}: it is no ${what}`);
  }
  const contents = { tensors: file.tensors, metadata };
  if (checksum !== checksumOf(contents)) {
    throw new FormatError(`Cannot resume from ${path}: its checksum does not match its contents`);
  }
  return contents;
}

function checksumOf(contents: Safetensors): string {
  return sha256(encodeSafetensors(contents));
}
