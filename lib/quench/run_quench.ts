import { ParameterError, UnavailableError } from "../errors.ts";
import type { LangevinDynamics } from "../dynamics/langevin_dynamics.ts";
import { LangevinNoise } from "../dynamics/langevin_noise.ts";
import { requireStableTimeStep } from "../dynamics/langevin_parameters.ts";
import { makeIntegrator } from "../dynamics/make_integrator.ts";
import { makePropagator } from "../dynamics/make_propagator.ts";
import type { PhaseState } from "../dynamics/phase_state.ts";
import type { Propagator } from "../dynamics/propagator.ts";
import { arithmeticOf } from "../forcefields/arithmetic_of.ts";
import type { ForceField } from "../forcefields/force_field.ts";
import type { Resources } from "../forcefields/force_field_spec.ts";
import { completeForceFieldSpec } from "../forcefields/complete_spec.ts";
import { makeForceField } from "../forcefields/make_force_field.ts";
import { ensureFolder } from "../io/atomic_write.ts";
import { checkpointMilliseconds } from "../io/checkpoint_interval.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { turnTaker } from "../parallel/turn_taker.ts";
import { configHash } from "../runs/config_hash.ts";
import { type CheckpointInfo, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { configDifferences } from "./config_differences.ts";
import { initialState } from "./initial_state.ts";
import { ObservableTable } from "./observable_table.ts";
import { type ObservableRow, observe } from "./observe.ts";
import {
  forceFieldSpecOf,
  identityOf,
  langevinParametersOf,
  type QuenchConfig,
  validateCounts,
} from "./quench_config.ts";
import { readQuenchConfig, writeQuenchConfig } from "./quench_config_file.ts";
import { RunDirectory } from "./run_directory.ts";
import { lockRun } from "./run_lock.ts";

/** What a run tells of itself on its way. */
export interface QuenchListener {
  /** Told the step from which the run starts, once everything has been found in order. */
  readonly onStart?: (step: number) => void;
  /** Told the number of steps done, every few steps. */
  readonly onStep?: (step: number) => void;
  /** Told the share of sites, 0 to 1, that lie outside what a network was trained on, if any do. */
  readonly onOutsideTraining?: (share: number, step: number) => void;
  /** Told each row of observables. */
  readonly onRow?: (row: ObservableRow) => void | Promise<void>;
}

/** How a quench is run: nothing in here changes its bits. */
export interface QuenchRunOptions extends QuenchListener {
  /** Worker threads; results are the same for any number. */
  readonly resources: Resources;
  /** Continue the run that the folder holds; without it the folder must hold none. */
  readonly resume?: boolean;
  /** Resume also where this machine's arithmetic answers the probe differently. */
  readonly acceptOtherArithmetic?: boolean;
  /** Seconds between checkpoints. */
  readonly checkpointSeconds?: number;
  /** Ends the run after the present step, with a checkpoint. */
  readonly signal?: { readonly aborted: boolean };
}

/** How a run ended, in short. */
export interface TrajectoryOutcome {
  /** Whether all steps were done, or the run was stopped by its signal. */
  readonly status: "finished" | "interrupted";
  /** Steps done. */
  readonly step: number;
}

/** How a run ended. */
export interface QuenchOutcome extends TrajectoryOutcome {
  /** The rows of observables so far. */
  readonly rows: readonly ObservableRow[];
}

/**
 * Runs a thermal quench and leaves its frames, observables and checkpoints in a folder.
 *
 * A run that was stopped, killed or extended continues bit for bit as if it had never stopped:
 * frames and rows after the last checkpoint are computed again, to the same bits. The weights of a
 * network that the configuration leaves open are settled, and written down, at the start.
 *
 * @throws {ParameterError} if the configuration is not accepted, or contradicts the run to resume
 * @throws {UnavailableError} if the folder holds a run already, or another process is running it
 */
export async function runQuench(
  given: QuenchConfig,
  folder: string,
  options: QuenchRunOptions,
): Promise<QuenchOutcome> {
  checkpointMilliseconds(options.checkpointSeconds);
  const config = await completeForceFieldSpec(given);
  const directory = new RunDirectory(folder);
  const held = await directory.holdsRun();
  if (held && !options.resume) throw heldAlready(folder);
  if (held) await requireSameRun(config, directory);
  const goesOn = async () => options.resume && await directory.holdsCheckpoint();
  const spec = forceFieldSpecOf(config);
  const forceField = await makeForceField(spec, options.resources);
  const { lattice } = forceField;
  try {
    const dynamics = dynamicsOf(config, forceField);
    const info = {
      configHash: configHash(identityOf(config)),
      arithmetic: await arithmeticOf(config),
    };
    // Before the folder is made: what has no force at its start leaves nothing behind.
    const beginning = await goesOn() ? undefined : await initialState(config, forceField);
    await ensureFolder(directory.frames);
    using _lock = lockRun(directory.lock);
    // Another process may have begun, and ended, since the folder was looked at.
    if (!held && await directory.holdsRun()) throw heldAlready(folder);
    await directory.removeLeftovers();
    const reached = await goesOn()
      ? await reachedState(config, directory, lattice, info, options)
      : undefined;
    const state = reached?.state ?? beginning ?? await initialState(config, forceField);
    const { observables } = directory;
    const table = await ObservableTable.open(observables, config, state.step, reached?.rows);
    const propagator = await makePropagator(spec, forceField, dynamics, state, options.resources);
    try {
      await writeQuenchConfig(directory.config, config);
      return await loop(config, directory, lattice, propagator, state, table, info, options);
    } finally {
      await propagator.close();
    }
  } finally {
    forceField.close();
  }
}

/**
 * Makes sure that `runQuench` would accept a configuration, whatever folder it is run in.
 *
 * @throws {ParameterError} what `runQuench` would throw
 * @throws {UnavailableError} if the machine or the permissions lack what the method needs
 */
export async function requireRunnable(config: QuenchConfig, resources: Resources): Promise<void> {
  const forceField = await makeForceField(forceFieldSpecOf(config), { ...resources, workers: 1 });
  try {
    dynamicsOf(config, forceField);
  } finally {
    forceField.close();
  }
}

function heldAlready(folder: string): UnavailableError {
  return new UnavailableError(
    `${folder} holds a run already: resume it, or choose another folder`,
  );
}

function dynamicsOf(config: QuenchConfig, forceField: ForceField): LangevinDynamics {
  validateCounts(config);
  const parameters = langevinParametersOf(config);
  const { seed, trajectory, model: { k, kappa } } = config;
  requireStableTimeStep(parameters, k + forceField.lattice.coordination * Math.abs(kappa));
  const noise = new LangevinNoise(seed, trajectory);
  return { integrator: makeIntegrator(config.integrator, parameters, noise), seed, trajectory };
}

async function requireSameRun(config: QuenchConfig, directory: RunDirectory): Promise<void> {
  const different = configDifferences(await readQuenchConfig(directory.config), config);
  if (different.length === 0) return;
  throw new ParameterError(
    `Cannot resume ${directory.path} with another ${different.join(", ")}: ` +
      `only the number of steps may change`,
  );
}

async function reachedState(
  config: QuenchConfig,
  directory: RunDirectory,
  lattice: Lattice,
  here: CheckpointInfo,
  { acceptOtherArithmetic }: QuenchRunOptions,
): Promise<{ readonly state: PhaseState; readonly rows?: string | undefined }> {
  const { state, info } = await readCheckpoint(directory.checkpoint, lattice);
  if (info.configHash !== here.configHash) {
    throw new ParameterError(
      `Cannot resume ${directory.path}: its checkpoint belongs to another configuration`,
    );
  }
  if (state.step > config.steps) {
    throw new ParameterError(
      `Cannot resume to step ${config.steps}: the run has reached step ${state.step} already`,
    );
  }
  if (info.arithmetic !== here.arithmetic && !acceptOtherArithmetic) {
    throw new UnavailableError(
      `Cannot resume bit for bit: the run was made with arithmetic "${info.arithmetic}", ` +
        `this machine has "${here.arithmetic}"; accept other arithmetic by name to go on all the same`,
    );
  }
  return { state, rows: info.observables };
}

async function loop(
  config: QuenchConfig,
  directory: RunDirectory,
  lattice: Lattice,
  propagator: Propagator,
  start: PhaseState,
  table: ObservableTable,
  info: CheckpointInfo,
  options: QuenchRunOptions,
): Promise<QuenchOutcome> {
  const { steps, saveEvery, observeEvery } = config;
  const interval = checkpointMilliseconds(options.checkpointSeconds);
  let lastCheckpoint = performance.now();
  let state = start;
  const others = turnTaker();

  const record = async () => {
    const { step, Q, evaluation } = state;
    const { outsideTraining = 0 } = evaluation;
    if (outsideTraining > 0) options.onOutsideTraining?.(outsideTraining, step);
    if (step % observeEvery === 0) {
      const row = observe(config, lattice, state);
      table.add(row);
      await options.onRow?.(row);
    }
    if (step % saveEvery === 0) {
      await directory.writeFrame(lattice, step, { Q, n: evaluation.density });
    }
  };
  // The rows first: a checkpoint never stands for rows that are not on the disk.
  const checkpoint = async () => {
    await table.write();
    const observables = table.sha256;
    await writeCheckpoint(directory.checkpoint, lattice, state, { ...info, observables });
    lastCheckpoint = performance.now();
  };

  options.onStart?.(state.step);
  if (state.step === 0) await record();
  while (state.step < steps && !options.signal?.aborted) {
    const next = Math.min(
      steps,
      state.step + propagator.stride,
      nextMultiple(state.step, observeEvery),
      nextMultiple(state.step, saveEvery),
    );
    state = await propagator.advance(next - state.step);
    await record();
    options.onStep?.(state.step);
    if (performance.now() - lastCheckpoint >= interval) await checkpoint();
    await others();
  }
  await checkpoint();
  const status = state.step < steps ? "interrupted" : "finished";
  return { status, step: state.step, rows: table.rows };
}

/** The smallest multiple of `interval` above `step`. */
function nextMultiple(step: number, interval: number): number {
  return interval * (Math.floor(step / interval) + 1);
}
