import { FEATURE_FORMS } from "../descriptor/feature_forms.ts";
import { ParameterError } from "../errors.ts";
import type { Architecture } from "./architecture.ts";

/** Returns what is wrong with a value, or nothing. */
type Check = (value: unknown) => string | undefined;

const MOST_CHANNELS = 65_536;

const oneOf = (...accepted: readonly (string | number)[]): Check => (value) =>
  accepted.some((a) => a === value) ? undefined : `must be ${accepted.join(" or ")}`;

const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_CHANNELS;

const count: Check = (value) =>
  isCount(value) ? undefined : `must be an integer from 1 to ${MOST_CHANNELS}`;

const counts: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.length <= 64 && value.every(isCount)
    ? undefined
    : `must list 1 to 64 integers from 1 to ${MOST_CHANNELS}`;

const embedding: Check = (value) => {
  const wanted = "must be { kind: raw or cavity, parity: [1 or -1, …], reach: 0, 1, … }";
  if (typeof value !== "object" || value === null) return wanted;
  const { kind, parity, reach, ...rest } = value as Record<string, unknown>;
  const sound = (kind === "raw" || kind === "cavity") && Object.keys(rest).length === 0 &&
    Array.isArray(parity) && parity.length >= 1 && parity.length <= 256 &&
    parity.every((p) => p === 1 || p === -1) &&
    Number.isInteger(reach) && (reach as number) >= 0;
  if (!sound) return wanted;
  const isField = parity.length === 1 && parity[0] === -1 && reach === 0;
  return kind === "raw" && !isField
    ? "of kind raw must have parity [-1] and reach 0: it is the field"
    : undefined;
};

const activation = oneOf("relu", "silu", "softplus", "tanh");
const aggregation = oneOf("sum", "mean");
const particleHole = oneOf("learned", "exact");
const target = oneOf("density", "force");

const FIELDS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  mlp: { descriptor: oneOf(...FEATURE_FORMS), hidden: counts, activation, target },
  gnn: {
    embedding,
    channels: counts,
    shells: oneOf(1, 2),
    aggregation,
    activation,
    particleHole,
    target,
  },
  "energy-gnn": {
    channels: counts,
    readoutWidth: count,
    aggregation,
    activation,
    particleHole,
    target,
  },
};

/**
 * The value as an architecture, every field present, in range and known.
 *
 * @param value an architecture, or the JSON of one as a file holds it
 * @throws {ParameterError} naming the first field that is missing, wrong or unknown
 */
export function validateArchitecture(value: unknown): Architecture {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ParameterError(`An architecture is an object: got ${JSON.stringify(value)}`);
  }
  const { model, ...rest } = value as Record<string, unknown>;
  if (typeof model !== "string" || !Object.hasOwn(FIELDS, model)) {
    throw new ParameterError(
      `The model of an architecture must be ${Object.keys(FIELDS).join(" or ")}: ` +
        `got ${JSON.stringify(model)}`,
    );
  }
  const checks = FIELDS[model];
  for (const [field, check] of Object.entries(checks)) {
    const wrong = check(rest[field]);
    if (wrong !== undefined) {
      throw new ParameterError(
        `The ${field} of a network ${model} ${wrong}: got ${JSON.stringify(rest[field])}`,
      );
    }
  }
  for (const field of Object.keys(rest)) {
    if (!Object.hasOwn(checks, field)) {
      throw new ParameterError(
        `A network ${model} has no ${JSON.stringify(field)}: its fields are model, ` +
          Object.keys(checks).join(", "),
      );
    }
  }
  return value as Architecture;
}
