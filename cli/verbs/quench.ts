import { join } from "node:path";
import { Command, Option } from "../shared/commander.ts";
import { INTERRUPTED, interruption } from "../shared/interruption.ts";
import {
  addModelOptions,
  givenElectrons,
  givenModel,
  type ModelOptions,
  resourcesOf,
  withoutUndefined,
} from "../shared/model_options.ts";
import { parseInteger, parseNumber, parseSize } from "../shared/number_options.ts";
import { formatDuration, startProgress } from "../shared/progress.ts";
import {
  addRecordOptions,
  noteArtifacts,
  openRecords,
  type RecordOptions,
} from "../shared/records.ts";
import { noteOutsideTraining } from "../shared/network_options.ts";
import { userPath } from "../shared/user_path.ts";
import { writeAnalysis } from "../shared/write_analysis.ts";
import {
  arithmeticOf,
  completeForceFieldSpec,
  INTEGRATORS,
  type ObservableRow,
  ParameterError,
  type QuenchConfig,
  quenchConfig,
  readQuenchConfig,
  RunDirectory,
  type RunHandle,
  runQuench,
} from "../../mod.ts";

interface QuenchCliOptions extends ModelOptions, RecordOptions {
  readonly size?: { width: number; height: number };
  readonly lattice?: string;
  readonly steps?: number;
  readonly seed?: number;
  readonly trajectoryIndex?: number;
  readonly integrator?: string;
  readonly timeStep?: number;
  readonly dampingRate?: number;
  readonly initialDisplacement?: number;
  readonly initialVelocity?: number;
  readonly saveEvery?: number;
  readonly observeEvery?: number;
  readonly output?: string;
  readonly config?: string;
  readonly resume: boolean;
  readonly acceptOtherArithmetic: boolean;
  readonly checkpointSeconds?: number;
  readonly figures: boolean;
}

/** `nearsight quench`: a Langevin run from a disordered state, with figures and a record. */
export const command = addRecordOptions(addModelOptions(
  new Command("quench")
    .description(
      "Thermal quench: Langevin dynamics from a disordered state at low temperature.\n\n" +
        "Without options: 40×40, T = 0.1, preset reference, exact forces, 3,000 steps.\n" +
        "Units: energies and temperatures in the hopping t; the time step in the unit in which a " +
        "free oscillator has the period τ0 = 2π√(m/k); times are reported in τ0.",
    )
    .option("--size <L|WxH>", "sides of the lattice, even and at least 4 (default: 40)", parseSize)
    .option("--lattice <kind>", "geometry of the lattice (default: square)")
    .option("--steps <n>", "time steps (default: 3000)", parseInteger)
    .option("--seed <n>", "seed of all random numbers (default: 1)", parseInteger)
    .option("--trajectory-index <n>", "number of the trajectory in its ensemble", parseInteger)
    .addOption(
      new Option("--integrator <name>", "of the Langevin equation (default: verlet-ou)")
        .choices([...INTEGRATORS]),
    )
    .option("--time-step <dt>", "time step", parseNumber)
    .option("--damping-rate <rate>", "damping rate; 0 for constant energy", parseNumber)
    .option("--initial-displacement <sd>", "width of the initial Q", parseNumber)
    .option("--initial-velocity <sd>", "width of the initial velocities", parseNumber)
    .option("--save-every <n>", "steps between saved frames (default: 100)", parseInteger)
    .option("--observe-every <n>", "steps between rows of observables (default: 10)", parseInteger)
    .option("--output <dir>", "folder of the run (default: a new one in runs/)", userPath)
    .option("--config <file>", "a complete configuration, as a run leaves it", userPath)
    .option("--resume", "continue the run in --output, to --steps if given", false)
    .option(
      "--accept-other-arithmetic",
      "resume where this processor rounds differently: no longer bit for bit",
      false,
    )
    .option("--checkpoint-seconds <s>", "seconds between checkpoints (default: 30)", parseNumber)
    .option("--no-figures", "leave out analysis and figures"),
)).action(async (options: QuenchCliOptions) => {
  const config = await completeForceFieldSpec(await configOf(options));
  const output = options.output ?? newRunFolder(config);
  const { signal, stop } = interruption();
  using store = await openRecords(options);
  const run = await store.begin({
    verb: "quench",
    config,
    seed: config.seed,
    arithmetic: await arithmeticOf(config),
  });
  try {
    const status = await runAndReport(config, output, options, signal, run);
    await (status === "finished" ? run.finish() : run.interrupt());
    if (status === "interrupted") Deno.exitCode = INTERRUPTED;
  } catch (error) {
    // The user is to see why the run failed, not that its record could not be written on top.
    await run.fail(error).catch(() => {});
    throw error;
  } finally {
    stop();
  }
});

