import { ParameterError } from "../../errors.ts";
import { CavityEmbedding } from "../../electrons/cavity_embedding.ts";
import type { HolsteinParameters } from "../../holstein/parameters.ts";
import type { Lattice } from "../../lattice/lattice.ts";
import { type LatticeSpec, makeLattice } from "../../lattice/make_lattice.ts";
import type { Baseline, Target } from "../../networks/architecture.ts";
import { windowsOf } from "../../networks/baseline_windows.ts";
import { makeFieldModel } from "../../networks/make_field_model.ts";
import type { Network } from "../../networks/network.ts";

/** A baseline of networks by itself, as plain data. */
export interface BaselinePredictorSpec {
  /** Tells it from a network. */
  readonly kind: "baseline";
  /** Which one. */
  readonly baseline: Exclude<Baseline, "none">;
  /** Whether it is iterated until it has an energy, as for energy networks; no when left out. */
  readonly converged?: boolean;
}

/** What predicts, as plain data: a network and what computes it, or a baseline with nothing trained. */
export type PredictorSpec =
  | { readonly kind: "network"; readonly network: Network; readonly backend: string }
  | BaselinePredictorSpec;

/** Under which conditions: those of a group of configurations, and the constants of the model. */
export interface PredictionConditions {
  /** The lattice. */
  readonly lattice: LatticeSpec;
  /** Temperature k_B T, in units of t. */
  readonly temperature: number;
  /** Constants of the model, in units of t. */
  readonly model: HolsteinParameters;
}

/** What is predicted of one configuration. */
export interface Prediction {
  /** Which quantity. */
  readonly quantity: Target;
  /** n_i at μ = 0 (`density`) or F_i (`force`), shape [N]. */
  readonly values: Float64Array;
}

/** A predictor on one lattice at one temperature. */
export interface Predictor {
  /** The prediction for displacements of shape [N]. */
  predict(Q: Float64Array): Promise<Prediction>;
  /** Frees its memory. */
  close(): void;
}

/**
 * Makes a predictor.
 *
 * @throws {ParameterError} if the lattice is narrower than the receptive field, or there is no such
 *   backend
 * @throws {UnavailableError} if the machine or the permissions lack what the backend needs
 */
export async function makePredictor(
  spec: PredictorSpec,
  conditions: PredictionConditions,
): Promise<Predictor> {
  const { model: { g, t } } = conditions;
  const lattice = makeLattice(conditions.lattice);
  const temperature = conditions.temperature / t;
  if (spec.kind === "baseline") return baselinePredictor(spec, lattice, temperature, g / t);
  const { network, backend } = spec;
  const model = await makeFieldModel(network, lattice, { backend });
  const { target: quantity } = network.architecture;
  const isDensity = quantity === "density";
  return {
    async predict(Q) {
      const { values } = await model.predict(isDensity ? Q.map((q) => g / t * q) : Q);
      return { quantity, values: values.map((value) => isDensity ? value + 0.5 : value) };
    },
    close: () => model.close(),
  };
}

function baselinePredictor(
  { baseline, converged = false }: BaselinePredictorSpec,
  lattice: Lattice,
  temperature: number,
  coupling: number,
): Predictor {
  const cavity = new CavityEmbedding(lattice, {
    ...{ hopping: 1, temperature, poles: 0 },
    sweeps: converged ? "converged" : "scheduled",
    windows: windowsOf(baseline),
  });
  return {
    predict(Q) {
      const { density } = cavity.embed(Q.map((q) => -coupling * q));
      return Promise.resolve({ quantity: "density", values: density });
    },
    close() {},
  };
}

/**
 * Throws unless the predictor answers with densities.
 *
 * @throws {ParameterError} if it is a network of whole forces
 */
export function requireDensities(spec: PredictorSpec): void {
  if (spec.kind === "network" && spec.network.architecture.target === "force") {
    throw new ParameterError("These weights predict the force, not the density");
  }
}
