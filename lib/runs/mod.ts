/**
 * Records of runs: what was run, with which configuration, versions and machine, what came of it.
 *
 * @module
 */

export {
  compareRuns,
  type NumberComparison,
  type RunComparison,
  type RunDifference,
} from "./compare_runs.ts";
export { canonicalJson, configHash } from "./config_hash.ts";
export { currentMachine, currentPermissions, currentVersions } from "./environment.ts";
export { gitCommit } from "./git_commit.ts";
export { openRunStore, type OpenRunStoreOptions } from "./open_run_store.ts";
export { RUN_HEADINGS, runRow, showRun, showRuns } from "./show_runs.ts";
export { recordRun } from "./record_run.ts";
export { meetsCondition, parseRunCondition, type RunCondition } from "./run_condition.ts";
export type { RunHandle } from "./run_handle.ts";
export type {
  Artifact,
  Machine,
  MetricsRow,
  PackedRow,
  Permissions,
  RunExport,
  RunOrigin,
  RunProgress,
  RunRecord,
  RunStatus,
  RunSummary,
  Versions,
} from "./run_record.ts";
export type { RunDescription, RunFilter, RunStore } from "./run_store.ts";
export { packNumber, packRow, RUN_STATUSES } from "./run_record.ts";
export { type ArtifactTrace, inputsOf, type RunInput, traceArtifact } from "./trace_artifact.ts";
