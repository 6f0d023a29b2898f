import { ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { makeRunner } from "./make_runner.ts";
import type { Network } from "./network.ts";
import type { NetworkRunner } from "./network_runner.ts";
import { embeddingFor, type SiteEmbedding } from "./site_embedding.ts";

/** Density and, where the network has one, energy of the electrons. */
export interface ElectronicPrediction {
  /** n_i - 1/2, shape [N]. */
  readonly densityMinusHalf: Float64Array;
  /** Ω_el/t up to a constant a site; energy networks only. */
  readonly energy?: number;
}

/** How a density model is computed. */
export interface DensityModelOptions {
  /** One of `NETWORK_BACKENDS`; `cpu`, which needs no permission, when left out. */
  readonly backend?: string;
}

/** A network that predicts electron densities on one lattice. */
export class DensityModel {
  /** The lattice. */
  readonly lattice: Lattice;
  readonly #embedding: SiteEmbedding;
  readonly #runner: NetworkRunner;

  private constructor(lattice: Lattice, embedding: SiteEmbedding, runner: NetworkRunner) {
    this.lattice = lattice;
    this.#embedding = embedding;
    this.#runner = runner;
  }

  /**
   * Makes a network ready to predict densities on a lattice.
   *
   * @throws {ParameterError} if the network predicts whole forces, the lattice is narrower than its
   *   receptive field or there is no such backend
   * @throws {UnavailableError} if the machine or the permissions lack what the backend needs
   *
   * @example
   * ```ts
   * import {
   *   DensityModel,
   *   initialParameters,
   *   networkPresetNamed,
   *   SquareLattice,
   * } from "../../mod.ts";
   * import assert from "node:assert/strict";
   * const { architecture, initialisation } = networkPresetNamed("gnn", "small");
   * const parameters = initialParameters(architecture, initialisation, 1);
   * const network = { architecture, parameters, conditions: { temperature: 0.1 }, provenance: {} };
   * const model = await DensityModel.create(network, new SquareLattice(14));
   * const x = new Float64Array(14 * 14).fill(0.5);
   * const density = await model.densityMinusHalf(x);
   * assert.ok(Math.max(...density) - Math.min(...density) < 1e-6);
   * model.close();
   * ```
   */
  static async create(
    { architecture, parameters, conditions }: Network,
    lattice: Lattice,
    { backend = "cpu" }: DensityModelOptions = {},
  ): Promise<DensityModel> {
    if (architecture.target !== "density") {
      throw new ParameterError(`These weights predict the ${architecture.target}, not the density`);
    }
    const embedding = embeddingFor(architecture, lattice, conditions.temperature);
    const runner = await makeRunner(architecture, parameters, lattice, backend);
    return new DensityModel(lattice, embedding, runner);
  }

  /**
   * n_i - 1/2 of the electrons in a field.
   *
   * @param x (gQ_i + μ)/t, shape [N]
   * @throws {ShapeError} if x has not one value a site
   * @throws {ParameterError} if a value is not finite
   * @throws {NumericalError} if the backend fails
   */
  async densityMinusHalf(x: Float64Array): Promise<Float64Array> {
    return (await this.predict(x)).densityMinusHalf;
  }

  /** Density and energy of the electrons in a field; arguments and errors as `densityMinusHalf`. */
  async predict(x: Float64Array): Promise<ElectronicPrediction> {
    const { features, baseline, baselineEnergy = 0 } = this.#embedding.embed(x);
    const { values, energies } = await this.#runner.run(features);
    const densityMinusHalf = baseline === undefined
      ? values
      : values.map((value, i) => value + baseline[i]);
    if (energies === undefined) return { densityMinusHalf };
    return { densityMinusHalf, energy: energies.reduce((a, b) => a + b, baselineEnergy) };
  }

  /** Frees its memory; it cannot be used afterwards. */
  close(): void {
    this.#runner.close();
  }
}
