import { makeDescriptor } from "../descriptor/make_descriptor.ts";
import { DESCRIPTOR_SIZE } from "../descriptor/environment.ts";
import { CAVITY_CHANNELS_PER_POLE, CavityEmbedding } from "../electrons/cavity_embedding.ts";
import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { type Architecture, RAW_EMBEDDING } from "./architecture.ts";
import { cavityOptionsOf } from "./cavity_options.ts";
import { CAVITY_SITE_CHANNELS } from "./embedding_channels.ts";
import { requireRoomForNetwork } from "./receptive_field.ts";

/** The numbers at each site that a network starts from, and what it adds its answer to. */
export interface SiteInputs {
  /** Features, shape [N, features]. */
  readonly features: Float32Array;
  /** What the prediction is added to, shape [N]; left out where that is nothing. */
  readonly baseline?: Float64Array;
  /** The part of Ω_el/t that belongs to the baseline; energy networks only. */
  readonly baselineEnergy?: number;
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
   * @throws {ParameterError} if a value is not finite, or too large for the cavity method
   */
  embed(field: Float64Array): SiteInputs;
}

/**
 * The embedding of a network on a lattice: the descriptor for an MLP, the field itself for an
 * energy network and a GNN on the raw field, and the cavity method's answer where the architecture
 * has it as embedding or baseline.
 *
 * @param temperature T/t, which the cavity method depends on
 * @throws {ParameterError} if the lattice is narrower than the receptive field, or the temperature
 *   or the number of poles is out of the cavity method's range
 */
export function embeddingFor(
  architecture: Architecture,
  lattice: Lattice,
  temperature: number,
): SiteEmbedding {
  requireRoomForNetwork(architecture, lattice);
  const site = architecture.model === "mlp"
    ? descriptorFeatures(architecture.descriptor, lattice)
    : rawFeatures(lattice);
  const options = cavityOptionsOf(architecture, temperature);
  if (options === undefined) return { lattice, embed: (field) => ({ features: site(field) }) };
  const channels = architecture.model === "gnn" ? architecture.embedding : RAW_EMBEDDING;
  const isEnergy = architecture.model === "energy-gnn";
  const cavity = new CavityEmbedding(lattice, options);
  const embed = (field: Float64Array): SiteInputs => {
    const found = cavity.embed(field.map((x) => -x));
    const densityMinusHalf = found.density.map((n) => n - 0.5);
    const features = channels.kind === "cavity"
      ? siteByPoles(field, densityMinusHalf, found.features, channels.poles)
      : site(field);
    if (architecture.baseline === "none") return { features };
    return {
      features,
      baseline: densityMinusHalf,
      ...(isEnergy && { baselineEnergy: found.evenPotential! }),
    };
  };
  return { lattice, embed };
}

function descriptorFeatures(form: "paper" | "complete" | "oriented", lattice: Lattice) {
  const descriptor = makeDescriptor(lattice, form);
  return (field: Float64Array) =>
    descriptor.describe(field, new Float32Array(DESCRIPTOR_SIZE * lattice.sites));
}

function rawFeatures(lattice: Lattice) {
  return (field: Float64Array) => {
    validateField(lattice, field);
    return Float32Array.from(field);
  };
}

/** Rows of x, n - 1/2 and the Green functions at the poles. */
function siteByPoles(
  field: Float64Array,
  densityMinusHalf: Float64Array,
  green: Float32Array,
  poles: number,
): Float32Array {
  const width = CAVITY_CHANNELS_PER_POLE * poles;
  const channels = CAVITY_SITE_CHANNELS + width;
  const features = new Float32Array(field.length * channels);
  for (let i = 0; i < field.length; i++) {
    const row = channels * i;
    features[row] = field[i];
    features[row + 1] = densityMinusHalf[i];
    features.set(green.subarray(width * i, width * (i + 1)), row + CAVITY_SITE_CHANNELS);
  }
  return features;
}
