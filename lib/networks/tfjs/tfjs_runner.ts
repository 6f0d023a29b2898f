import type { Lattice } from "../../lattice/lattice.ts";
import type { Architecture } from "../architecture.ts";
import type { NetworkOutput } from "../network_output.ts";
import type { NetworkRunner } from "../network_runner.ts";
import { inputFeatures } from "../parameter_layout.ts";
import { type ParameterSet, validateParameters } from "../parameters.ts";
import { requireOutput } from "../require_output.ts";
import { type BackendName, withBackend } from "./backend.ts";
import { type BatchGeometry, batchGeometry } from "./geometry.ts";
import { networkGraph } from "./network_graph.ts";
import { disposeTensors, type TensorMap, uploadParameters } from "./tensors.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** A network computed by TensorFlow.js in single precision. */
export class TfjsRunner implements NetworkRunner {
  readonly #architecture: Architecture;
  readonly #tensors: TensorMap;
  readonly #lattice: Lattice;
  readonly #geometry: BatchGeometry;
  readonly #backend: BackendName;

  private constructor(
    architecture: Architecture,
    tensors: TensorMap,
    lattice: Lattice,
    backend: BackendName,
  ) {
    this.#architecture = architecture;
    this.#tensors = tensors;
    this.#lattice = lattice;
    this.#geometry = batchGeometry(lattice, 1);
    this.#backend = backend;
  }

  /**
   * Starts the backend and copies the weights to it.
   *
   * @throws {ParameterError} if there is no such backend
   * @throws {UnavailableError} if the machine or the permissions lack what it needs
   * @throws {ShapeError} if the weights are not those of the architecture
   */
  static async create(
    architecture: Architecture,
    parameters: ParameterSet,
    lattice: Lattice,
    backend: BackendName,
  ): Promise<TfjsRunner> {
    validateParameters(architecture, parameters);
    const upload = (tf: Tfjs) => uploadParameters(tf, architecture, parameters);
    return new TfjsRunner(architecture, await withBackend(backend, upload), lattice, backend);
  }

  async run(features: Float32Array): Promise<NetworkOutput> {
    const tensors = await withBackend(
      this.#backend,
      (tf) => tf.tidy(() => this.#graph(tf, features)),
    );
    const [values, energies] = await Promise.all(tensors.map(download));
    requireOutput(values, features, this.#backend);
    return energies === undefined ? { values } : { values, energies };
  }

  #graph(tf: Tfjs, features: Float32Array): Tensor[] {
    const shape: [number, number] = [this.#lattice.sites, inputFeatures(this.#architecture)];
    const input = tf.tensor2d(features, shape);
    const { values, energies } = networkGraph(
      tf,
      this.#architecture,
      this.#tensors,
      input,
      this.#geometry,
    );
    return energies === undefined ? [values] : [values, energies];
  }

  close(): void {
    disposeTensors(this.#tensors);
  }
}

/** The elements of a tensor, which is freed. */
async function download(tensor: Tensor): Promise<Float64Array> {
  try {
    return Float64Array.from(await tensor.data());
  } finally {
    tensor.dispose();
  }
}
