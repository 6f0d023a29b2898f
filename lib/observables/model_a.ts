import { ParameterError } from "../errors.ts";
import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { requireSquareGeometry } from "../lattice/minimum_image.ts";
import { CounterRng } from "../random/counter_rng.ts";

/** Constants of model A, Eqs. (4) and (5). */
export interface ModelAParameters {
  /** Dissipation coefficient Γ; 1 when left out. */
  readonly Gamma?: number;
  /** Gradient coefficient K; 1/2 when left out. */
  readonly K?: number;
  /** Coefficient A of the double well; 1/4 when left out. */
  readonly A?: number;
  /** Equilibrium order parameter φ0; 1 when left out. */
  readonly phi0?: number;
  /** Temperature k_B T of the noise; 0, no noise, when left out. */
  readonly temperature?: number;
  /** Time step; 0.1 when left out. */
  readonly timeStep?: number;
}

/** Which part of a trajectory to compute. */
export interface ModelAInterval {
  /** Number of steps to take. */
  readonly steps: number;
  /** Number of steps taken before; 0 when left out. */
  readonly firstStep?: number;
  /** Number of the trajectory; 0 when left out. */
  readonly trajectory?: number;
}

/**
 * Model A (time-dependent Ginzburg-Landau, Allen-Cahn) on the square lattice with unit lattice
 * constant: Eq. (4) for the free energy of Eq. (5),
 *
 *   dφ_i/dt = Γ [2K (Σ_nn φ_j - 4φ_i) - 4A φ_i (φ_i² - φ0²)] + η_i,   ⟨η_i η_j'⟩ = 2Γ k_B T δ_ij δ(t - t'),
 *
 * one step being an Euler-Maruyama step of gradient and noise, then the exact solution of the well's
 * part (Lie splitting, first order in the time step): no φ, however large, makes it blow up. With
 * the default constants dφ/dt = ∇²φ + φ - φ³. Walls have the profile φ0 tanh(x φ0 √(A/K)) and move
 * by their curvature c at the speed 2KΓc (slower by about 0.1/w² for walls of w = √(K/A)/φ0 lattice
 * constants), so that domains grow as t^{1/2}: the reference that the analysis of quenches is
 * validated on. Below w = 1 the lattice pins walls and exponents come out too low.
 */
export class ModelA {
  /** The lattice. */
  readonly lattice: Lattice;
  /** All constants. */
  readonly parameters: Required<ModelAParameters>;
  readonly #noise: CounterRng;

  /**
   * Checks the constants.
   *
   * @param seed seed of the initial states and of the noise (stream "modelA")
   * @throws {ParameterError} if a constant is out of range, or the time step too large to be stable
   *   (it must stay below 1/(8KΓ))
   */
  constructor(lattice: Lattice, parameters: ModelAParameters = {}, seed = 0) {
    requireSquareGeometry(lattice);
    const { Gamma = 1, K = 0.5, A = 0.25, phi0 = 1, temperature = 0, timeStep = 0.1 } = parameters;
    for (const [name, value] of Object.entries({ Gamma, K, timeStep })) {
      if (!(value > 0 && Number.isFinite(value))) {
        throw new ParameterError(`${name} must be a positive number: current value is ${value}`);
      }
    }
    for (const [name, value] of Object.entries({ A, phi0, temperature })) {
      if (!(value >= 0 && Number.isFinite(value))) {
        throw new ParameterError(
          `${name} must be a number of at least 0: current value is ${value}`,
        );
      }
    }
    const limit = 1 / (8 * K * Gamma);
    if (!(timeStep < limit)) {
      throw new ParameterError(
        `The time step of model A must be below ${limit} to be stable: current value is ${timeStep}`,
      );
    }
    this.lattice = lattice;
    this.parameters = { Gamma, K, A, phi0, temperature, timeStep };
    this.#noise = new CounterRng(seed, "modelA");
  }

  /**
   * A disordered initial state: independent normal numbers of zero mean, shape [N].
   *
   * @param width their standard deviation; 0.1 when left out
   */
  initialState(trajectory = 0, width = 0.1): Float64Array {
    return this.#noise.normals(this.lattice.sites, { trajectory }).map((xi) => width * xi);
  }

  /**
   * Advances φ in place by a number of steps and returns it. Noise is a function of seed,
   * trajectory and step, so advancing in two parts gives the same bits as in one.
   *
   * @param phi order parameter, shape [N]
   * @throws {ShapeError} if φ does not hold one number a site
   * @throws {ParameterError} if a value is not finite or the interval is none
   */
  advance(phi: Float64Array, interval: ModelAInterval): Float64Array {
    const { steps, firstStep = 0, trajectory = 0 } = interval;
    validateField(this.lattice, phi, "The order parameter");
    for (const [name, value] of Object.entries({ steps, firstStep })) {
      if (!Number.isSafeInteger(value) || value < 0) {
        throw new ParameterError(
          `${name} must be an integer of at least 0: current value is ${value}`,
        );
      }
    }
    const { Gamma, temperature, timeStep } = this.parameters;
    const amplitude = Math.sqrt(2 * Gamma * temperature * timeStep);
    const noise = new Float64Array(phi.length);
    let from = phi;
    let to: Float64Array = new Float64Array(phi.length);
    for (let step = firstStep; step < firstStep + steps; step++) {
      if (amplitude > 0) {
        // Step 0 of the stream is the initial state.
        this.#noise.fillNormals(noise, { trajectory, step: step + 1 });
        for (let i = 0; i < noise.length; i++) noise[i] *= amplitude;
      }
      this.#step(from, noise, to);
      [from, to] = [to, from];
    }
    if (from !== phi) phi.set(from);
    return phi;
  }

  /** One step, row by row: neighbours by arithmetic, not by table. */
  #step(phi: Float64Array, noise: Float64Array, out: Float64Array): void {
    const { Gamma, K, A, phi0, timeStep } = this.parameters;
    const { width, height, sites } = this.lattice;
    const spread = 2 * K * Gamma * timeStep;
    const keep = 1 - 4 * spread;
    // dφ/dt = 4AΓ φ (φ0² - φ²) takes φ to φ/√(decay + pull φ²).
    const rate = 8 * A * Gamma * timeStep;
    const decay = Math.exp(-rate * phi0 ** 2);
    const pull = phi0 > 0 ? (1 - decay) / phi0 ** 2 : rate;
    for (let y = 0; y < height; y++) {
      const row = width * y;
      const up = (row + width) % sites, down = (row - width + sites) % sites;
      let left = phi[row + width - 1];
      for (let x = 0; x < width; x++) {
        const here = phi[row + x];
        const right = x + 1 < width ? phi[row + x + 1] : phi[row];
        const p = keep * here + noise[row + x] +
          spread * (left + right + phi[up + x] + phi[down + x]);
        out[row + x] = p / Math.sqrt(decay + pull * p * p);
        left = here;
      }
    }
  }
}
