import { ParameterError } from "../errors.ts";
import type { NetworkRunner, NetworkRunnerMaker } from "./network_runner.ts";
import { type Architecture } from "./architecture.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { ParameterSet } from "./parameters.ts";
import { BACKEND_NAMES } from "./tfjs/backend.ts";
import { TfjsRunner } from "./tfjs/tfjs_runner.ts";
import { PlainRunner } from "./twin/plain_runner.ts";

const MAKERS: Readonly<Record<string, NetworkRunnerMaker>> = {
  ...Object.fromEntries(
    BACKEND_NAMES.map((backend): [string, NetworkRunnerMaker] => [
      backend === "webgpu" ? backend : `tfjs-${backend}`,
      (architecture, parameters, lattice) =>
        TfjsRunner.create(architecture, parameters, lattice, backend),
    ]),
  ),
  plain: (architecture, parameters, lattice) =>
    Promise.resolve(new PlainRunner(architecture, parameters, lattice)),
};

/**
 * What networks alone, without what they start from, can be computed by: the TensorFlow.js backends,
 * and `plain`, in double precision and slow.
 */
export const RUNNER_BACKENDS: readonly string[] = Object.keys(MAKERS);

/**
 * Makes a network ready to run on a lattice: the one place where a backend's name becomes an
 * implementation.
 *
 * @throws {ParameterError} if there is no such backend
 * @throws {UnavailableError} if the machine or the permissions lack what it needs
 */
export async function makeRunner(
  architecture: Architecture,
  parameters: ParameterSet,
  lattice: Lattice,
  backend: string,
): Promise<NetworkRunner> {
  if (!Object.hasOwn(MAKERS, backend)) {
    throw new ParameterError(
      `Unknown backend "${backend}": accepted are ${RUNNER_BACKENDS.join(", ")}`,
    );
  }
  return await MAKERS[backend](architecture, parameters, lattice);
}
