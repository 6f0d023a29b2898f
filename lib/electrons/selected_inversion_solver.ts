import { NumericalError, ParameterError } from "../errors.ts";
import {
  type ElectronicState,
  type ElectronSolver,
  type ElectronSystem,
  validateElectronSystem,
  validateOnsite,
} from "./electron_solver.ts";
import { boundHalfFilling, solveHalfFilling } from "./half_filling.ts";
import { choosePoleSet, type PoleSet } from "./pole_expansion.ts";
import type { PolePair } from "./selected_inversion/engine.ts";
import { type PairTeam, planFactorization, startTeam } from "./selected_inversion/pair_team.ts";

/** How selected inversion is to be done. */
export interface SelectedInversionOptions {
  /**
   * Number of worker threads the poles are spread over; 1, the default, computes in the calling
   * thread and needs no permission. The result is the same to the last bit.
   */
  readonly workers?: number;
  /** Largest error of an occupation that the pole expansion may make; 5e-12 unless told. */
  readonly tolerance?: number;
}

/** What selected inversion answers. */
export interface SelectedInversionState extends ElectronicState {
  /** How many chemical potentials were tried: 1 at a fixed μ. */
  readonly evaluations: number;
  /** The poles used. */
  readonly poleSet: PoleSet;
}

/**
 * Exact density and energies without diagonalisation: the Fermi function as a sum over poles, and
 * for each pole the entries of the inverse that are needed, by a sparse factorisation:
 *
 *   n_i = 1/2 - T Σ_j w_j Re[(H - μ + i y_j T)⁻¹]_ii,
 *   Ω = -T [N ln 2 - Tr(H - μ)/2T + Σ_j w_j (ln|det(H - μ + i y_j T)| - N ln(y_j T))],
 *
 * at a cost of N^1.5 (Lin, Lu, Car and E, Phys. Rev. B 79, 115133 (2009)). The density is the exact
 * gradient of Ω for any pole set. Errors of the density stay below 1e-10, so for every purpose of
 * dynamics and training this is exact diagonalization, at a fraction of its time: 40 times faster at
 * 40×40, and 200×200 in seconds.
 *
 * In a wide gap at half filling the electron number does not tell where μ is: there μ is the middle
 * of the plateau, good to about 1e-4 T, while density, A and ⟨H⟩ are exact as ever.
 *
 * @example
 * ```ts
 * import { SelectedInversionSolver, SquareLattice } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const solver = await SelectedInversionSolver.create({
 *   lattice: new SquareLattice(8),
 *   hopping: 1,
 *   temperature: 0.1,
 *   ensemble: "grand-canonical",
 *   chemicalPotential: 0,
 * });
 * const { density } = await solver.solve(new Float64Array(64));
 * assert.ok(density.every((n) => Math.abs(n - 0.5) < 1e-12));
 * solver.close();
 * ```
 */
export class SelectedInversionSolver implements ElectronSolver {
  readonly name = "selected-inversion";
  readonly system: ElectronSystem;
  /** Number of threads that compute. */
  readonly workers: number;
  /** Largest error of an occupation that the pole expansion may make. */
  readonly tolerance: number;
  /** Bytes of memory that each of them holds. */
  readonly memoryBytes: number;
  #team: PairTeam;

  private constructor(
    system: ElectronSystem,
    options: Required<SelectedInversionOptions>,
    memoryBytes: number,
    team: PairTeam,
  ) {
    this.system = system;
    this.workers = options.workers;
    this.tolerance = options.tolerance;
    this.memoryBytes = memoryBytes;
    this.#team = team;
  }

  /**
   * Plans the factorisation for the system's lattice and starts the workers.
   *
   * @throws {ParameterError} if the system or an option is out of range, or the lattice has bonds
   * that are not between sites next to each other on the torus
   * @throws {UnavailableError} if the lattice is too large for a WebAssembly memory, or workers
   * cannot start
   */
  static async create(
    system: ElectronSystem,
    { workers = 1, tolerance = 5e-12 }: SelectedInversionOptions = {},
  ): Promise<SelectedInversionSolver> {
    validateElectronSystem(system);
    if (!Number.isInteger(workers) || workers < 1) {
      throw new ParameterError(`The number of workers must be a positive integer: got ${workers}`);
    }
    if (!(tolerance > 0)) {
      throw new ParameterError(`The tolerance must be positive: current value is ${tolerance}`);
    }
    const layout = planFactorization(system.lattice);
    const team = await startTeam({ layout, hopping: system.hopping }, workers);
    return new SelectedInversionSolver(system, { workers, tolerance }, layout.bytes, team);
  }

