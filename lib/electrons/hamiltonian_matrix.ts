import { type ElectronSystem, validateOnsite } from "./electron_solver.ts";

/**
 * The one-particle matrix of the electrons: -t on every bond, v_i on the diagonal (Eq. 1).
 *
 * @param onsite v_i in units of t, shape [N]
 * @returns shape [N, N] row-major, symmetric
 * @throws {ShapeError} if `onsite` has not one value a site
 * @throws {ParameterError} if a value is not finite
 */
export function hamiltonianMatrix(system: ElectronSystem, onsite: Float64Array): Float64Array {
  validateOnsite(system, onsite);
  const { lattice: { sites, neighbours, coordination }, hopping } = system;
  const matrix = new Float64Array(sites * sites);
  for (let i = 0; i < sites; i++) {
    matrix[i * sites + i] = onsite[i];
    for (let a = 0; a < coordination; a++) {
      matrix[i * sites + neighbours[i * coordination + a]] -= hopping;
    }
  }
  return matrix;
}
