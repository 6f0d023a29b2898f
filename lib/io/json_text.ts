import { ParameterError } from "../errors.ts";

/**
 * `value` as JSON to be read by people too: two spaces of indent, but every array of numbers on one
 * line. Typed arrays become arrays. Numbers are written so that reading gives the same double, but
 * for the sign of zero, which JavaScript does not write.
 *
 * @throws {ParameterError} if a number is NaN or infinite (JSON would turn it into null in silence)
 *   or a bigint is too large to be read back exactly
 *
 * @example
 * ```ts
 * import { jsonText } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * assert.equal(jsonText({ width: 2, Q: Float64Array.of(0.1, -3) }), `{
 *   "width": 2,
 *   "Q": [0.1, -3]
 * }
 * `);
 * ```
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, plainFinite, 2);
  // A bracket before a line break is never inside a string, where JSON escapes line breaks.
  const compact = text.replace(
    /\[\n\s*([^"[\]{}]*?)\n\s*\]/g,
    (_, inner: string) => `[${inner.replace(/\s*\n\s*/g, " ")}]`,
  );
  return compact + "\n";
}

function plainFinite(key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new ParameterError(`Cannot write ${value} (of "${key}") as JSON: numbers must be finite`);
  }
  if (typeof value === "bigint") {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    throw new ParameterError(
      `Cannot write ${value} (of "${key}") as JSON: integers must stay below 2^53`,
    );
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number | bigint>);
  }
  return value;
}
