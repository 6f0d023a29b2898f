import { ParameterError } from "../errors.ts";
import { sha256 } from "../io/sha256.ts";

/**
 * `value` as JSON in the one form that RFC 8785 gives it: no blanks, keys sorted, shortest numbers.
 * Two configurations that mean the same give the same text. Keys whose value is undefined are left
 * out.
 *
 * @throws {ParameterError} if something in it is not JSON: NaN, a function, a typed array, a class
 *
 * @example
 * ```ts
 * import { canonicalJson } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * assert.equal(canonicalJson({ g: 1.50, L: [40, 40], seed: undefined }), '{"L":[40,40],"g":1.5}');
 * ```
 */
export function canonicalJson(value: unknown): string {
  return serialize(value, "config");
}

/** SHA-256 of the canonical JSON of a configuration: equal for equal configurations. */
export function configHash(config: unknown): string {
  return sha256(canonicalJson(config));
}

function serialize(value: unknown, where: string): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value.map((item, i) => serialize(item, `${where}[${i}]`)).join(",")}]`;
  }
  if (isPlainObject(value)) {
    const entries = Object.keys(value).filter((key) => value[key] !== undefined).sort()
      .map((key) => `${JSON.stringify(key)}:${serialize(value[key], `${where}.${key}`)}`);
    return `{${entries.join(",")}}`;
  }
  const given = typeof value === "object"
    ? Object.prototype.toString.call(value).slice(8, -1)
    : String(value);
  throw new ParameterError(
    `Cannot write ${where} as JSON: it is ${given}; a configuration holds finite numbers, text, ` +
      `true, false, null, and lists and objects of these`,
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
