import { FEATURE_FORMS } from "../descriptor/feature_forms.ts";
import { ParameterError } from "../errors.ts";
import type { Architecture } from "./architecture.ts";

/** Returns what is wrong with a value, or nothing. */
type Check = (value: unknown) => string | undefined;

const MOST_CHANNELS = 65_536;
/** Poles that every pole set of the cavity method has. */
const MOST_POLES = 4;

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
  const wanted = `must be { kind: raw } or { kind: cavity, poles: 1 to ${MOST_POLES} }`;
  if (typeof value !== "object" || value === null) return wanted;
  const { kind, poles, ...rest } = value as Record<string, unknown>;
  if (Object.keys(rest).length > 0) return wanted;
  if (kind === "raw") return poles === undefined ? undefined : wanted;
  const inRange = Number.isInteger(poles) && (poles as number) >= 1 &&
    (poles as number) <= MOST_POLES;
  return kind === "cavity" && inRange ? undefined : wanted;
};

const activation = oneOf("relu", "silu", "softplus", "tanh");
const aggregation = oneOf("sum", "mean");
const particleHole = oneOf("learned", "exact");
const baseline = oneOf("none", "cavity", "window-5x5", "window-7x7");
const energyBaseline = oneOf("none", "cavity");
const target = oneOf("density", "force");

const FIELDS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  mlp: { descriptor: oneOf(...FEATURE_FORMS), hidden: counts, activation, baseline, target },
  gnn: {
    embedding,
    channels: counts,
    shells: oneOf(1, 2),
    aggregation,
    activation,
    particleHole,
    baseline,
    target,
  },
  "energy-gnn": {
    channels: counts,
    readoutWidth: count,
    aggregation,
    activation,
    particleHole,
    baseline: energyBaseline,
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
  const architecture = value as Architecture;
  const cavity = architecture.baseline !== "none" ||
    (architecture.model === "gnn" && architecture.embedding.kind === "cavity");
  if (cavity && architecture.target !== "density") {
    throw new ParameterError(
      `A network ${model} that uses the cavity method must have the target density: ` +
        `got ${architecture.target}`,
    );
  }
  return architecture;
}
