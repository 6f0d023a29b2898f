import { ParameterError } from "../errors.ts";

/**
 * An id for a run that begins at `time`: date, time of day in milliseconds (UTC) and six random
 * letters or digits, so that ids sort by time and two processes find different ones.
 */
export function newRunId(time: Date): string {
  const [date, clock] = time.toISOString().split("T");
  const day = date.replaceAll("-", "");
  const milliseconds = clock.replaceAll(/[:.Z]/g, "");
  // Crockford's base 32: no letters that are taken for digits.
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const letters = Array.from(
    crypto.getRandomValues(new Uint8Array(6)),
    (byte) => alphabet[byte % alphabet.length],
  );
  return `${day}-${milliseconds}-${letters.join("")}`;
}

/**
 * The one of `ids` that is `part`, begins with it, or has it at the front of its last, random part.
 *
 * @param store how errors call the store
 * @throws {ParameterError} if there is none, or more than one
 */
export function resolveRunId(part: string, ids: readonly string[], store: string): string {
  if (ids.includes(part)) return part;
  const found = ids.filter((id) =>
    part !== "" && (id.startsWith(part) || id.slice(id.lastIndexOf("-") + 1).startsWith(part))
  );
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    const some = found.slice(0, 3).join(", ") + (found.length > 3 ? ", …" : "");
    throw new ParameterError(
      `There are ${found.length} runs "${part}": ${some}; give more of the id`,
    );
  }
  throw new ParameterError(`There is no run "${part}" in ${store}, which holds ${ids.length} runs`);
}
