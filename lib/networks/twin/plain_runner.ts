import type { Lattice } from "../../lattice/lattice.ts";
import type { Architecture } from "../architecture.ts";
import type { NetworkOutput } from "../network_output.ts";
import type { NetworkRunner } from "../network_runner.ts";
import { type ParameterSet, validateParameters } from "../parameters.ts";
import { requireOutput } from "../require_output.ts";
import { plainNetwork } from "./plain_network.ts";

/** A network computed in double precision by plain loops: slow, and what the others are checked by. */
export class PlainRunner implements NetworkRunner {
  readonly #architecture: Architecture;
  readonly #parameters: ParameterSet;
  readonly #lattice: Lattice;

  /**
   * Takes the weights as they are.
   *
   * @throws {ShapeError} if they are not those of the architecture
   */
  constructor(architecture: Architecture, parameters: ParameterSet, lattice: Lattice) {
    validateParameters(architecture, parameters);
    this.#architecture = architecture;
    this.#parameters = parameters;
    this.#lattice = lattice;
  }

  // Asynchronous so that failure is a rejection, as with the other runners.
  // deno-lint-ignore require-await
  async run(features: Float32Array): Promise<NetworkOutput> {
    const output = plainNetwork(this.#architecture, this.#parameters, this.#lattice, features);
    requireOutput(output.values, features, "plain");
    return output;
  }

  close(): void {
    // Holds nothing but memory.
  }
}
