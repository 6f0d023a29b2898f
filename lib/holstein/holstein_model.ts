import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { type HolsteinParameters, validateHolstein } from "./parameters.ts";

/**
 * The semiclassical Holstein model on a lattice,
 *
 *   H_e = -t Σ_<ij> (c†_i c_j + h.c.) - g Σ_i Q_i (n_i - 1/2),
 *   V_L = Σ_i k Q_i²/2 + κ Σ_<ij> Q_i Q_j,
 *
 * Eqs. (1) and (2) with n_i - 1/2 in place of n_i. The two conventions differ by a uniform shift:
 * the forces here at Q and μ are those of Eq. (8) at Q + g/(2(k + zκ)) and μ - g²/(2(k + zκ)). With
 * n - 1/2 the force at μ = 0 obeys F(-Q) = -F(Q) on a bipartite lattice, and filling is half on
 * average over Q and -Q; in one configuration the number of electrons fluctuates about N/2.
 */
export class HolsteinModel {
  /** The lattice. */
  readonly lattice: Lattice;
  /** The constants, checked. */
  readonly parameters: HolsteinParameters;

  /**
   * The model on a lattice.
   *
   * @throws {ParameterError} if a constant is out of range
   */
  constructor(lattice: Lattice, parameters: HolsteinParameters) {
    this.lattice = lattice;
    this.parameters = validateHolstein(parameters, lattice.coordination);
  }

  /** On-site potential v_i = -g Q_i of the electrons, shape [N]. */
  onsitePotential(Q: Float64Array): Float64Array {
    this.validateConfiguration(Q);
    const { g } = this.parameters;
    const onsite = new Float64Array(Q.length);
    for (let i = 0; i < Q.length; i++) onsite[i] = -g * Q[i];
    return onsite;
  }

  /** Elastic energy V_L = Σ kQ²/2 + κ Σ_<ij> Q_i Q_j, kinetic energy left out (Eq. 2). */
  elasticEnergy(Q: Float64Array): number {
    this.validateConfiguration(Q);
    const { k, kappa } = this.parameters;
    const { neighbours, coordination, sites } = this.lattice;
    let energy = 0;
    for (let i = 0; i < sites; i++) {
      let sum = 0;
      for (let a = 0; a < coordination; a++) sum += Q[neighbours[coordination * i + a]];
      // Every bond is met from both its ends: half the neighbour sum counts it once.
      energy += 0.5 * Q[i] * (k * Q[i] + kappa * sum);
    }
    return energy;
  }

  /** Elastic force -∂V_L/∂Q_i = -kQ_i - κ Σ_nn Q_j, shape [N]. */
  elasticForce(Q: Float64Array): Float64Array {
    this.validateConfiguration(Q);
    const force = new Float64Array(Q.length);
    this.#elasticForceOn(Q, force, 0, Q.length);
    return force;
  }

  #elasticForceOn(Q: Float64Array, force: Float64Array, first: number, last: number): void {
    const { k, kappa } = this.parameters;
    const { neighbours, coordination } = this.lattice;
    for (let i = first; i < last; i++) {
      let sum = 0;
      for (let a = 0; a < coordination; a++) sum += Q[neighbours[coordination * i + a]];
      force[i] = -k * Q[i] - kappa * sum;
    }
  }

  /** Total force F_i = g(n_i - 1/2) - kQ_i - κ Σ_nn Q_j for densities n, shape [N] (Eq. 8). */
  force(Q: Float64Array, density: Float64Array): Float64Array {
    this.validateConfiguration(Q);
    const force = new Float64Array(Q.length);
    this.forceOn(Q, density, force, 0, Q.length);
    return force;
  }

  /** The same on sites `first` … `last - 1` alone, into an array of shape [N]; nothing is checked. */
  forceOn(
    Q: Float64Array,
    density: Float64Array,
    force: Float64Array,
    first: number,
    last: number,
  ): void {
    const { g } = this.parameters;
    this.#elasticForceOn(Q, force, first, last);
    for (let i = first; i < last; i++) force[i] += g * (density[i] - 0.5);
  }

  /**
   * What V_L and the 1/2 in n - 1/2 add to an energy of the bare electrons: V_L + (g/2) Σ Q_i.
   */
  latticeEnergy(Q: Float64Array): number {
    return this.elasticEnergy(Q) + 0.5 * this.parameters.g * sum(Q);
  }

  /**
   * Throws unless Q holds one finite displacement a site.
   *
   * @throws {ShapeError} if the length is not N
   * @throws {ParameterError} naming the first site that is not finite
   */
  validateConfiguration(Q: Float64Array): void {
    validateField(this.lattice, Q, "Q");
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
