import { noteArtifacts, runThatLeft } from "./records.ts";
import {
  arithmeticOf,
  type ObservableRow,
  type QuenchConfig,
  RunDirectory,
  type RunHandle,
  type RunStore,
  type TrajectoryOutcome,
} from "../../mod.ts";

/** Runs `body` under the record of a quench into a folder, which ends as the run does. */
export async function recordQuench<Outcome extends TrajectoryOutcome>(
  store: RunStore,
  config: QuenchConfig,
  folder: string,
  body: (run: RunHandle) => Promise<Outcome>,
): Promise<Outcome> {
  const begun = performance.now();
  const run = await store.begin({
    verb: "quench",
    config,
    seed: config.seed,
    parent: await runThatLeft(store, new RunDirectory(folder).checkpoint),
    arithmetic: await arithmeticOf(config),
  });
  try {
    const outcome = await body(run);
    run.timing("total", (performance.now() - begun) / 1000);
    await (outcome.status === "finished" ? run.finish() : run.interrupt());
    return outcome;
  } catch (error) {
    // The user is to see why the run failed, not that its record could not be written on top.
    await run.fail(error).catch(() => {});
    throw error;
  }
}

/** Notes a row of observables with the run. */
export function noteRow(run: RunHandle, { step, ...values }: ObservableRow): void {
  run.metrics(step, values);
}

/** Notes the time that the steps took, in seconds, and the files that they left. */
export async function noteSteps(run: RunHandle, folder: string, seconds: number): Promise<void> {
  run.timing("dynamics", seconds);
  const directory = new RunDirectory(folder);
  await noteArtifacts(run, [
    { path: directory.config, kind: "config" },
    { path: directory.observables, kind: "table" },
    { path: directory.checkpoint, kind: "checkpoint" },
  ]);
}

/** Temperature and domain size of some rows, averaged, for the line of the progress. */
export function describeRows(rows: readonly ObservableRow[]): string {
  if (rows.length === 0) return "";
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const T = mean(rows.map(({ kineticTemperature }) => kineticTemperature));
  const sizes = rows.map(({ domainSize }) => domainSize).filter((L) => !Number.isNaN(L));
  const size = sizes.length === 0 ? "" : `, L = ${mean(sizes).toFixed(2)}`;
  return `T = ${T.toPrecision(3)}${size}`;
}
