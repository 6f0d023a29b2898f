/**
 * The descriptor of the environment of a site: 45 numbers, the same for the eight environments that
 * the rotations and mirrors of the square lattice make of one another (Fan and Chern, Sec. III).
 *
 * @module
 */
export { type Descriptor, type FeatureArray } from "./descriptor.ts";
export {
  DESCRIPTOR_SIZE,
  ENVIRONMENT,
  environmentOf,
  requireRoomForEnvironment,
} from "./environment.ts";
export { FEATURE_FORMS, type FeatureForm } from "./feature_forms.ts";
export { D4_IRREPS, type Irrep, type IrrepName } from "./irreps.ts";
export { makeDescriptor } from "./make_descriptor.ts";
export { PlainDescriptor } from "./plain_descriptor.ts";
export {
  ONE_DIMENSIONAL,
  REFERENCE_DOUBLET,
  SYMMETRY_BASIS,
  type SymmetryVector,
} from "./symmetry_basis.ts";
export { symmetryCoefficients } from "./symmetry_coefficients.ts";
export { WasmDescriptor } from "./wasm_descriptor.ts";
