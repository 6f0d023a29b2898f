import { ParameterError } from "../errors.ts";
import { validateField } from "./field.ts";
import type { Lattice } from "./lattice.ts";
import { requireSquareGeometry } from "./minimum_image.ts";
import type { Offset } from "./offset.ts";

/** One of the eight rotations and mirrors that map the square lattice onto itself. */
export interface D4Operation {
  /** Its name, as error messages and figures spell it. */
  readonly name: string;
  /** Its matrix by rows: (x, y) → (xx·x + xy·y, yx·x + yy·y). */
  readonly matrix: readonly [xx: number, xy: number, yx: number, yy: number];
}

/**
 * The eight operations of the point group D4, the identity first. Everything here names an
 * operation by its place 0 … 7 in this list.
 */
export const D4: readonly D4Operation[] = [
  { name: "identity", matrix: [1, 0, 0, 1] },
  { name: "rotation by 90°", matrix: [0, -1, 1, 0] },
  { name: "rotation by 180°", matrix: [-1, 0, 0, -1] },
  { name: "rotation by 270°", matrix: [0, 1, -1, 0] },
  { name: "mirror x → -x", matrix: [-1, 0, 0, 1] },
  { name: "mirror y → -y", matrix: [1, 0, 0, -1] },
  { name: "mirror x ↔ y", matrix: [0, 1, 1, 0] },
  { name: "mirror x ↔ -y", matrix: [0, -1, -1, 0] },
];

/** The offset that operation g carries an offset to. */
export function applyD4(g: number, [dx, dy]: Offset): Offset {
  const [xx, xy, yx, yy] = operation(g).matrix;
  // Adding 0 turns -0 into 0, so that equal offsets compare equal.
  return [xx * dx + xy * dy + 0, yx * dx + yy * dy + 0];
}

const PRODUCT: readonly (readonly number[])[] = D4.map((_, g) =>
  D4.map((_, h) => indexOfImages(applyD4(g, applyD4(h, [1, 0])), applyD4(g, applyD4(h, [0, 1]))))
);

/** The operation g∘h: first h, then g. */
export function composeD4(g: number, h: number): number {
  operation(g);
  operation(h);
  return PRODUCT[g][h];
}

/** The operation that undoes g. */
export function inverseD4(g: number): number {
  operation(g);
  return PRODUCT[g].indexOf(0);
}

/** The different offsets that D4 carries an offset to, in the order of the operations. */
export function orbit(offset: Offset): Offset[] {
  const images = D4.map((_, g) => applyD4(g, offset));
  return images.filter(([x, y], g) => images.findIndex(([u, v]) => u === x && v === y) === g);
}

/**
 * A field turned or mirrored about site 0: (g f)(r) = f(g⁻¹ r), so that what was at r is at g r.
 *
 * @param g operation, 0 … 7 in the order of `D4`
 * @param field one number a site, shape [N]
 * @returns a new field, shape [N]
 * @throws {ParameterError} if the operation swaps the axes and width and height differ, or if the
 *   lattice is not square in kind
 * @throws {ShapeError} if the field does not hold one number a site
 */
export function transformField(lattice: Lattice, field: Float64Array, g: number): Float64Array {
  requireSquareGeometry(lattice);
  validateField(lattice, field);
  const { width, height, sites } = lattice;
  const { name, matrix: [xx, xy, yx, yy] } = operation(g);
  if (xx === 0 && width !== height) {
    throw new ParameterError(
      `${name} swaps the axes and needs a lattice of equal sides: got ${width}×${height}`,
    );
  }
  const result = new Float64Array(sites);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Coordinates lie in (-side, side): adding one side makes the remainder positive.
      const column = (xx * x + xy * y + width) % width;
      const row = (yx * x + yy * y + height) % height;
      result[column + width * row] = field[x + width * y];
    }
  }
  return result;
}

function operation(g: number): D4Operation {
  if (!(g in D4)) {
    throw new ParameterError(`An operation of D4 is an integer from 0 to 7: got ${g}`);
  }
  return D4[g];
}

/** The operation that carries (1, 0) and (0, 1) to these two: the columns of its matrix. */
function indexOfImages([xx, yx]: Offset, [xy, yy]: Offset): number {
  return D4.findIndex(({ matrix: m }) => m[0] === xx && m[1] === xy && m[2] === yx && m[3] === yy);
}
