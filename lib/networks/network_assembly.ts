import { FormatError } from "../errors.ts";
import type { Tensor } from "../io/safetensors.ts";
import { canonicalJson } from "../runs/config_hash.ts";
import type { Architecture } from "./architecture.ts";
import type { Network, TrainingConditions } from "./network.ts";
import { type NetworkMetadata, parseMetadata } from "./network_metadata.ts";
import { isTrainable, type ParameterEntry, parameterLayout } from "./parameter_layout.ts";
import { elementCount, type ParameterSet } from "./parameters.ts";

/** What a file made elsewhere does not say itself. Where the file says it, the two must agree. */
export interface NetworkDefaults {
  /** Architecture. */
  readonly architecture?: Architecture;
  /** What it was trained for. */
  readonly conditions?: TrainingConditions;
}

/** A file taken apart: its tensors, and its texts by key. */
export interface NetworkParts {
  /** Tensors by the names of `parameterLayout`. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Metadata, each a JSON text. */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * The network in the parts of a file, every name, shape and number checked.
 *
 * @param file how errors call the file
 * @throws {FormatError} in one line, if they are not those of a network
 */
export function assembleNetwork(
  { tensors, texts }: NetworkParts,
  file: string,
  defaults: NetworkDefaults,
): Network {
  const { provenance, inputRange, ...said } = parseMetadata(texts, file);
  const architecture = agreed("architecture", said, defaults, file);
  const conditions = agreed("conditions", said, defaults, file);
  const parameters = readParameters(architecture, tensors, file);
  return { architecture, parameters, conditions, provenance, ...(inputRange && { inputRange }) };
}

function agreed<Key extends keyof NetworkDefaults>(
  key: Key,
  said: Omit<NetworkMetadata, "provenance" | "inputRange">,
  defaults: NetworkDefaults,
  file: string,
): NonNullable<NetworkDefaults[Key]> {
  const [inFile, given] = [said[key], defaults[key]];
  if (
    inFile !== undefined && given !== undefined && canonicalJson(inFile) !== canonicalJson(given)
  ) {
    throw new FormatError(
      `Cannot use ${file}: its ${key} ${canonicalJson(inFile)} is not the one asked for, ` +
        canonicalJson(given),
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
