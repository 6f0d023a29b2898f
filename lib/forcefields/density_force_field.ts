import type { DensityEstimator } from "../electrons/density_estimator.ts";
import type { Ensemble } from "../electrons/electron_solver.ts";
import { searchHalfFilling } from "../electrons/half_filling_search.ts";
import type { HolsteinModel } from "../holstein/holstein_model.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { ForceEvaluation, ForceField } from "./force_field.ts";

/** The ensemble of a force field: which, and the μ of the grand-canonical one. */
export interface FillingCondition {
  /** Fixed μ or fixed half filling. */
  readonly ensemble: Ensemble;
  /** The fixed μ of the grand-canonical ensemble; not used in the canonical one. */
  readonly chemicalPotential: number;
}

/**
 * Forces from an approximate density with the exact elastic force, F_i = g(n_i - 1/2) - kQ_i -
 * κ Σ_nn Q_j. A model of v - μ alone serves both ensembles: at half filling μ is the root of
 * Σ n = N/2, to 1e-6 a site.
 *
 * Energies are given where the model has a grand potential, and left out where it has none.
 */
export class DensityForceField implements ForceField {
  readonly method: string;
  readonly lattice: Lattice;
  readonly #holstein: HolsteinModel;
  readonly #model: DensityEstimator;
  readonly #condition: FillingCondition;
  #closed = false;

  /**
   * The forces of a Holstein model whose electrons this density model approximates.
   *
   * @param method the name that options and run records give this combination
   */
  constructor(
    method: string,
    holstein: HolsteinModel,
    model: DensityEstimator,
    condition: FillingCondition,
  ) {
    this.method = method;
    this.lattice = holstein.lattice;
    this.#holstein = holstein;
    this.#model = model;
    this.#condition = condition;
  }

  async evaluate(Q: Float64Array, chemicalPotentialGuess?: number): Promise<ForceEvaluation> {
    if (this.#closed) throw new Error(`The force field "${this.method}" was closed`);
    const onsite = this.#holstein.onsitePotential(Q);
    const at = (mu: number) => this.#model.evaluate(lowered(onsite, mu));
    const { ensemble, chemicalPotential: mu } = this.#condition;
    const canonical = ensemble === "canonical";
    const { state, chemicalPotential } = canonical
      ? await searchHalfFilling(
        at,
        chemicalPotentialGuess ?? middle(onsite),
        this.#model.temperature,
      )
      : { state: await at(mu), chemicalPotential: mu };
    const { density, grandPotential: electronic, outsideTraining } = state;
    const force = this.#holstein.force(Q, density);
    const answer = {
      force,
      density,
      chemicalPotential,
      ...(outsideTraining !== undefined && { outsideTraining }),
    };
    if (electronic === undefined) return answer;
    const grandPotential = electronic + this.#holstein.latticeEnergy(Q);
    const electrons = canonical ? Q.length / 2 : density.reduce((sum, n) => sum + n, 0);
    const helmholtzFreeEnergy = grandPotential + chemicalPotential * electrons;
    const energy = canonical ? helmholtzFreeEnergy : grandPotential;
    return { ...answer, energy, grandPotential, helmholtzFreeEnergy };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#model.close();
  }
}

/** v - μ, or v itself where μ is zero. */
function lowered(onsite: Float64Array, mu: number): Float64Array {
  if (mu === 0) return onsite;
  const potential = new Float64Array(onsite.length);
  for (let i = 0; i < onsite.length; i++) potential[i] = onsite[i] - mu;
  return potential;
}

/** Half of the sites lie above it and half below: μ without hopping, at T = 0. */
function middle(onsite: Float64Array): number {
  const levels = onsite.toSorted(), half = levels.length / 2;
  return 0.5 * (levels[half - 1] + levels[half]);
}
