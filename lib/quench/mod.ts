/**
 * Quenches: configuration, the run itself, its files, and the analysis of ensembles of runs.
 *
 * @module
 */
export { analysisTables, describeCollapse, provenanceOf } from "./analysis_tables.ts";
export {
  type AnalysisOptions,
  analyzeEnsemble,
  type EnsembleAnalysis,
  type FrameAnalysis,
} from "./analyze_ensemble.ts";
export { type CheckpointInfo, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
export { type CollapseData, type CollapseQuality, collapseQuality } from "./collapse_quality.ts";
export { everyFrame } from "./every_frame.ts";
export { openEnsemble, type QuenchEnsemble } from "./ensemble.ts";
export { readEnsembleConfig } from "./ensemble_config.ts";
export { EnsembleDirectory } from "./ensemble_directory.ts";
export { type EnsembleSummary, ensembleSummary } from "./ensemble_summary.ts";
export { defaultFitWindow, FEWEST_FIT_TIMES, fitGrowth, type GrowthFit } from "./growth_fit.ts";
export { disorderedState, initialState } from "./initial_state.ts";
export { type MeanObservables, meanObservables, meanObservablesTable } from "./mean_observables.ts";
export { readObservables } from "./observable_table.ts";
export { OBSERVABLE_COLUMNS, type ObservableRow, observe } from "./observe.ts";
export {
  forceFieldSpecOf,
  identityOf,
  langevinParametersOf,
  type QuenchConfig,
  quenchConfig,
  type QuenchIdentity,
  type QuenchOptions,
  timeOf,
} from "./quench_config.ts";
export { readQuenchConfig } from "./quench_config_file.ts";
export { type FrameField, RunDirectory } from "./run_directory.ts";
export { finishedRuns, runFoldersOf, type UnfinishedRun } from "./run_folders.ts";
export { type EnsembleOutcome, type EnsembleRunOptions, runEnsemble } from "./run_ensemble.ts";
export {
  type QuenchListener,
  type QuenchOutcome,
  type QuenchRunOptions,
  runQuench,
  type TrajectoryOutcome,
} from "./run_quench.ts";
export type { RunTrajectory, TrajectoryOptions } from "./run_trajectories.ts";
export type { Trajectory } from "./trajectory.ts";
export { trajectoryArrays, type TrajectoryArraysOptions } from "./trajectory_arrays.ts";
