import type { ElectronSolver } from "../electrons/electron_solver.ts";
import type { HolsteinModel } from "../holstein/holstein_model.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { ForceEvaluation, ForceField } from "./force_field.ts";

/**
 * Exact adiabatic forces: the electrons are solved for every configuration (Eqs. 7-9), by
 * whichever `ElectronSolver` it is given. Energies come with the forces.
 *
 * The force is minus the gradient of Ω at fixed μ and of A at fixed filling. It is not the gradient
 * of ⟨H⟩ of Eq. (7), from which it differs by the entropy term.
 */
export class ElectronicForceField implements ForceField {
  readonly method: string;
  readonly lattice: Lattice;
  readonly #model: HolsteinModel;
  readonly #solver: ElectronSolver;
  #closed = false;

  /**
   * The forces of a model whose electrons this solver solves.
   *
   * @param method the name that options and run records give this combination
   */
  constructor(method: string, model: HolsteinModel, solver: ElectronSolver) {
    this.method = method;
    this.lattice = model.lattice;
    this.#model = model;
    this.#solver = solver;
  }

  async evaluate(Q: Float64Array, chemicalPotentialGuess?: number): Promise<ForceEvaluation> {
    if (this.#closed) throw new Error(`The force field "${this.method}" was closed`);
    const onsite = this.#model.onsitePotential(Q);
    const electrons = await this.#solver.solve(onsite, chemicalPotentialGuess);
    const latticeEnergy = this.#model.latticeEnergy(Q);
    const grandPotential = electrons.grandPotential + latticeEnergy;
    const helmholtzFreeEnergy = electrons.helmholtzFreeEnergy + latticeEnergy;
    const canonical = this.#solver.system.ensemble === "canonical";
    return {
      force: this.#model.force(Q, electrons.density),
      density: electrons.density,
      chemicalPotential: electrons.chemicalPotential,
      energy: canonical ? helmholtzFreeEnergy : grandPotential,
      grandPotential,
      helmholtzFreeEnergy,
      internalEnergy: electrons.internalEnergy + latticeEnergy,
    };
  }

  close(): void {
    this.#closed = true;
    this.#solver.close();
  }
}
