import { ParameterError } from "../errors.ts";

/** Beyond this the neighbour table alone takes over a quarter of a GiB. */
const MOST_SITES = 4096 ** 2;

/**
 * Throws unless the sides are such that two sublattices fit and neighbours are different sites.
 *
 * @throws {ParameterError} if a side is odd, below 4 or not an integer, or there are too many sites
 */
export function requireSides(kind: string, width: number, height: number): void {
  for (const [name, side] of Object.entries({ width, height })) {
    if (!Number.isInteger(side) || side < 4 || side % 2 !== 0) {
      throw new ParameterError(
        `Cannot make a ${kind} lattice of ${name} ${side}: a side must be an even integer of at ` +
          `least 4`,
      );
    }
  }
  if (width * height > MOST_SITES) {
    throw new ParameterError(
      `Cannot make a ${kind} lattice of ${width}×${height} sites: at most ${MOST_SITES} sites ` +
        `(4096×4096) fit in memory together with what is computed on them`,
    );
  }
}