async function configOf(options: QuenchCliOptions): Promise<QuenchConfig> {
  const { size, steps, seed, integrator, timeStep, dampingRate, saveEvery, observeEvery } = options;
  const { method, trajectoryIndex: trajectory, initialDisplacement, initialVelocity } = options;
  const given = withoutUndefined({
    steps,
    seed,
    trajectory,
    integrator,
    timeStep,
    dampingRate,
    initialDisplacement,
    initialVelocity,
    saveEvery,
    observeEvery,
    ...givenElectrons(options),
  });
  const model = givenModel(options);
  const found = await baseConfig(options);
  if (found !== undefined) {
    const base = method === undefined || method === found.method ? found : withoutNetwork(found);
    const lattice = { ...base.lattice, ...size, ...withoutUndefined({ kind: options.lattice }) };
    return { ...base, ...given, lattice, model: { ...base.model, ...model } };
  }
  const { lattice, preset } = options;
  return quenchConfig({
    ...(size ?? { width: 40 }),
    model,
    ...withoutUndefined({ lattice, preset }),
    ...given,
  });
}

/** Weights and backend belong to the method that they were given for. */
function withoutNetwork({ weights: _weights, backend: _backend, ...rest }: QuenchConfig) {
  return rest;
}

/** The configuration that options are laid over: a file's, or that of the run to resume. */
async function baseConfig(
  { config, output, resume, preset }: QuenchCliOptions,
): Promise<QuenchConfig | undefined> {
  if (resume && output === undefined) {
    throw new ParameterError("--resume needs --output, the folder of the run to continue");
  }
  const path = config ?? (resume ? new RunDirectory(output as string).config : undefined);
  if (path === undefined) return undefined;
  if (preset !== undefined) {
    throw new ParameterError(`--preset cannot be laid over the configuration of ${path}`);
  }
  return await readQuenchConfig(path);
}

function newRunFolder({ lattice: { width, height }, temperature, seed }: QuenchConfig): string {
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, "").replace(/\..*/, "");
  return userPath(join("runs", `quench-${width}x${height}-T${temperature}-s${seed}-${stamp}`));
}

async function runAndReport(
  config: QuenchConfig,
  output: string,
  options: QuenchCliOptions,
  signal: AbortSignal,
  run: RunHandle,
): Promise<"finished" | "interrupted"> {
  const begun = performance.now();
  const { resume, acceptOtherArithmetic, checkpointSeconds } = options;
  let note = "";
  let noted = false;
  let progress: ReturnType<typeof startProgress> | undefined;
  let outcome;
  try {
    outcome = await runQuench(config, output, {
      resources: resourcesOf(options),
      resume,
      acceptOtherArithmetic,
      ...withoutUndefined({ checkpointSeconds }),
      signal,
      onStart: (step) => progress = startProgress("steps", config.steps, step),
      onStep: (step) => progress?.update(step, note),
      onOutsideTraining(share, step) {
        if (noted) return;
        noted = true;
        noteOutsideTraining(config, share, step);
      },
      onRow: (row) => {
        note = describeRow(row);
        const { step, ...values } = row;
        run.metrics(step, values);
      },
    });
  } finally {
    progress?.stop();
  }
  run.timing("dynamics", (performance.now() - begun) / 1000);
  const directory = new RunDirectory(output);
  await noteArtifacts(run, [
    { path: directory.config, kind: "config" },
    { path: directory.observables, kind: "table" },
    { path: directory.checkpoint, kind: "checkpoint" },
  ]);
  if (outcome.status === "finished" && options.figures) {
    const { files, summary } = await writeAnalysis([output], output, undefined, () => {});
    await noteArtifacts(run, files);
    console.log(summary);
  }
  const seconds = (performance.now() - begun) / 1000;
  run.timing("total", seconds);
  const verb = outcome.status === "finished" ? "finished" : "interrupted, resume with --resume";
  console.log(`${verb}: ${outcome.step} steps in ${formatDuration(seconds)}, run ${run.id}`);
  console.log(output);
  return outcome.status;
}

function describeRow({ kineticTemperature, domainSize }: ObservableRow): string {
  const size = Number.isNaN(domainSize) ? "" : `, L = ${domainSize.toFixed(2)}`;
  return `T = ${kineticTemperature.toPrecision(3)}${size}`;
}
