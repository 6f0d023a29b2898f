import { FormatError } from "../errors.ts";
import { type Field, readNpyField } from "./npy_field.ts";
import { readBytes, readJson } from "./read_file.ts";

/**
 * A lattice configuration from a file: `.npy` of float64 [height, width], or `.json` with `width`,
 * `height` and `Q`, site i = x + width·y; other keys of the JSON are not looked at.
 *
 * @throws {UnavailableError} if there is no such file
 * @throws {FormatError} if it is neither, or a value is missing or not finite
 */
export async function readFieldFile(path: string): Promise<Field> {
  if (path.endsWith(".npy")) return readNpyField(await readBytes(path), path);
  if (path.endsWith(".json")) return fieldOfJson(await readJson(path), path);
  throw new FormatError(`Cannot read ${path}: a configuration is a .npy or a .json file`);
}

function fieldOfJson(value: unknown, path: string): Field {
  const fail = (reason: string) => new FormatError(`Cannot read ${path}: ${reason}`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw fail(`it is no object with the keys width, height and Q`);
  }
  const { width, height, Q } = value as Record<string, unknown>;
  for (const [name, side] of Object.entries({ width, height })) {
    if (!Number.isSafeInteger(side) || (side as number) < 1) {
      throw fail(`${name} must be a positive integer, not ${JSON.stringify(side)}`);
    }
  }
  if (!Array.isArray(Q)) throw fail(`Q must be an array of numbers`);
  const sites = (width as number) * (height as number);
  if (Q.length !== sites) {
    throw fail(`Q has ${Q.length} values, not width·height = ${width}·${height} = ${sites}`);
  }
  const bad = Q.findIndex((q) => typeof q !== "number" || !Number.isFinite(q));
  if (bad >= 0) throw fail(`Q[${bad}] must be a finite number, not ${JSON.stringify(Q[bad])}`);
  return { width: width as number, height: height as number, values: Float64Array.from(Q) };
}
