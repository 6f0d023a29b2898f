import type { Lattice } from "../lattice/lattice.ts";
import type { Network } from "./network.ts";

/** The backend where none is asked for, on the square lattice: kernels of our own. */
export const DEFAULT_BACKEND = "wasm";

/** The backend where none is asked for: TensorFlow.js where our kernels do not know the lattice. */
export function defaultBackendOn({ kind }: Pick<Lattice, "kind">): string {
  return kind === "square" ? DEFAULT_BACKEND : "tfjs-wasm";
}

/** What a network says of a field. */
export interface FieldPrediction {
  /** The prediction with its baseline: n_i - 1/2 or F_i, shape [N]. */
  readonly values: Float64Array;
  /** Ω_el/t, or Ω, up to a constant a site; energy networks only. */
  readonly energy?: number;
}

/** A network with all that belongs to it, from the field to the prediction, on one lattice. */
export interface FieldModel {
  /** Bytes of the memory that it computes in, whatever the number of threads; not always known. */
  readonly memoryBytes?: number;
  /**
   * The prediction for a field: x = (gQ + μ)/t where the network's target is the density, Q where it
   * is the force, shape [N].
   *
   * @param values where to write it, shape [N]; a new array when left out
   * @throws {ShapeError} if the field has not one value a site
   * @throws {ParameterError} if a value is not finite, or too large for the cavity method
   * @throws {NumericalError} if what computes it fails
   */
  predict(field: Float64Array, values?: Float64Array): Promise<FieldPrediction>;
  /** Frees its memory and threads; it cannot be used afterwards. */
  close(): void;
}

/** How a network is computed. */
export interface FieldModelOptions {
  /** One of `NETWORK_BACKENDS`; `defaultBackendOn` the lattice when left out. */
  readonly backend?: string;
  /** Threads of the backend `wasm`, 1 when left out; the answer is the same for any number. */
  readonly workers?: number;
}

/** Makes a field model. */
export type FieldModelMaker = (
  network: Network,
  lattice: Lattice,
  workers: number,
) => Promise<FieldModel>;
