import { modulo } from "../lattice/modulo.ts";
import { ParameterError } from "../errors.ts";
import type { Eigensolver } from "./eigensolver.ts";
import { type ElectronSystem, validateElectronSystem, validateOnsite } from "./electron_solver.ts";
import { occupations } from "./fermi.ts";

/** A rectangle of sites of a lattice, which may reach across the seam of the torus. */
export interface Block {
  /** First column. */
  readonly x: number;
  /** First row. */
  readonly y: number;
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
}

/**
 * Density on a block by exact diagonalization of an open window around it: an independent check of
 * exact forces on lattices too large to be diagonalised whole.
 *
 * It rests on the nearsightedness of electronic matter: what is far away hardly matters at a fixed
 * chemical potential. The error falls exponentially with the buffer; for strong disorder at T = 0.1 t
 * about 1e-6 at 7 sites and 1e-9 at 10, in a charge-density wave 1e-11 at 3. There is no bound
 * beforehand: a rare resonance close to μ reaches further.
 *
 * @param system the electrons, at their fixed chemical potential whatever the ensemble
 * @param onsite v_i in units of t, shape [N]
 * @param buffer sites around the block that are diagonalised with it
 * @returns n_i on the block, shape [block.height, block.width] row-major
 * @throws {ParameterError} if the block is empty or the window larger than the lattice
 */
export async function windowDensity(
  system: ElectronSystem,
  onsite: Float64Array,
  block: Block,
  buffer: number,
  eigensolver: Eigensolver,
): Promise<Float64Array> {
  validateElectronSystem(system);
  validateOnsite(system, onsite);
  const sites = windowSites(system, block, buffer);
  const size = sites.length;
  const columns = block.width + 2 * buffer;
  const matrix = windowMatrix(system, onsite, sites);
  const { chemicalPotential, temperature } = system;
  const { diagonal } = await eigensolver.diagonalOfFunction(
    matrix,
    size,
    (levels) => occupations(levels, chemicalPotential, temperature),
  );
  return Float64Array.from({ length: block.width * block.height }, (_, i) => {
    const x = buffer + i % block.width, y = buffer + Math.floor(i / block.width);
    return diagonal[x + columns * y];
  });
}

/** Sites of the window, row by row. */
function windowSites({ lattice }: ElectronSystem, block: Block, buffer: number): Int32Array {
  const { width, height } = lattice;
  const columns = block.width + 2 * buffer, rows = block.height + 2 * buffer;
  const whole = [block.x, block.y, block.width, block.height, buffer].every(Number.isInteger);
  if (!whole || buffer < 0 || block.width < 1 || block.height < 1) {
    throw new ParameterError(
      `A window needs a block of whole sites and a buffer of at least 0: got ` +
        `${block.width}×${block.height} sites at (${block.x}, ${block.y}), buffer ${buffer}`,
    );
  }
  if (columns > width || rows > height) {
    throw new ParameterError(
      `A window of ${columns}×${rows} sites does not fit a ${width}×${height} lattice: use a ` +
        `smaller block or buffer`,
    );
  }
  return Int32Array.from({ length: columns * rows }, (_, i) => {
    const x = modulo(block.x - buffer + i % columns, width);
    return x + width * modulo(block.y - buffer + Math.floor(i / columns), height);
  });
}

/** The one-particle matrix of the window: bonds that leave it are cut. */
function windowMatrix(
  { lattice: { sites: all, neighbours, coordination }, hopping }: ElectronSystem,
  onsite: Float64Array,
  sites: Int32Array,
): Float64Array {
  const place = new Int32Array(all).fill(-1);
  sites.forEach((site, p) => place[site] = p);
  const matrix = new Float64Array(sites.length ** 2);
  sites.forEach((site, p) => {
    matrix[p * sites.length + p] = onsite[site];
    for (let a = 0; a < coordination; a++) {
      const q = place[neighbours[coordination * site + a]];
      if (q >= 0) matrix[p * sites.length + q] -= hopping;
    }
  });
  return matrix;
}
