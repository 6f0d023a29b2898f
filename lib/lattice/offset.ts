/** A displacement between two sites in lattice constants: columns to the right, rows up. */
export type Offset = readonly [dx: number, dy: number];

/** The squared length dx² + dy² of an offset of the square lattice. */
export function squaredLength([dx, dy]: Offset): number {
  return dx * dx + dy * dy;
}
