import { ParameterError } from "../errors.ts";
import { AUTOMATIC_BACKEND, automaticBackend } from "../networks/automatic_backend.ts";
import type { ModelName } from "../networks/architecture.ts";
import { defaultBackendOn } from "../networks/field_model.ts";
import type { Network } from "../networks/network.ts";
import { networkSha256 } from "../networks/network_checksum.ts";
import { NETWORK_PRESETS } from "../networks/presets.ts";
import { defaultWeightsFor } from "../networks/shipped_weights.ts";
import { loadWeights } from "../networks/weights_reference.ts";
import type { ForceFieldSpec } from "./force_field_spec.ts";

/** The methods that are networks: every kind of network is one, by its name. */
export const NETWORK_METHODS: readonly ModelName[] = Object.keys(NETWORK_PRESETS) as ModelName[];

/**
 * The specification with everything in it that decides the bits: where the method is a network, the
 * weights that it means today, by their SHA-256, and the backend, the one that `auto` stands for
 * here. Configurations and records hold this one.
 *
 * @throws {ParameterError} if there are no such weights, they are of another kind of network, or the
 *   method takes none
 * @throws {UnavailableError} if their file is not there or may not be read
 * @throws {FormatError} if they are damaged or have changed
 *
 * @example
 * ```ts
 * import { completeForceFieldSpec, forceFieldSpec } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = { kind: "square", width: 12, height: 12 };
 * const spec = forceFieldSpec({ lattice, method: "gnn", temperature: 0.1 });
 * const { weights } = await completeForceFieldSpec(spec);
 * assert.match(weights?.source ?? "", /^gnn-/);
 * assert.equal(weights?.sha256?.length, 64);
 * ```
 */
export async function completeForceFieldSpec<Spec extends ForceFieldSpec>(
  spec: Spec,
): Promise<Spec> {
  if (isNetworkMethod(spec.method)) return (await loadNetworkOf(spec)).spec;
  requireNoNetwork(spec);
  return spec;
}

/**
 * Throws if what only networks take is given to a method that is none.
 *
 * @throws {ParameterError} naming the method and what it does not take
 */
export function requireNoNetwork(
  given: { readonly method: string; readonly weights?: unknown; readonly backend?: unknown },
): void {
  for (const key of ["weights", "backend"] as const) {
    if (given[key] !== undefined) {
      throw new ParameterError(
        `The method ${given.method} takes no ${key}: those that do are ${
          NETWORK_METHODS.join(", ")
        }`,
      );
    }
  }
}

/** Whether a method is a network. */
export function isNetworkMethod(method: string): method is ModelName {
  return NETWORK_METHODS.some((name) => name === method);
}

/** The network that a specification asks for, and the specification completed. */
export async function loadNetworkOf<Spec extends ForceFieldSpec>(
  spec: Spec,
): Promise<{ readonly network: Network; readonly spec: Spec & { readonly backend: string } }> {
  const { method, lattice, temperature, model, ensemble } = spec;
  const { backend: asked = defaultBackendOn(lattice) } = spec;
  if (!isNetworkMethod(method)) throw new ParameterError(`The method ${method} is no network`);
  const { source, sha256 } = spec.weights ??
    { source: await defaultWeightsFor(method, lattice, temperature / model.t) };
  const network = await loadWeights({ source, ...(sha256 !== undefined && { sha256 }) });
  const { model: kind } = network.architecture;
  if (kind !== method) {
    throw new ParameterError(
      `The weights ${source} are of a network ${kind}: ask for the method ${kind}, not ${method}`,
    );
  }
  const backend = asked === AUTOMATIC_BACKEND
    ? await automaticBackend(network.architecture, lattice, ensemble === "grand-canonical")
    : asked;
  const weights = { source, sha256: networkSha256(network) };
  return { network, spec: { ...spec, weights, backend } };
}
