import { ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { FieldEngine } from "./engine/field_engine.ts";
import {
  defaultBackendOn,
  type FieldModel,
  type FieldModelMaker,
  type FieldModelOptions,
} from "./field_model.ts";
import { makeRunner, RUNNER_BACKENDS } from "./make_runner.ts";
import type { Network } from "./network.ts";
import { embeddingFor } from "./site_embedding.ts";

const MAKERS: Readonly<Record<string, FieldModelMaker>> = {
  wasm: FieldEngine.create,
  ...Object.fromEntries(
    RUNNER_BACKENDS.map((backend): [string, FieldModelMaker] => [
      backend,
      (network, lattice) => embedded(network, lattice, backend),
    ]),
  ),
};

/**
 * What networks can be computed by, the default first: `wasm`, kernels of our own on any number of
 * threads, which needs no permission on one; the TensorFlow.js backends `tfjs-wasm` (reads its one
 * `.wasm` file in Deno's npm cache), `tfjs-cpu` and `webgpu` (a GPU); and `plain`, in double
 * precision and slow.
 */
export const NETWORK_BACKENDS: readonly string[] = Object.keys(MAKERS);

/**
 * A network with all that belongs to it on a lattice: the one place where a backend's name becomes an
 * implementation.
 *
 * @throws {ParameterError} if there is no such backend, or the lattice is narrower than the network's
 *   receptive field
 * @throws {UnavailableError} if the machine or the permissions lack what it needs
 */
export async function makeFieldModel(
  network: Network,
  lattice: Lattice,
  { backend = defaultBackendOn(lattice), workers = 1 }: FieldModelOptions = {},
): Promise<FieldModel> {
  if (!Object.hasOwn(MAKERS, backend)) {
    throw new ParameterError(
      `Unknown backend "${backend}": accepted are ${NETWORK_BACKENDS.join(", ")}`,
    );
  }
  return await MAKERS[backend](network, lattice, workers);
}

/** An embedding in the calling thread, and the network behind it by a runner. */
async function embedded(
  { architecture, parameters, conditions }: Network,
  lattice: Lattice,
  backend: string,
): Promise<FieldModel> {
  const embedding = embeddingFor(architecture, lattice, conditions.temperature);
  const runner = await makeRunner(architecture, parameters, lattice, backend);
  return {
    async predict(field, values = new Float64Array(lattice.sites)) {
      const { features, baseline, baselineEnergy = 0 } = embedding.embed(field);
      const { values: found, energies } = await runner.run(features);
      found.forEach((value, i) => values[i] = baseline === undefined ? value : value + baseline[i]);
      if (energies === undefined) return { values };
      return { values, energy: energies.reduce((a, b) => a + b, baselineEnergy) };
    },
    close: () => runner.close(),
  };
}
