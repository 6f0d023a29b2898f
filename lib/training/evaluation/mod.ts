/**
 * Evaluation: how far a network's densities and forces are from the labels of a data set.
 *
 * @module
 */
export { type ErrorMoments, ErrorStatistics, type ErrorSummary } from "./error_statistics.ts";
export { errorTable, evaluationProvenance } from "./error_table.ts";
export { evaluateNetwork, type Evaluation, type EvaluationOptions } from "./evaluate_network.ts";
export type { EvaluationReport, PartErrors, PrecisionCheck } from "./evaluation_report.ts";
export { type ErrorGroup, type ErrorGrouping, GroupedErrors } from "./grouped_errors.ts";
export { predictDensities, predictForces, type PredictionOptions } from "./predict.ts";
export type { BaselinePredictorSpec, PredictorSpec } from "./predictor.ts";
export {
  type ConfigurationSelection,
  DATA_SET_PARTS,
  type DataSetPart,
  selectConfigurations,
} from "./select_configurations.ts";
export type { ParityData } from "./site_sample.ts";
export { UNTRAINED, type Untrained, untrainedPredictor } from "./untrained.ts";
