import { modulo } from "./modulo.ts";
import { ParameterError } from "../errors.ts";
import type { Lattice } from "./lattice.ts";
import type { Offset } from "./offset.ts";

/**
 * The shortest of the offsets that lead to the same site of a periodic lattice: dx in
 * (-width/2, width/2] and dy in (-height/2, height/2].
 */
export function minimumImage(lattice: Lattice, [dx, dy]: Offset): Offset {
  return [nearestImage(dx, lattice.width), nearestImage(dy, lattice.height)];
}

/**
 * Refuses a lattice whose distances are not those of the square lattice.
 *
 * @throws {ParameterError} if its kind is not "square"
 */
export function requireSquareGeometry(lattice: Lattice): void {
  if (lattice.kind !== "square") {
    throw new ParameterError(
      `Distances and directions are known for the square lattice only: got a "${lattice.kind}" lattice`,
    );
  }
}

function nearestImage(d: number, side: number): number {
  const inside = modulo(d, side);
  return inside > side / 2 ? inside - side : inside;
}
