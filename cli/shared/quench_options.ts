import { type Command, Option } from "./commander.ts";
import {
  addModelOptions,
  byPreset,
  givenElectrons,
  givenModel,
  type ModelOptions,
  requireUsed,
  withoutUndefined,
} from "./model_options.ts";
import { parseInteger, parseNumber, parseSize } from "./number_options.ts";
import { addRecordOptions, type RecordOptions } from "./records.ts";
import { userPath } from "./user_path.ts";
import {
  EnsembleDirectory,
  INTEGRATORS,
  ParameterError,
  type QuenchConfig,
  quenchConfig,
  readEnsembleConfig,
  readQuenchConfig,
  RunDirectory,
  UnavailableError,
} from "../../mod.ts";

/** The options of `quench`, as commander returns them. */
export interface QuenchCliOptions extends ModelOptions, RecordOptions {
  readonly size?: { width: number; height: number };
  readonly lattice?: string;
  readonly steps?: number;
  readonly seed?: number;
  readonly trajectories?: number;
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

/** What a quench is without options: a large lattice by the shipped GNN, in a minute or two. */
export const DEFAULTS = { width: 200, steps: 5000, method: "gnn" } as const;

/** Adds the options of `quench`. */
export function addQuenchOptions(command: Command): Command {
  return addRecordOptions(addModelOptions(
    command
      .option(
        "--size <L|WxH>",
        `sides of the lattice, even and at least 4 (default: ${DEFAULTS.width})`,
        parseSize,
      )
      .option("--lattice <kind>", "geometry of the lattice (default: square)")
      .option("--steps <n>", `time steps (default: ${DEFAULTS.steps})`, parseInteger)
      .option("--seed <n>", "seed of all random numbers (default: 1)", parseInteger)
      .option(
        "--trajectories <m>",
        "an ensemble of so many, several at a time; with --resume more can be added",
        parseInteger,
      )
      .option(
        "--trajectory-index <k>",
        "only this one of the ensemble in --output, from 0; made, gone on with or left alone as it " +
          "stands. With --trajectories it must be below that number",
        parseInteger,
      )
      .addOption(
        new Option("--integrator <name>", "of the Langevin equation (default: verlet-ou)")
          .choices([...INTEGRATORS]),
      )
      .option("--mass <m>", `ionic mass ${byPreset(({ model }) => model.mass)}`, parseNumber)
      .option("--time-step <dt>", `time step ${byPreset((it) => it.timeStep)}`, parseNumber)
      .option(
        "--damping-rate <rate>",
        `damping rate; 0 for constant energy ${byPreset((it) => it.dampingRate)}`,
        parseNumber,
      )
      .option(
        "--initial-displacement <sd>",
        `width of the initial Q ${byPreset((it) => it.initialDisplacement)}`,
        parseNumber,
      )
      .option(
        "--initial-velocity <sd>",
        `width of the initial velocities ${byPreset((it) => it.initialVelocity)}`,
        parseNumber,
      )
      .option("--save-every <n>", "steps between saved frames (default: 100)", parseInteger)
      .option(
        "--observe-every <n>",
        "steps between rows of observables (default: 10)",
        parseInteger,
      )
      .option("--output <dir>", "folder of the run or ensemble (default: in runs/)", userPath)
      .option("--config <file>", "a complete configuration, as a run leaves it", userPath)
      .option("--resume", "continue what --output holds, to --steps if given", false)
      .option(
        "--accept-other-arithmetic",
        "resume where this processor rounds differently: no longer bit for bit",
        false,
      )
      .option("--checkpoint-seconds <s>", "seconds between checkpoints (default: 30)", parseNumber)
      .option("--no-figures", "leave out analysis and figures"),
    DEFAULTS.method,
  ));
}

/**
 * The configuration that the options ask for, laid over what they go on from.
 *
 * @throws {ParameterError} if one of them changes nothing
 */
export async function configOf(options: QuenchCliOptions): Promise<QuenchConfig> {
  const config = await laidOver(options);
  requireUsed(options, config);
  return config;
}

async function laidOver(options: QuenchCliOptions): Promise<QuenchConfig> {
  const { size, steps, seed, integrator, timeStep, dampingRate, saveEvery, observeEvery } = options;
  const { method, initialDisplacement, initialVelocity } = options;
  const given = withoutUndefined({
    steps,
    seed,
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
    ...DEFAULTS,
    ...size,
    model,
    ...withoutUndefined({ lattice, preset }),
    ...given,
  });
}

/** Weights and backend belong to the method that they were given for. */
function withoutNetwork({ weights: _weights, backend: _backend, ...rest }: QuenchConfig) {
  return rest;
}

/** The configuration that options are laid over: a file's, or that of what is resumed. */
async function baseConfig(options: QuenchCliOptions): Promise<QuenchConfig | undefined> {
  const { config, output, resume, preset } = options;
  if (resume && output === undefined) {
    throw new ParameterError("--resume needs --output, the folder of the run to continue");
  }
  if (config === undefined && !resume) return undefined;
  if (preset !== undefined) {
    const path = config ?? output;
    throw new ParameterError(`--preset cannot be laid over the configuration of ${path}`);
  }
  return config === undefined
    ? await resumedConfig(output as string, options)
    : await readQuenchConfig(config);
}

async function resumedConfig(
  output: string,
  { trajectories, trajectoryIndex }: QuenchCliOptions,
): Promise<QuenchConfig> {
  if (trajectories === undefined && trajectoryIndex === undefined) {
    const run = new RunDirectory(output);
    if (await run.holdsRun()) return await readQuenchConfig(run.config);
    throw new UnavailableError(
      `${output} holds no run to go on with; an ensemble needs --trajectories as well`,
    );
  }
  const ensemble = new EnsembleDirectory(output);
  if (trajectoryIndex !== undefined) {
    const run = ensemble.trajectory(trajectoryIndex);
    if (await run.holdsRun()) return await readQuenchConfig(run.config);
  }
  return await readEnsembleConfig(ensemble);
}
