import { NumericalError, ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { CavitySweeps } from "./cavity/cavity_twin.ts";
import { CavityEngine } from "./cavity/engine.ts";
import { cavityPoleSet, MOST_SWEEPS, scheduledPoles } from "./cavity/schedule.ts";
import {
  type ElectronicState,
  type ElectronSolver,
  type ElectronSystem,
  validateElectronSystem,
  validateOnsite,
} from "./electron_solver.ts";
import { boundHalfFilling } from "./half_filling.ts";
import { searchHalfFilling } from "./half_filling_search.ts";

/**
 * Approximate density and energies at a cost that grows with the number of sites alone, without any
 * training: the cavity method (belief propagation, the Bethe-lattice recursion) for each pole of the
 * Fermi function, with the rings of four sites of the square lattice taken exactly in the
 * environment that the messages make. The approximation is one of the free energy,
 *
 *   Ω = -T [N ln 2 - Tr(H-μ)/2T + Σ_j w_j (ln|det(H - μ + i y_j T)| - N ln(y_j T))],
 *
 * with the determinant of lib/electrons/cavity/cavity_twin.ts; the density is its gradient, as far as
 * messages have converged: the work of the forces along a path differs from the energy by 1e-4 of it
 * where disorder is wide and by up to 1e-3 where it is narrow (T = 0.1 t). Energies carry the noise
 * of single precision, about 3e-7 t √N; densities 1e-6.
 *
 * Good where disorder or a charge-density wave localises the electrons. Error of a force at
 * g = 3.5 t, T = 0.1 t, standard deviation over sites: 1e-3 to 3e-3 for the wide random start of a
 * quench, 4e-3 a hundred steps on, below 1e-4 after six hundred; but 1e-2 to 4e-2 for narrow disorder
 * (Q of standard deviation 0.3 to 2), where longer rings count. 200×200 sites take 10 to 20 ms.
 *
 * @example
 * ```ts
 * import { CavitySolver, SquareLattice } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const solver = new CavitySolver({
 *   lattice: new SquareLattice(8),
 *   hopping: 1,
 *   temperature: 0.1,
 *   ensemble: "grand-canonical",
 *   chemicalPotential: 0,
 * });
 * const { density } = await solver.solve(new Float64Array(64));
 * assert.ok(density.every((n) => Math.abs(n - 0.5) < 1e-5));
 * solver.close();
 * ```
 */
export class CavitySolver implements ElectronSolver {
  readonly name = "cavity";
  readonly system: ElectronSystem;
  #engine: CavityEngine | undefined;

  /**
   * Allocates the memory for the system's lattice.
   *
   * @throws {ParameterError} if the system is out of range or the lattice is not the square one
   * @throws {UnavailableError} if the machine has not enough memory
   */
  constructor(system: ElectronSystem) {
    validateElectronSystem(system);
    this.system = system;
    this.#engine = squareEngine(system.lattice);
  }

  /**
   * Density and energies for one on-site potential.
   *
   * @param onsite v_i in units of t, shape [N]; left unchanged
   * @param chemicalPotentialGuess where a canonical search starts, usually the last step's μ
   * @throws {ParameterError} if the spectrum reaches further than the pole sets do at this T
   */
  async solve(onsite: Float64Array, chemicalPotentialGuess?: number): Promise<ElectronicState> {
    const { system } = this;
    validateOnsite(system, onsite);
    if (system.ensemble === "grand-canonical") {
      return this.#evaluate(onsite, system.chemicalPotential);
    }
    const start = chemicalPotentialGuess ?? boundHalfFilling(system, onsite).middle;
    const { state } = await searchHalfFilling(
      (mu) => Promise.resolve(this.#evaluate(onsite, mu)),
      start,
      system.temperature,
    );
    // Ω + μN/2 is stationary in μ, so what the search leaves does not show.
    const { grandPotential, chemicalPotential } = state;
    const helmholtzFreeEnergy = grandPotential + chemicalPotential * onsite.length / 2;
    return { ...state, helmholtzFreeEnergy };
  }

  /** Frees the memory; the solver cannot be used afterwards. */
  close(): void {
    this.#engine = undefined;
  }

  #evaluate(onsite: Float64Array, mu: number): ElectronicState {
    const engine = this.#engine;
    if (!engine) throw new Error("the cavity solver was closed");
    const { lattice, hopping, temperature: T } = this.system;
    let distance = 0;
    for (const v of onsite) distance = Math.max(distance, Math.abs(v - mu));
    const set = cavityPoleSet((distance + lattice.coordination * hopping) / T);
    engine.load((i) => (onsite[i] - mu) / hopping);
    for (const pole of scheduledPoles(set, T / hopping)) engine.addPole(pole);
    const density = engine.density();
    const { logarithm, derivative } = engine.sums();
    let trace = 0, electrons = 0, potential = 0;
    for (let i = 0; i < onsite.length; i++) {
      trace += onsite[i] - mu;
      electrons += density[i];
      potential += onsite[i] * density[i];
    }
    const grandPotential = -T * (onsite.length * Math.LN2 + logarithm) + 0.5 * trace;
    if (!Number.isFinite(grandPotential) || !Number.isFinite(electrons)) {
      throw new NumericalError(`The cavity method gave ${grandPotential} for Ω at μ = ${mu}`);
    }
    return {
      density,
      chemicalPotential: mu,
      grandPotential,
      helmholtzFreeEnergy: grandPotential + mu * electrons,
      // The kinetic energy is t ∂Ω/∂t.
      internalEnergy: potential - T * derivative,
    };
  }
}

/**
 * The kernel for a lattice.
 *
 * @throws {ParameterError} if it is not the square lattice
 */
export function squareEngine(
  { kind, width, height }: Lattice,
  most: CavitySweeps = MOST_SWEEPS,
): CavityEngine {
  requireCavityLattice({ kind });
  return new CavityEngine(width, height, most);
}

/**
 * Makes sure that the cavity method knows a lattice.
 *
 * @throws {ParameterError} if it is not the square lattice
 */
export function requireCavityLattice({ kind }: { readonly kind: string }): void {
  if (kind === "square") return;
  throw new ParameterError(`The cavity method takes the square lattice: got "${kind}"`);
}
