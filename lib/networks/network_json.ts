import { FormatError } from "../errors.ts";
import { bytesOf, elementsAt, product } from "../io/elements.ts";
import type { Tensor } from "../io/safetensors.ts";
import type { Architecture } from "./architecture.ts";
import type { Network, TrainingConditions } from "./network.ts";
import { assembleNetwork, type NetworkDefaults } from "./network_assembly.ts";
import { networkSha256, networkTensors } from "./network_checksum.ts";
import { NETWORK_FORMAT } from "./network_metadata.ts";
import { validateParameters } from "./parameters.ts";
import { validateArchitecture } from "./validate_architecture.ts";

/** An array of a network in JSON. */
export interface JsonArray {
  /** Length along each axis. */
  readonly shape: readonly number[];
  /** Its elements in C order: base64 of little-endian float32. */
  readonly float32: string;
}

/** A network as JSON: what a module can import, and people can read but for the arrays. */
export interface NetworkJson {
  /** Which format this is. */
  readonly format: string;
  /** What the network is called. */
  readonly name: string;
  /** Its architecture. */
  readonly architecture: Architecture;
  /** What it was trained for. */
  readonly conditions: TrainingConditions;
  /** Range of inputs in training. */
  readonly inputRange?: readonly [smallest: number, largest: number];
  /** How it was made. */
  readonly provenance: Readonly<Record<string, unknown>>;
  /** `networkSha256`. */
  readonly sha256: string;
  /** Its arrays by the names of `parameterLayout`. */
  readonly arrays: Readonly<Record<string, JsonArray>>;
}

const PARTS = ["architecture", "conditions", "inputRange", "provenance"] as const;

/**
 * A network as plain data that JSON holds without loss.
 *
 * @param name what it is called
 * @throws {ShapeError} if the arrays are not those of the architecture
 *
 * @example
 * ```ts
 * import {
 *   decodeNetworkJson,
 *   encodeNetworkJson,
 *   initialParameters,
 *   type Network,
 *   networkPresetNamed,
 * } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const { architecture, initialisation } = networkPresetNamed("gnn", "small");
 * const parameters = initialParameters(architecture, initialisation, 1);
 * const conditions = { temperature: 0.1 };
 * const network: Network = { architecture, parameters, conditions, provenance: {} };
 * const text = JSON.stringify(encodeNetworkJson(network, "mine"));
 * assert.deepEqual(decodeNetworkJson(JSON.parse(text), "mine.json"), network);
 * ```
 */
export function encodeNetworkJson(network: Network, name: string): NetworkJson {
  const { architecture, parameters, conditions, inputRange, provenance } = network;
  validateArchitecture(architecture);
  validateParameters(architecture, parameters);
  const arrays = [...networkTensors(network)].map(([key, { shape, data }]) => [
    key,
    { shape, float32: toBase64(bytesOf(data)) },
  ]);
  return {
    format: NETWORK_FORMAT,
    name,
    architecture,
    conditions,
    ...(inputRange && { inputRange }),
    provenance,
    sha256: networkSha256(network),
    arrays: Object.fromEntries(arrays),
  };
}

/**
 * The network in what `encodeNetworkJson` made: shapes, numbers and checksum are checked.
 *
 * @param value the parsed JSON
 * @param file how errors call it
 * @throws {FormatError} in one line, if it is damaged or not a network
 */
export function decodeNetworkJson(
  value: unknown,
  file: string,
  defaults: NetworkDefaults = {},
): Network {
  if (!isRecord(value) || !isRecord(value.arrays) || typeof value.sha256 !== "string") {
    throw new FormatError(
      `Cannot use ${file}: it is no network, which has "architecture", "arrays" and "sha256"`,
    );
  }
  const tensors = new Map(
    Object.entries(value.arrays).map(([name, array]) => [name, tensorOf(array, name, file)]),
  );
  const texts = Object.fromEntries(
    PARTS.filter((key) => value[key] !== undefined).map((key) => [key, JSON.stringify(value[key])]),
  );
  const format = String(value.format);
  const network = assembleNetwork({ tensors, texts: { ...texts, format } }, file, defaults);
  if (networkSha256(network) !== value.sha256) {
    throw new FormatError(`Cannot use ${file}: it is damaged, its checksum does not match`);
  }
  return network;
}

function tensorOf(array: unknown, name: string, file: string): Tensor {
  const wrong = (what: string) =>
    new FormatError(`Cannot use ${file}: its array ${JSON.stringify(name)} ${what}`);
  if (!isRecord(array) || typeof array.float32 !== "string" || !isShape(array.shape)) {
    throw wrong('must be { "shape": [numbers], "float32": "base64" }');
  }
  const { shape, float32 } = array;
  const bytes = fromBase64(float32);
  if (bytes === undefined) throw wrong("is not base64");
  const count = product(shape);
  if (bytes.length !== 4 * count) {
    throw wrong(`has ${bytes.length} bytes, not the ${4 * count} of shape [${shape.join(", ")}]`);
  }
  return { dtype: "F32", shape, data: elementsAt(bytes, 0, count, Float32Array) as Float32Array };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((length) => Number.isSafeInteger(length) && length > 0);
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
