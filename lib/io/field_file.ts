import { FormatError, ParameterError } from "../errors.ts";
import { type Field, readNpyField } from "./npy_field.ts";
import { readBytes, readJson, readText } from "./read_file.ts";
import { decodeTextFrame, type Sides } from "./text_frame.ts";

/** A configuration with what else its file may say of it. */
export interface Configuration extends Field {
  /** Forces F at the sites. */
  readonly force?: Float64Array;
  /** Site densities n. */
  readonly density?: Float64Array;
}

/**
 * A lattice configuration from a file: `.npy` of numbers [height, width]; `.json` with `width`,
 * `height` and `Q`, site i = x + width·y, other keys of which are not looked at; or `.dat` or `.txt`,
 * a frame of plain text with its F and n (see {@link decodeTextFrame}).
 *
 * @param sides of the lattice of a frame of plain text, which does not say; square when left out
 * @throws {UnavailableError} if there is no such file
 * @throws {FormatError} if it is none of these, or a value is missing or not finite
 * @throws {ParameterError} if sides are given for a file that has its own
 */
export async function readFieldFile(path: string, sides: Sides = {}): Promise<Configuration> {
  if (/\.(dat|txt)$/.test(path)) {
    const { width, height, Q, force, density } = decodeTextFrame(await readText(path), path, sides);
    return {
      ...{ width, height, values: Q },
      ...(force && { force }),
      ...(density && { density }),
    };
  }
  if (sides.width !== undefined || sides.height !== undefined) {
    throw new ParameterError(
      `Cannot give width or height for ${path}: they are for frames of plain text, .dat or .txt`,
    );
  }
  if (path.endsWith(".npy")) return readNpyField(await readBytes(path), path);
  if (path.endsWith(".json")) return fieldOfJson(await readJson(path), path);
  throw new FormatError(
    `Cannot read ${path}: a configuration is a .npy, a .json, or a .dat or .txt file`,
  );
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
