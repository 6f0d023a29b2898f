import { ParameterError } from "../errors.ts";
import type { Ensemble } from "../electrons/electron_solver.ts";
import type { HolsteinParameters } from "../holstein/parameters.ts";
import { presetNamed } from "../holstein/presets.ts";
import type { LatticeSpec } from "../lattice/make_lattice.ts";
import { type WeightsReference, weightsReference } from "../networks/weights_reference.ts";

/**
 * A force field as plain data: what a configuration file holds and what a worker needs to make one
 * of its own.
 */
export interface ForceFieldSpec {
  /** Name of the method, one of `METHODS`. */
  readonly method: string;
  /** The lattice. */
  readonly lattice: LatticeSpec;
  /** Constants of the model, in units of t. */
  readonly model: HolsteinParameters;
  /** Temperature k_B T of the electrons, in units of t. */
  readonly temperature: number;
  /** Fixed μ or fixed half filling. */
  readonly ensemble: Ensemble;
  /** The fixed μ of the grand-canonical ensemble. */
  readonly chemicalPotential: number;
  /** Eigensolver of the method `ed`. */
  readonly eigensolver: string;
  /**
   * Weights of the methods that are networks; the shipped ones for the method and T/t when left out.
   */
  readonly weights?: WeightsReference;
  /**
   * What networks are computed by, one of `NETWORK_BACKENDS`: each rounds in its own way. `wasm` when
   * left out; `auto` is `webgpu` where there is a GPU on which whole steps of the network can stay,
   * and else `wasm`.
   */
  readonly backend?: string;
}

/** What a force field may use of the machine. None of it changes the answer. */
export interface Resources {
  /** Worker threads for one evaluation; 1 computes in the calling thread. */
  readonly workers: number;
  /** Path of a LAPACK library for the eigensolver `lapack`; searched for when left out. */
  readonly lapackLibrary?: string;
}

/**
 * Checks the resources and returns them.
 *
 * @throws {ParameterError} if the number of workers is not a positive integer
 */
export function validateResources(resources: Resources): Resources {
  const { workers } = resources;
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new ParameterError(`workers must be a positive integer: current value is ${workers}`);
  }
  return resources;
}

/** What a user may give of a force field: the lattice, and anything to override. */
export type ForceFieldOptions =
  & { readonly lattice: LatticeSpec; readonly preset?: string }
  & { readonly model?: Partial<HolsteinParameters> }
  & WeightsOption
  & Partial<Omit<ForceFieldSpec, "lattice" | "model" | "weights">>;

/** The weights as a user may give them. */
export interface WeightsOption {
  /** Of methods that are networks: a name of shipped ones, a path, or a complete reference. */
  readonly weights?: WeightsReference | string;
}

/**
 * The complete specification for some options: constants and temperature come from the preset
 * (`reference` when left out), the electrons are grand-canonical at μ = 0, the method is `exact`.
 *
 * @throws {ParameterError} if there is no such preset
 */
export function forceFieldSpec(options: ForceFieldOptions): ForceFieldSpec {
  const { preset: name = "reference", model, weights, ...given } = options;
  const preset = presetNamed(name);
  return {
    method: "exact",
    temperature: preset.temperature,
    ensemble: "grand-canonical",
    chemicalPotential: 0,
    eigensolver: "wasm",
    ...given,
    ...(weights !== undefined && {
      weights: typeof weights === "string" ? weightsReference(weights) : weights,
    }),
    model: { ...preset.model, ...model },
  };
}
