import { basename } from "node:path";
import { FormatError } from "../errors.ts";
import { writeBytesAtomic, writeJsonAtomic } from "../io/atomic_write.ts";
import { pathText } from "../io/file_error.ts";
import { readBytes, readJson } from "../io/read_file.ts";
import { decodeSafetensors, encodeSafetensors } from "../io/safetensors.ts";
import type { Network } from "./network.ts";
import { assembleNetwork, type NetworkDefaults } from "./network_assembly.ts";
import { checksum, networkTensors } from "./network_checksum.ts";
import { decodeNetworkJson, encodeNetworkJson } from "./network_json.ts";
import { metadataTexts } from "./network_metadata.ts";
import { validateParameters } from "./parameters.ts";
import { validateArchitecture } from "./validate_architecture.ts";

/**
 * A network as the bytes of a safetensors file: its arrays in single precision under the names of
 * `parameterLayout`, matrices as [out, in] like those of PyTorch's `nn.Linear`, and as metadata the
 * architecture, conditions, provenance and a SHA-256 of all this.
 *
 * @throws {ShapeError} if the arrays are not those of the architecture
 *
 * @example
 * ```ts
 * import {
 *   decodeNetwork,
 *   encodeNetwork,
 *   initialParameters,
 *   type Network,
 *   networkPresetNamed,
 * } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const { architecture, initialisation } = networkPresetNamed("gnn", "small");
 * const parameters = initialParameters(architecture, initialisation, 1);
 * const network: Network = {
 *   architecture,
 *   parameters,
 *   conditions: { temperature: 0.1 },
 *   provenance: { note: "not trained" },
 * };
 * assert.deepEqual(decodeNetwork(encodeNetwork(network), "gnn.safetensors"), network);
 * ```
 */
export function encodeNetwork(network: Network): Uint8Array {
  const { architecture, parameters } = network;
  validateArchitecture(architecture);
  validateParameters(architecture, parameters);
  const tensors = networkTensors(network);
  const metadata = metadataTexts(network);
  return encodeSafetensors({
    tensors,
    metadata: { ...metadata, sha256: checksum(tensors, metadata) },
  });
}

/**
 * The network in the bytes of a safetensors file: one of ours, or one made elsewhere with the same
 * names and shapes. Such a file may lack metadata, which `defaults` then give; constants of the
 * input and output (`input.shift`, `input.scale`, `output.scale`), which are then 0, 1 and 1; and
 * the checksum. Arrays may be of float32 or float64.
 *
 * @param name how errors call the file
 * @throws {FormatError} in one line, if the bytes are damaged or not such a network
 */
export function decodeNetwork(
  bytes: Uint8Array,
  name: string,
  defaults: NetworkDefaults = {},
): Network {
  const { tensors, metadata } = decodeSafetensors(bytes, name);
  const { sha256: expected, ...texts } = metadata;
  if (expected !== undefined && checksum(tensors, texts) !== expected) {
    throw new FormatError(`Cannot use ${name}: it is damaged, its checksum does not match`);
  }
  return assembleNetwork({ tensors, texts }, name, defaults);
}

/**
 * Reads a network from a file: `.json` as `encodeNetworkJson` has it, anything else as safetensors.
 *
 * @throws {UnavailableError} if there is no such file or it may not be read
 * @throws {FormatError} in one line, if it is damaged or not a network
 */
export async function readNetwork(
  path: string | URL,
  defaults: NetworkDefaults = {},
): Promise<Network> {
  const name = pathText(path);
  return isJson(name)
    ? decodeNetworkJson(await readJson(path), name, defaults)
    : decodeNetwork(await readBytes(path), name, defaults);
}

/**
 * Writes a network to a file, as JSON where its name ends in `.json` and as safetensors elsewhere,
 * so that a crash leaves the old file or the new one.
 *
 * @throws {UnavailableError} if it may not be written
 */
export async function writeNetwork(path: string, network: Network): Promise<void> {
  await (isJson(path)
    ? writeJsonAtomic(path, encodeNetworkJson(network, basename(path, ".json")))
    : writeBytesAtomic(path, encodeNetwork(network)));
}

function isJson(path: string): boolean {
  return path.endsWith(".json");
}
