import { ParameterError } from "../errors.ts";
import { halfFillingChemicalPotential } from "./chemical_potential.ts";
import type { Eigensolver } from "./eigensolver.ts";
import {
  type ElectronicState,
  type ElectronSolver,
  type ElectronSystem,
  validateElectronSystem,
} from "./electron_solver.ts";
import { grandPotential, occupations } from "./fermi.ts";
import { hamiltonianMatrix } from "./hamiltonian_matrix.ts";

/**
 * Electrons by exact diagonalization of the one-particle matrix: n_i = Σ_m f_m |φ_i^(m)|² (Eq. 9)
 * and the energies from the eigenvalues. Exact at any temperature and gap; time grows as N³ and
 * memory as N².
 *
 * With the eigenvalues at hand a canonical search needs no starting point, so the answer is the
 * same to the bit whatever `chemicalPotentialGuess` is.
 *
 * @example
 * ```ts
 * import { DiagonalizationSolver, makeEigensolver, SquareLattice } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = new SquareLattice(6);
 * const solver = new DiagonalizationSolver({
 *   lattice,
 *   hopping: 1,
 *   temperature: 0.1,
 *   ensemble: "canonical",
 *   chemicalPotential: 0,
 * }, makeEigensolver("wasm"));
 * const staggered = Float64Array.from(lattice.sublatticeSign, (sign) => 2 * sign);
 * const { density, chemicalPotential } = await solver.solve(staggered);
 * assert.ok(density[0] < 0.5 && Math.abs(density[0] + density[1] - 1) < 1e-12);
 * assert.ok(Math.abs(chemicalPotential) < 1e-12);
 * solver.close();
 * ```
 */
export class DiagonalizationSolver implements ElectronSolver {
  readonly name = "ed";
  readonly system: ElectronSystem;
  readonly #eigensolver: Eigensolver;

  /**
   * A solver for these electrons.
   *
   * @param eigensolver what diagonalises; closed with this solver
   * @throws {ParameterError} if the system's numbers make no sense, or its matrix would be too large
   */
  constructor(system: ElectronSystem, eigensolver: Eigensolver) {
    validateElectronSystem(system);
    refuseHugeMatrix(system);
    this.system = system;
    this.#eigensolver = eigensolver;
  }

  /**
   * Density, chemical potential and energies of the electrons in one potential.
   *
   * @param onsite v_i in units of t, shape [N]; left unchanged
   * @throws {ShapeError} if `onsite` has not one value a site
   * @throws {ParameterError} if a value is not finite, or N is odd in the canonical ensemble
   * @throws {NumericalError} if the eigensolver does not converge
   */
  async solve(onsite: Float64Array): Promise<ElectronicState> {
    const { lattice: { sites }, temperature, ensemble } = this.system;
    const matrix = hamiltonianMatrix(this.system, onsite);
    let { chemicalPotential } = this.system;
    let filling: Float64Array = new Float64Array();
    const { values, diagonal } = await this.#eigensolver.diagonalOfFunction(
      matrix,
      sites,
      (levels) => {
        if (ensemble === "canonical") {
          chemicalPotential = halfFillingChemicalPotential(levels, temperature);
        }
        filling = occupations(levels, chemicalPotential, temperature);
        return filling;
      },
    );
    const omega = grandPotential(values, chemicalPotential, temperature);
    let electrons = 0;
    let internalEnergy = 0;
    for (let m = 0; m < sites; m++) {
      electrons += filling[m];
      internalEnergy += values[m] * filling[m];
    }
    return {
      density: diagonal,
      chemicalPotential,
      grandPotential: omega,
      helmholtzFreeEnergy: omega + chemicalPotential * electrons,
      internalEnergy,
    };
  }

  close(): void {
    this.#eigensolver.close();
  }
}

/** Sites of the largest matrix that is taken: 2 GiB, days of computing. */
const MOST_SITES = 16384;

function refuseHugeMatrix({ lattice: { width, height, sites } }: ElectronSystem): void {
  if (sites <= MOST_SITES) return;
  throw new ParameterError(
    `Cannot diagonalise a ${width}×${height} lattice: its matrix takes ` +
      `${
        (8 * sites ** 2 / 2 ** 30).toFixed(1)
      } GiB of memory, of at most 2 (${MOST_SITES} sites); ` +
      `use the method exact`,
  );
}
