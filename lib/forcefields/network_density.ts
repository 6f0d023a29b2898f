import type { DensityEstimate, DensityEstimator } from "../electrons/density_estimator.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { requireDensityTarget } from "../networks/density_model.ts";
import type { FieldModel, FieldModelOptions } from "../networks/field_model.ts";
import { makeFieldModel } from "../networks/make_field_model.ts";
import { type Network, shareOutsideTraining } from "../networks/network.ts";

/**
 * A network for the density as a density model of v - μ, in the units of a hopping t: with
 * x = -(v - μ)/t, n = 1/2 + net(x), and of an energy network Ω_e = t E(x) + Σ (v_i - μ)/2, whose
 * gradient in v is that n.
 */
export class NetworkDensity implements DensityEstimator {
  readonly name: string;
  readonly lattice: Lattice;
  readonly temperature: number;
  readonly #hopping: number;
  readonly #network: Network;
  readonly #model: FieldModel;

  private constructor(network: Network, lattice: Lattice, model: FieldModel, hopping: number) {
    this.name = network.architecture.model;
    this.lattice = lattice;
    this.temperature = network.conditions.temperature * hopping;
    this.#hopping = hopping;
    this.#network = network;
    this.#model = model;
  }

  /**
   * Makes the network ready on a lattice.
   *
   * @param hopping t of the model it is used for
   * @throws {ParameterError} if the network predicts whole forces, the lattice is narrower than its
   *   receptive field or there is no such backend
   * @throws {UnavailableError} if the machine or the permissions lack what the backend needs
   */
  static async create(
    network: Network,
    lattice: Lattice,
    hopping: number,
    options: FieldModelOptions = {},
  ): Promise<NetworkDensity> {
    requireDensityTarget(network);
    const model = await makeFieldModel(network, lattice, options);
    return new NetworkDensity(network, lattice, model, hopping);
  }

  async evaluate(potential: Float64Array): Promise<DensityEstimate> {
    // Plain loops: `map` takes ten times as long.
    const x = new Float64Array(potential.length);
    for (let i = 0; i < x.length; i++) x[i] = -potential[i] / this.#hopping;
    const { values: density, energy } = await this.#model.predict(x);
    for (let i = 0; i < density.length; i++) density[i] += 0.5;
    const share = outsideTraining(this.#network, x);
    if (energy === undefined) return { density, ...share };
    const half = 0.5 * potential.reduce((sum, v) => sum + v, 0);
    return { density, ...share, grandPotential: this.#hopping * energy + half };
  }

  close(): void {
    this.#model.close();
  }
}

/** The share of sites outside the training range, where the network's file records that range. */
export function outsideTraining(network: Network, inputs: Float64Array) {
  return network.inputRange === undefined
    ? {}
    : { outsideTraining: shareOutsideTraining(network, inputs) };
}
