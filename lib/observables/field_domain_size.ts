import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { requireSquareGeometry } from "../lattice/offset.ts";
import { type DomainSize, domainSize } from "./domain_size.ts";

/**
 * The domain size of one configuration: L of C(L) = 1/2 with C the correlation function along the
 * axes, nothing taken off, as `EnsembleCorrelation` has it. Summed directly and no further out than
 * the crossing, which for domains of a few sites takes a tenth of the time of Fourier transforms.
 *
 * @param phi order parameter, shape [N]
 * @throws {ShapeError} if it does not hold one number a site
 * @throws {ParameterError} if a value is not finite or the lattice not square in kind
 */
export function fieldDomainSize(lattice: Lattice, phi: Float64Array): DomainSize {
  requireSquareGeometry(lattice);
  validateField(lattice, phi, "The order parameter");
  const { width, height } = lattice;
  const largest = Math.floor(Math.min(width, height) / 2);
  const variance = alongRows(lattice, phi, 0);
  const C: number[] = [];
  const distance: number[] = [];
  // One point after the crossing decides how steep C is there.
  for (let r = 0, beyond = 0; r <= largest && beyond < 2; r++) {
    // Half a side away there is one site where there are two elsewhere.
    const rows = 2 * r === width ? 1 : 2, columns = 2 * r === height ? 1 : 2;
    const sum = rows * alongRows(lattice, phi, r) + columns * alongColumns(lattice, phi, r);
    C.push(variance === 0 ? NaN : sum / ((rows + columns) * variance));
    distance.push(r);
    if (!(C[r] > 0.5)) beyond++;
  }
  return domainSize(Float64Array.from(distance), Float64Array.from(C));
}

/** Σ φ(x, y) φ(x + r, y). */
function alongRows({ width, height }: Lattice, phi: Float64Array, r: number): number {
  let total = 0;
  for (let y = 0; y < height; y++) {
    const row = width * y;
    let sum = 0;
    for (let x = 0; x < width - r; x++) sum += phi[row + x] * phi[row + x + r];
    for (let x = width - r; x < width; x++) sum += phi[row + x] * phi[row + x + r - width];
    total += sum;
  }
  return total;
}

/** Σ φ(x, y) φ(x, y + r). */
function alongColumns({ width, height }: Lattice, phi: Float64Array, r: number): number {
  let total = 0;
  for (let y = 0; y < height; y++) {
    const row = width * y, other = width * ((y + r) % height);
    let sum = 0;
    for (let x = 0; x < width; x++) sum += phi[row + x] * phi[other + x];
    total += sum;
  }
  return total;
}
