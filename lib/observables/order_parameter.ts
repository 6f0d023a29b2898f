import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";

/**
 * The local order parameter of the checkerboard charge-density wave (Eq. 24),
 *
 *   φ_i = (f_i - (1/z) Σ_j f_j) e^{iQ·r_i},   j the z nearest neighbours, Q = (π, π),
 *
 * of densities f = n or, in the same way, of distortions f = Q. It is of one sign in a domain and
 * changes sign at a domain wall. A uniform shift of the field drops out. A perfect checkerboard
 * f = f̄ ± Δ has φ = 2Δ everywhere, so φ = ±1 for densities of 0 and 1; next to a straight wall the
 * average over neighbours makes it 3Δ/2.
 *
 * @param field densities or distortions, shape [N]
 * @returns φ, shape [N]
 * @throws {ShapeError} if the field does not hold one number a site
 * @throws {ParameterError} if a value is not finite
 *
 * @example A perfect checkerboard of densities is one domain
 * ```ts
 * import { cdwOrderParameter, SquareLattice } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = new SquareLattice(6, 4);
 * const density = Float64Array.from(lattice.sublatticeSign, (sign) => 0.5 + 0.5 * sign);
 * assert.deepEqual(cdwOrderParameter(lattice, density), new Float64Array(24).fill(1));
 * ```
 */
export function cdwOrderParameter(lattice: Lattice, field: Float64Array): Float64Array {
  validateField(lattice, field);
  const { neighbours, coordination, sublatticeSign, sites } = lattice;
  const phi = new Float64Array(sites);
  for (let i = 0; i < sites; i++) {
    let sum = 0;
    for (let a = 0; a < coordination; a++) sum += field[neighbours[coordination * i + a]];
    phi[i] = sublatticeSign[i] * (field[i] - sum / coordination);
  }
  return phi;
}

/**
 * The global order parameter (1/N) Σ_i f_i e^{iQ·r_i} of Eq. (3): the staggered mean of densities
 * or distortions. It is half the mean of φ of Eq. (24), zero on average after a quench, and grows
 * to ±Δ when one domain has taken the whole lattice.
 *
 * @param field densities or distortions, shape [N]
 * @throws {ShapeError} if the field does not hold one number a site
 * @throws {ParameterError} if a value is not finite
 */
export function globalOrderParameter(lattice: Lattice, field: Float64Array): number {
  validateField(lattice, field);
  let sum = 0;
  for (let i = 0; i < lattice.sites; i++) sum += lattice.sublatticeSign[i] * field[i];
  return sum / lattice.sites;
}