  /**
   * Density and energies for one on-site potential.
   *
   * @param onsite v_i in units of t, shape [N]; left unchanged
   * @param chemicalPotentialGuess where a canonical search starts, usually the last step's μ
   * @throws {ParameterError} if the spectrum reaches further than the pole sets do at this T
   */
  async solve(
    onsite: Float64Array,
    chemicalPotentialGuess?: number,
  ): Promise<SelectedInversionState> {
    const { system, tolerance } = this;
    validateOnsite(system, onsite);
    if (system.ensemble === "grand-canonical") {
      const mu = system.chemicalPotential;
      const poleSet = choosePoleSet(this.#range(onsite, mu, mu), tolerance);
      return { ...await this.#evaluate(onsite, mu, poleSet), evaluations: 1, poleSet };
    }
    const bounds = boundHalfFilling(system, onsite);
    const poleSet = choosePoleSet(this.#range(onsite, ...bounds.tried), tolerance);
    const { state, evaluations } = await solveHalfFilling(
      system,
      bounds,
      (mu) => this.#evaluate(onsite, mu, poleSet),
      // Errors of the poles alternate in sign from level to level: their sum grows as √N.
      Math.max(20 * poleSet.maxError, 1e-11) * Math.sqrt(onsite.length),
      chemicalPotentialGuess,
    );
    return { ...state, evaluations, poleSet };
  }

  /** Frees the workers; the solver cannot be used afterwards. */
  close(): void {
    this.#team.close();
  }

  /** Bound of |ε - μ|/T for all levels and all μ between two. */
  #range(onsite: Float64Array, lowerMu: number, upperMu: number): number {
    const { lattice, hopping, temperature } = this.system;
    let distance = 0;
    for (const v of onsite) distance = Math.max(distance, v - lowerMu, upperMu - v);
    return (distance + lattice.coordination * hopping) / temperature;
  }

  async #evaluate(onsite: Float64Array, mu: number, set: PoleSet): Promise<ElectronicState> {
    const { hopping, temperature: T } = this.system;
    const contributions = await this.#team.evaluate(
      polePairs(set, T).map((pair) => ({ onsite, chemicalPotential: mu, pair })),
    );
    const sites = onsite.length;
    const density = new Float64Array(sites).fill(0.5);
    let bonds = 0, logarithm = 0;
    for (const contribution of contributions) {
      for (let i = 0; i < sites; i++) density[i] -= T * contribution.diagonal[i];
      bonds -= T * contribution.bonds;
      logarithm += contribution.logarithm;
    }
    let trace = 0, electrons = 0, potential = 0;
    for (let i = 0; i < sites; i++) {
      trace += onsite[i] - mu;
      electrons += density[i];
      potential += onsite[i] * density[i];
    }
    const grandPotential = -T * (sites * Math.LN2 + logarithm) + 0.5 * trace;
    if (!Number.isFinite(grandPotential) || !Number.isFinite(electrons)) {
      throw new NumericalError(`Selected inversion gave ${grandPotential} for Ω at μ = ${mu}`);
    }
    return {
      density,
      chemicalPotential: mu,
      grandPotential,
      helmholtzFreeEnergy: grandPotential + mu * electrons,
      internalEnergy: potential - 2 * hopping * bonds,
    };
  }
}

/** The poles of a set in pairs, in units of energy; an odd one is paired with itself at weight 0. */
function polePairs({ y, w }: PoleSet, temperature: number): PolePair[] {
  const pairs: PolePair[] = [];
  for (let j = 0; j < y.length; j += 2) {
    const partner = j + 1 < y.length ? j + 1 : j;
    pairs.push({
      y: [y[j] * temperature, y[partner] * temperature],
      weights: [w[j], partner === j ? 0 : w[partner]],
    });
  }
  return pairs;
}
