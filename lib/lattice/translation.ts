import { modulo } from "./modulo.ts";
import { ParameterError } from "../errors.ts";
import { validateField } from "./field.ts";
import type { Lattice } from "./lattice.ts";
import type { Offset } from "./offset.ts";

/**
 * A field shifted around a periodic lattice: what was at r is at r + offset.
 *
 * @param field one number a site, shape [N]
 * @param offset columns to the right and rows up, integers of any size and sign
 * @returns a new field, shape [N]
 * @throws {ShapeError} if the field does not hold one number a site
 * @throws {ParameterError} if the offset is not made of integers, or no translation of the lattice
 */
export function translateField(
  lattice: Lattice,
  field: Float64Array,
  [dx, dy]: Offset,
): Float64Array {
  validateField(lattice, field);
  if (!Number.isInteger(dx) || !Number.isInteger(dy)) {
    throw new ParameterError(`A field is shifted by integers: got (${dx}, ${dy})`);
  }
  if (!lattice.geometry.isTranslation([dx, dy])) {
    throw new ParameterError(
      `A shift by (${dx}, ${dy}) does not carry the ${lattice.kind} lattice into itself`,
    );
  }
  const { width, height, sites } = lattice;
  const right = modulo(dx, width);
  const up = modulo(dy, height);
  const result = new Float64Array(sites);
  for (let y = 0; y < height; y++) {
    const from = field.subarray(width * y, width * (y + 1));
    const to = width * ((y + up) % height);
    result.set(from.subarray(0, width - right), to + right);
    result.set(from.subarray(width - right), to);
  }
  return result;
}
