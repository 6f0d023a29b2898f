import { D4 } from "../lattice/d4.ts";

/** Name of an irreducible representation of D4. */
export type IrrepName = "A1" | "A2" | "B1" | "B2" | "E";

/** An irreducible representation of D4 by real orthogonal matrices. */
export interface Irrep {
  /** Its name. */
  readonly name: IrrepName;
  /** 1, or 2 for E. */
  readonly dimension: number;
  /** Element (m, n) of the matrix that stands for operation g, counted as in `D4`. */
  element(g: number, m: number, n: number): number;
}

/** A representation by numbers: that of a function which each operation keeps or turns round. */
function oneDimensional(
  name: IrrepName,
  character: (xx: number, xy: number, yx: number, yy: number) => number,
): Irrep {
  const characters = D4.map(({ matrix }) => character(...matrix));
  return { name, dimension: 1, element: (g) => characters[g] };
}

/**
 * The five irreducible representations of D4, by what the operations do to 1 (A1), to the sense of
 * rotation (A2), to x² - y² (B1), to xy (B2) and to the vector (x, y) (E).
 *
 * E stands in the frame of the lattice, so that the two numbers of any E doublet turn as the
 * components of a vector do.
 */
export const D4_IRREPS: readonly Irrep[] = [
  oneDimensional("A1", () => 1),
  oneDimensional("A2", (xx, xy, yx, yy) => xx * yy - xy * yx),
  oneDimensional("B1", (xx, xy) => xx * xx - xy * xy),
  oneDimensional("B2", (xx, xy, yx, yy) => xx * yy + xy * yx),
  { name: "E", dimension: 2, element: (g, m, n) => D4[g].matrix[2 * m + n] },
];
