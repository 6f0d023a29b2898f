import { FormatError, ParameterError } from "../errors.ts";
import type { HolsteinParameters } from "../holstein/parameters.ts";
import { LATTICE_KINDS } from "../lattice/make_lattice.ts";
import { VERSION } from "../version.ts";
import type { Architecture } from "./architecture.ts";
import type { Network, TrainingConditions } from "./network.ts";
import { validateArchitecture } from "./validate_architecture.ts";

/** What the `format` of a network file's metadata says. */
export const NETWORK_FORMAT = "nearsight-network-1";

/** What a network file says besides its tensors; a file made elsewhere may leave out anything. */
export interface NetworkMetadata {
  /** Architecture. */
  readonly architecture?: Architecture;
  /** Conditions. */
  readonly conditions?: TrainingConditions;
  /** Range of inputs. */
  readonly inputRange?: readonly [number, number];
  /** Provenance. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** The metadata texts of a network. */
export function metadataTexts(network: Network): Record<string, string> {
  return {
    format: NETWORK_FORMAT,
    version: VERSION,
    architecture: JSON.stringify(network.architecture),
    conditions: JSON.stringify(network.conditions),
    provenance: JSON.stringify(network.provenance),
    ...(network.inputRange && { inputRange: JSON.stringify(network.inputRange) }),
  };
}

/**
 * The metadata of a network file from its texts.
 *
 * @param file how errors call the file
 * @throws {FormatError} in one line, if a text is there and is not what it should be
 */
export function parseMetadata(
  texts: Readonly<Record<string, string>>,
  file: string,
): NetworkMetadata {
  if (texts.format !== undefined && texts.format !== NETWORK_FORMAT) {
    throw new FormatError(
      `Cannot use ${file}: it is of format ${JSON.stringify(texts.format)}, not ${NETWORK_FORMAT}`,
    );
  }
  const parse = <T>(key: string, check: (value: unknown) => T): T | undefined => {
    if (!Object.hasOwn(texts, key)) return undefined;
    try {
      return check(JSON.parse(texts[key]));
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof ParameterError)) throw error;
      throw new FormatError(`Cannot use ${file}: its ${key} is wrong: ${error.message}`);
    }
  };
  const architecture = parse("architecture", validateArchitecture);
  const conditions = parse("conditions", validateConditions);
  const inputRange = parse("inputRange", validateRange);
  return {
    ...(architecture && { architecture }),
    ...(conditions && { conditions }),
    ...(inputRange && { inputRange }),
    provenance: parse("provenance", validateRecord) ?? {},
  };
}

/**
 * Checks conditions, from a file or from a user.
 *
 * @throws {ParameterError} if a number is missing or out of range
 */
export function validateConditions(value: unknown): TrainingConditions {
  const { temperature, lattice, model } = validateRecord(value);
  if (!(typeof temperature === "number" && Number.isFinite(temperature) && temperature > 0)) {
    throw new ParameterError(`the temperature T/t must be a positive number: got ${temperature}`);
  }
  if (lattice !== undefined && !LATTICE_KINDS.some((kind) => kind === lattice)) {
    throw new ParameterError(
      `the lattice must be one of ${LATTICE_KINDS.join(", ")}: got ${JSON.stringify(lattice)}`,
    );
  }
  const conditions = { temperature, ...(lattice !== undefined && { lattice: String(lattice) }) };
  if (model === undefined) return conditions;
  const constants = validateRecord(model);
  for (const name of ["t", "g", "k", "kappa", "mass"]) {
    if (!Number.isFinite(constants[name])) {
      throw new ParameterError(`the model's ${name} must be a number: got ${constants[name]}`);
    }
  }
  return { ...conditions, model: constants as unknown as HolsteinParameters };
}

function validateRange(value: unknown): readonly [number, number] {
  if (Array.isArray(value) && value.length === 2 && value.every(Number.isFinite)) {
    if (value[0] <= value[1]) return [value[0], value[1]];
  }
  throw new ParameterError(`it must be [smallest, largest]: got ${JSON.stringify(value)}`);
}

function validateRecord(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new ParameterError(`it must be an object: got ${JSON.stringify(value)}`);
}
