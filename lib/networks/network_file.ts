import { createHash } from "node:crypto";
import { FormatError } from "../errors.ts";
import { writeBytesAtomic } from "../io/atomic_write.ts";
import { bytesOf } from "../io/elements.ts";
import { readBytes } from "../io/read_file.ts";
import { pathText } from "../io/file_error.ts";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../io/safetensors.ts";
import type { Architecture } from "./architecture.ts";
import type { Network, TrainingConditions } from "./network.ts";
import { metadataTexts, type NetworkMetadata, parseMetadata } from "./network_metadata.ts";
import { isTrainable, type ParameterEntry, parameterLayout } from "./parameter_layout.ts";
import { elementCount, type ParameterSet, validateParameters } from "./parameters.ts";
import { validateArchitecture } from "./validate_architecture.ts";

/** What a file made elsewhere does not say itself. Where the file says it, the two must agree. */
export interface NetworkDefaults {
  /** Architecture. */
  readonly architecture?: Architecture;
  /** What it was trained for. */
  readonly conditions?: TrainingConditions;
}

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
  const tensors = new Map<string, Tensor>(
    parameterLayout(architecture).map(({ name, shape }) => [
      name,
      { dtype: "F32", shape, data: parameters.get(name)! },
    ]),
  );
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
  const { provenance, inputRange, ...said } = parseMetadata(texts, name);
  const architecture = agreed("architecture", said, defaults, name);
  const conditions = agreed("conditions", said, defaults, name);
  const parameters = readParameters(architecture, tensors, name);
  return { architecture, parameters, conditions, provenance, ...(inputRange && { inputRange }) };
}

/**
 * Reads a network from a file.
 *
 * @throws {UnavailableError} if there is no such file or it may not be read
 * @throws {FormatError} in one line, if it is damaged or not a network
 */
export async function readNetwork(
  path: string | URL,
  defaults: NetworkDefaults = {},
): Promise<Network> {
  return decodeNetwork(await readBytes(path), pathText(path), defaults);
}

/**
 * Writes a network to a file, so that a crash leaves the old file or the new one.
 *
 * @throws {UnavailableError} if it may not be written
 */
export async function writeNetwork(path: string, network: Network): Promise<void> {
  await writeBytesAtomic(path, encodeNetwork(network));
}

function agreed<Key extends keyof NetworkDefaults>(
  key: Key,
  said: Omit<NetworkMetadata, "provenance" | "inputRange">,
  defaults: NetworkDefaults,
  file: string,
): NonNullable<NetworkDefaults[Key]> {
  const [inFile, given] = [said[key], defaults[key]];
  if (inFile !== undefined && given !== undefined && canonical(inFile) !== canonical(given)) {
    throw new FormatError(
      `Cannot use ${file}: its ${key} ${canonical(inFile)} is not the one asked for, ` +
        canonical(given),
    );
  }
  const value = inFile ?? given;
  if (value === undefined) {
    throw new FormatError(`Cannot use ${file}: it does not say its ${key}, and none was given`);
  }
  return value as NonNullable<NetworkDefaults[Key]>;
}

function readParameters(
  architecture: Architecture,
  tensors: ReadonlyMap<string, Tensor>,
  file: string,
): ParameterSet {
  const layout = parameterLayout(architecture);
  const known = new Set(layout.map(({ name }) => name));
  const unknown = [...tensors.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new FormatError(
      `Cannot use ${file}: a network ${architecture.model} of its architecture has no "${unknown}"`,
    );
  }
  return new Map(layout.map((entry) => [entry.name, readArray(entry, tensors, file)]));
}

function readArray(
  entry: ParameterEntry,
  tensors: ReadonlyMap<string, Tensor>,
  file: string,
): Float32Array {
  const { name, shape, role } = entry;
  const tensor = tensors.get(name);
  if (tensor === undefined) {
    if (!isTrainable(entry)) return new Float32Array(elementCount(entry)).fill(+(role === "scale"));
    throw new FormatError(
      `Cannot use ${file}: it has no tensor "${name}" of shape [${shape.join(", ")}]`,
    );
  }
  const { dtype, data } = tensor;
  const isFloat = dtype === "F32" || dtype === "F64";
  if (!isFloat || tensor.shape.join() !== shape.join()) {
    throw new FormatError(
      `Cannot use ${file}: its tensor "${name}" is ${dtype} [${tensor.shape.join(", ")}], ` +
        `not F32 or F64 [${shape.join(", ")}]`,
    );
  }
  const values = Float32Array.from(data);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new FormatError(
      `Cannot use ${file}: element ${wrong} of its tensor "${name}" is ${data[wrong]}`,
    );
  }
  if (role === "scale" && values.includes(0)) {
    throw new FormatError(`Cannot use ${file}: its tensor "${name}" has a scale of zero`);
  }
  return values;
}

/** SHA-256 of everything in a file but the checksum, in an order that does not depend on the file. */
function checksum(
  tensors: ReadonlyMap<string, Tensor>,
  texts: Readonly<Record<string, string>>,
): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(Object.entries(texts).sort(([a], [b]) => a < b ? -1 : 1)));
  for (const [name, { dtype, shape, data }] of [...tensors].sort(([a], [b]) => a < b ? -1 : 1)) {
    hash.update(JSON.stringify([name, dtype, shape]));
    hash.update(bytesOf(data));
  }
  return hash.digest("hex");
}

/** JSON of plain data with the keys of objects in order. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, inner) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
        : inner,
  );
}
