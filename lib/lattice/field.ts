import { ParameterError, ShapeError } from "../errors.ts";
import type { Lattice } from "./lattice.ts";

/**
 * Throws unless a field holds one finite number a site.
 *
 * @param field one number a site, shape [N]
 * @param name what the field is called in the message
 * @throws {ShapeError} if the length is not N
 * @throws {ParameterError} naming the first site that is not finite
 */
export function validateField(lattice: Lattice, field: Float64Array, name = "The field"): void {
  const { width, height, sites } = lattice;
  if (field.length !== sites) {
    throw new ShapeError(
      `${name} must hold one number a site of the ${width}×${height} lattice, ${sites} in all: ` +
        `got ${field.length}`,
    );
  }
  for (let i = 0; i < sites; i++) {
    if (!Number.isFinite(field[i])) {
      throw new ParameterError(
        `${name} must be finite everywhere: site ${i} (x = ${i % width}, y = ${
          Math.floor(i / width)
        }) has ${field[i]}`,
      );
    }
  }
}
