import type { Architecture } from "./architecture.ts";
import type { NetworkOutput } from "./network_output.ts";
import type { ParameterSet } from "./parameters.ts";
import type { Lattice } from "../lattice/lattice.ts";

/** A network on a lattice, behind whatever computes it. */
export interface NetworkRunner {
  /**
   * The network's output for the features of one lattice.
   *
   * @param features shape [N, features]
   * @throws {NumericalError} if the output has NaN or is zero throughout
   */
  run(features: Float32Array): Promise<NetworkOutput>;
  /** Frees its memory; it cannot be used afterwards. */
  close(): void;
}

/** Makes a runner. */
export type NetworkRunnerMaker = (
  architecture: Architecture,
  parameters: ParameterSet,
  lattice: Lattice,
) => Promise<NetworkRunner>;
