import { ParameterError } from "../errors.ts";
import type { HolsteinModel } from "../holstein/holstein_model.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { FieldModel, FieldModelOptions } from "../networks/field_model.ts";
import { makeFieldModel } from "../networks/make_field_model.ts";
import type { Network } from "../networks/network.ts";
import type { FillingCondition } from "./density_force_field.ts";
import type { ForceEvaluation, ForceField } from "./force_field.ts";
import { outsideTraining } from "./network_density.ts";

/**
 * A network that predicts whole forces from Q, as in the paper: F = net(Q), and the density that
 * belongs to it, n_i - 1/2 = (F_i + kQ_i + κ Σ_nn Q_j)/g. An energy network's energies add up to Ω,
 * up to a constant.
 */
export class NetworkForceField implements ForceField {
  readonly method: string;
  readonly lattice: Lattice;
  readonly #holstein: HolsteinModel;
  readonly #network: Network;
  readonly #model: FieldModel;
  #closed = false;

  private constructor(holstein: HolsteinModel, network: Network, model: FieldModel) {
    this.method = network.architecture.model;
    this.lattice = holstein.lattice;
    this.#holstein = holstein;
    this.#network = network;
    this.#model = model;
  }

  /**
   * Makes the network ready on the model's lattice.
   *
   * @throws {ParameterError} if the electrons are not grand-canonical at μ = 0, for which alone such
   *   a network holds, g is zero, the lattice is narrower than the receptive field or there is no
   *   such backend
   * @throws {UnavailableError} if the machine or the permissions lack what the backend needs
   */
  static async create(
    holstein: HolsteinModel,
    network: Network,
    { ensemble, chemicalPotential }: FillingCondition,
    options: FieldModelOptions = {},
  ): Promise<NetworkForceField> {
    if (ensemble !== "grand-canonical" || chemicalPotential !== 0) {
      throw new ParameterError(
        `Weights that predict whole forces hold for the grand-canonical ensemble at μ = 0: ` +
          `asked for is ${ensemble}${
            ensemble === "canonical" ? "" : ` at μ = ${chemicalPotential}`
          }`,
      );
    }
    if (holstein.parameters.g === 0) {
      throw new ParameterError("Weights that predict whole forces need a coupling g other than 0");
    }
    return new NetworkForceField(
      holstein,
      network,
      await makeFieldModel(network, holstein.lattice, options),
    );
  }

  async evaluate(Q: Float64Array): Promise<ForceEvaluation> {
    if (this.#closed) throw new Error(`The force field "${this.method}" was closed`);
    const elastic = this.#holstein.elasticForce(Q);
    const { values: force, energy } = await this.#model.predict(Q);
    const { g } = this.#holstein.parameters;
    const density = force.map((F, i) => 0.5 + (F - elastic[i]) / g);
    const evaluation = {
      force,
      density,
      chemicalPotential: 0,
      ...outsideTraining(this.#network, Q),
    };
    if (energy === undefined) return evaluation;
    return { ...evaluation, energy, grandPotential: energy, helmholtzFreeEnergy: energy };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#model.close();
  }
}
