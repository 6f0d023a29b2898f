import { makeDescriptor } from "../descriptor/make_descriptor.ts";
import { DESCRIPTOR_SIZE } from "../descriptor/environment.ts";
import { ParameterError } from "../errors.ts";
import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { Architecture } from "./architecture.ts";
import { requireRoomForNetwork } from "./receptive_field.ts";

/** The numbers at each site that a network starts from, and what it adds its answer to. */
export interface SiteInputs {
  /** Features, shape [N, features]. */
  readonly features: Float32Array;
  /**
   * The target as the embedding knows it already, shape [N]: a network predicts the rest. Left out
   * where that is nothing.
   */
  readonly baseline?: Float64Array;
}

/** What turns a field into the inputs of a network. */
export interface SiteEmbedding {
  /** The lattice that it was made for. */
  readonly lattice: Lattice;
  /**
   * The inputs for a field: x = (gQ + μ)/t where the network's target is the density, Q where it is
   * the force, shape [N].
   *
   * @throws {ShapeError} if the field has not one value a site
   * @throws {ParameterError} if a value is not finite
   */
  embed(field: Float64Array): SiteInputs;
}

/**
 * The embedding of a network on a lattice: the descriptor for an MLP, the field itself for an
 * energy network and a GNN on the raw field.
 *
 * @param cavity the cavity method on this lattice, for a GNN that starts from it
 * @throws {ParameterError} if the lattice is narrower than the receptive field, or the network needs
 *   the cavity method and it is not given
 */
export function embeddingFor(
  architecture: Architecture,
  lattice: Lattice,
  cavity?: SiteEmbedding,
): SiteEmbedding {
  requireRoomForNetwork(architecture, lattice);
  if (architecture.model === "mlp") {
    const descriptor = makeDescriptor(lattice, architecture.descriptor);
    const embed = (field: Float64Array): SiteInputs => ({
      features: descriptor.describe(field, new Float32Array(DESCRIPTOR_SIZE * lattice.sites)),
    });
    return { lattice, embed };
  }
  if (architecture.model === "gnn" && architecture.embedding.kind === "cavity") {
    if (cavity === undefined) {
      throw new ParameterError(`This GNN starts from the cavity method, and none was given`);
    }
    return cavity;
  }
  const embed = (field: Float64Array): SiteInputs => {
    validateField(lattice, field);
    return { features: Float32Array.from(field) };
  };
  return { lattice, embed };
}
