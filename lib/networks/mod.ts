/**
 * Networks: architectures, weights and their files, and how they are computed.
 *
 * @module
 */
export type {
  Activation,
  Aggregation,
  Architecture,
  Baseline,
  EmbeddingSpec,
  EnergyGnnArchitecture,
  GnnArchitecture,
  MlpArchitecture,
  ModelName,
  ParticleHole,
  Target,
} from "./architecture.ts";
export { RAW_EMBEDDING } from "./architecture.ts";
export { AUTOMATIC_BACKEND } from "./automatic_backend.ts";
export { windowsOf } from "./baseline_windows.ts";
export { embeddingParity } from "./embedding_channels.ts";
export * from "./density_model.ts";
export {
  DEFAULT_BACKEND,
  defaultBackendOn,
  type FieldModel,
  type FieldModelOptions,
  type FieldPrediction,
} from "./field_model.ts";
export { makeFieldModel, NETWORK_BACKENDS } from "./make_field_model.ts";
export { makeRunner, RUNNER_BACKENDS } from "./make_runner.ts";
export { BACKEND_NAMES, type BackendName } from "./tfjs/backend.ts";
export { onSlowTfjs } from "./tfjs/tfjs.ts";
export * from "./network.ts";
export type { NetworkDefaults } from "./network_assembly.ts";
export { networkSha256 } from "./network_checksum.ts";
export * from "./network_file.ts";
export * from "./network_json.ts";
export { validateConditions } from "./network_metadata.ts";
export type { NetworkOutput } from "./network_output.ts";
export type { NetworkRunner } from "./network_runner.ts";
export {
  inputFeatures,
  isTrainable,
  type ParameterEntry,
  parameterLayout,
} from "./parameter_layout.ts";
export {
  type Initialisation,
  initialParameters,
  parameterCount,
  parameterCounts,
  type ParameterSet,
  validateParameters,
} from "./parameters.ts";
export * from "./presets.ts";
export * from "./receptive_field.ts";
export * from "./shipped_weights.ts";
export * from "./site_embedding.ts";
export * from "./validate_architecture.ts";
export * from "./weights_reference.ts";
