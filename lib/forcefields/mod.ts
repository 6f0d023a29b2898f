/**
 * Force fields: the one interface, and the methods that implement it.
 *
 * @module
 */
export { arithmeticOf } from "./arithmetic_of.ts";
export { completeForceFieldSpec, NETWORK_METHODS } from "./complete_spec.ts";
export { DensityForceField, type FillingCondition } from "./density_force_field.ts";
export { ElectronicForceField } from "./electronic_force_field.ts";
export { evaluateMany } from "./evaluate_many.ts";
export type { ForceEvaluation, ForceField } from "./force_field.ts";
export {
  type ForceFieldOptions,
  type ForceFieldSpec,
  forceFieldSpec,
  type Resources,
  type WeightsOption,
} from "./force_field_spec.ts";
export { makeForceField, METHODS } from "./make_force_field.ts";
export { NetworkDensity } from "./network_density.ts";
export { NetworkForceField } from "./network_force_field.ts";
