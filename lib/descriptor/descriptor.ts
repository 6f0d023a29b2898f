import { ShapeError } from "../errors.ts";
import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { DESCRIPTOR_SIZE } from "./environment.ts";
import type { FeatureForm } from "./feature_forms.ts";

/** Where features go: double precision, or rounded to the single precision of the networks. */
export type FeatureArray = Float64Array | Float32Array;

/**
 * 45 numbers for every site that describe the field within √13 of it and are the same, to the last
 * bit, for the eight environments that rotations and mirrors make of one another (Sec. III).
 */
export interface Descriptor {
  /** How features are formed. */
  readonly form: FeatureForm;
  /** The lattice that it was made for. */
  readonly lattice: Lattice;
  /**
   * Computes the features of all sites: those of site i from 45·i, in the order of
   * `SYMMETRY_BASIS`.
   *
   * @param field one number a site, shape [N], of any unit: nothing is scaled
   * @param features receives the features, shape [N, 45]
   * @returns `features`
   * @throws {ShapeError} if an array is of another length
   * @throws {ParameterError} if the field is not finite everywhere
   */
  describe<Features extends FeatureArray>(field: Float64Array, features: Features): Features;
}

/** Checks what `Descriptor.describe` is given. */
export function validateDescribe(
  lattice: Lattice,
  field: Float64Array,
  features: FeatureArray,
): void {
  validateField(lattice, field);
  const expected = DESCRIPTOR_SIZE * lattice.sites;
  if (features.length !== expected) {
    throw new ShapeError(
      `The features of a ${lattice.width}×${lattice.height} lattice are ${DESCRIPTOR_SIZE} ` +
        `numbers a site, ${expected} in all: got room for ${features.length}`,
    );
  }
}
