import { ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { FieldModel, FieldModelOptions } from "./field_model.ts";
import { makeFieldModel } from "./make_field_model.ts";
import type { Network } from "./network.ts";

/** Density and, where the network has one, energy of the electrons. */
export interface ElectronicPrediction {
  /** n_i - 1/2, shape [N]. */
  readonly densityMinusHalf: Float64Array;
  /** Ω_el/t up to a constant a site; energy networks only. */
  readonly energy?: number;
}

/** A network that predicts electron densities on one lattice. */
export class DensityModel {
  /** The lattice. */
  readonly lattice: Lattice;
  readonly #model: FieldModel;

  private constructor(lattice: Lattice, model: FieldModel) {
    this.lattice = lattice;
    this.#model = model;
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
    network: Network,
    lattice: Lattice,
    options: FieldModelOptions = {},
  ): Promise<DensityModel> {
    requireDensityTarget(network);
    return new DensityModel(lattice, await makeFieldModel(network, lattice, options));
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
    const { values: densityMinusHalf, energy } = await this.#model.predict(x);
    return energy === undefined ? { densityMinusHalf } : { densityMinusHalf, energy };
  }

  /** Frees its memory; it cannot be used afterwards. */
  close(): void {
    this.#model.close();
  }
}

/**
 * Throws unless a network predicts densities.
 *
 * @throws {ParameterError} if it predicts whole forces
 */
export function requireDensityTarget({ architecture: { target } }: Network): void {
  if (target === "density") return;
  throw new ParameterError(`These weights predict the ${target}, not the density`);
}
