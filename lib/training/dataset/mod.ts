/**
 * Data sets: labelled configurations for training, how they are made, kept and divided.
 *
 * @module
 */
export { type DataSetOptions, dataSetRecipe } from "./complete_recipe.ts";
export { compareLabels, type LabelDifference } from "./compare_labels.ts";
export {
  CONFIGURATION_KINDS,
  configurationAt,
  type ConfigurationColumns,
  configurationCount,
  type ConfigurationGroup,
  type ConfigurationKind,
  type DataSet,
  type DataSetProvenance,
  fieldOf,
  forcesOf,
  type LabelledConfiguration,
  type Split,
} from "./data_set.ts";
export {
  type DataSetFile,
  decodeDataSet,
  encodeDataSet,
  type EncodedDataSet,
  readDataSet,
  writeDataSet,
} from "./data_set_file.ts";
export { IMPORTED, importFrames, type ImportFramesOptions } from "./import_frames.ts";
export {
  type DataSetOutcome,
  type DataSetProgress,
  makeDataSet,
  type MakeDataSetOptions,
} from "./make_data_set.ts";
export { DATA_SET_PRESETS, type DataSetPreset, dataSetPresetNamed } from "./presets.ts";
export type { DataSetRecipe, ImportedFrames, RandomDraw, TrajectoryRecipe } from "./recipe.ts";
export { settleRecipe } from "./settle_recipe.ts";
export { evenSteps } from "./snapshot_steps.ts";
export { splitByConfiguration, splitByTrajectory, type SplitOptions } from "./splits.ts";
export { type GroupStatistics, statisticsOf } from "./statistics.ts";
export { driverOf } from "./driver.ts";
