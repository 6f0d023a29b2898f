import type { Lattice } from "../lattice/lattice.ts";
import type { Descriptor } from "./descriptor.ts";
import type { FeatureForm } from "./feature_forms.ts";
import { WasmDescriptor } from "./wasm_descriptor.ts";

/**
 * The fastest descriptor of this form for a lattice.
 *
 * @param lattice square lattice with sides of at least 8
 * @param form how features are formed
 * @throws {ParameterError} if a side of the lattice is below 8 or the form is unknown
 *
 * @example Rotations and mirrors about a site leave its features as they are
 * ```ts
 * import { CounterRng, makeDescriptor, SquareLattice, transformField } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = new SquareLattice(8);
 * const descriptor = makeDescriptor(lattice);
 * const Q = new CounterRng(1, "initialDisplacement").normals(lattice.sites);
 * const featuresAt0 = (field: Float64Array) =>
 *   descriptor.describe(field, new Float64Array(45 * lattice.sites)).subarray(0, 45);
 * for (let g = 0; g < 8; g++) {
 *   assert.deepEqual(featuresAt0(transformField(lattice, Q, g)), featuresAt0(Q));
 * }
 * ```
 */
export function makeDescriptor(lattice: Lattice, form: FeatureForm = "complete"): Descriptor {
  return new WasmDescriptor(lattice, form);
}
