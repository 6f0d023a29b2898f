import { basename, join } from "node:path";
import { FormatError, ParameterError } from "../../errors.ts";
import { HolsteinModel } from "../../holstein/holstein_model.ts";
import type { HolsteinParameters } from "../../holstein/parameters.ts";
import { presetNamed } from "../../holstein/presets.ts";
import { fileError } from "../../io/file_error.ts";
import { readText } from "../../io/read_file.ts";
import { sha256 } from "../../io/sha256.ts";
import { decodeTextFrame, type Sides, type TextFrame } from "../../io/text_frame.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import { currentVersions } from "../../runs/environment.ts";
import { joinGroups } from "./assemble.ts";
import type { ConfigurationGroup, ConfigurationKind, DataSet } from "./data_set.ts";
import { frameDensity } from "./frame_density.ts";
import type { DataSetRecipe, ImportedFrames } from "./recipe.ts";
import { splitByConfiguration, splitByTrajectory } from "./splits.ts";

/** What is to be said of frames that were made elsewhere; they do not say it themselves. */
export interface ImportFramesOptions extends Sides {
  /** What they are: snapshots of a `quench` (the default), or `random` configurations. */
  readonly kind?: ConfigurationKind;
  /** Geometry of their lattice; `square` when left out. */
  readonly lattice?: string;
  /** Preset of the model's constants; `reference`, those of the paper's scripts. */
  readonly constants?: string;
  /** Constants that differ from that preset's. */
  readonly model?: Partial<HolsteinParameters>;
  /** Temperature k_B T of the electrons; the preset's when left out. */
  readonly temperature?: number;
  /**
   * Standard deviation of the displacements that they, or their quenches' starts, were drawn with.
   * Left out, it is what random configurations have together, or what the preset has for a quench.
   */
  readonly amplitude?: number;
  /** Fraction held out; 0.3 when left out. */
  readonly heldOut?: number;
  /** Seed of the splits; 1 when left out. */
  readonly seed?: number;
  /** Told of every frame that was read. */
  readonly onFrame?: (done: number, total: number) => void;
}

/** Name that a data set gives to methods that it does not know. */
export const IMPORTED = "imported";

interface FrameFile {
  readonly path: string;
  readonly step: number;
}

/**
 * A data set of frames of plain text (`.dat` or `.txt`, see `decodeTextFrame`), such as the reference
 * scripts of Fan and Chern leave: their n are its labels as they are. Of a quench, each folder is a
 * trajectory, and the last number in a file's name its step (`c100.dat`).
 *
 * That the n are those of μ = 0, as training expects, frames do not tell: see `compareLabels`.
 *
 * @throws {ParameterError} if an option is out of range
 * @throws {UnavailableError} if a folder cannot be read
 * @throws {FormatError} naming the file that is no frame, of another size than the first, or whose F,
 *   Q and n do not obey the force's equation with these constants to the printed digits
 *
 * @example
 * ```ts
 * import { importFrames } from "../mod.ts";
 * import { encodeTextFrame, HolsteinModel, makeLattice, presetNamed } from "../../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = makeLattice({ kind: "square", width: 4, height: 4 });
 * const [Q, density] = [new Float64Array(16).fill(0.1), new Float64Array(16).fill(0.5)];
 * const force = new HolsteinModel(lattice, presetNamed("reference").model).force(Q, density);
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/c100.dat`, encodeTextFrame({ Q, force, density }));
 * const { groups: [group] } = await importFrames([folder]);
 * assert.deepEqual([group.configurations, group.step[0], group.Q[3]], [1, 100, 0.1]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function importFrames(
  folders: readonly string[],
  options: ImportFramesOptions = {},
): Promise<DataSet> {
  const { kind = "quench", constants = "reference", heldOut = 0.3, seed = 1 } = options;
  const { lattice: geometry = "square" } = options;
  const physics = presetNamed(constants);
  const { temperature = physics.temperature } = options;
  const initialDisplacement = options.amplitude ?? physics.initialDisplacement;
  requireOptions({ temperature, amplitude: initialDisplacement, heldOut, seed });
  const isQuench = kind === "quench";
  if (folders.length === 0) throw new ParameterError("Give at least one folder of frames");
  const files = await Promise.all(folders.map((folder) => framesIn(folder, kind)));
  const total = files.reduce((sum, { length }) => sum + length, 0);
  const model = { ...physics.model, ...options.model };
  const parts: ConfigurationGroup[] = [];
  const imported: ImportedFrames[] = [];
  let done = 0;
  let first: { readonly holstein: HolsteinModel; readonly path: string } | undefined;
  for (const [f, frames] of files.entries()) {
    const digests: string[] = [];
    for (const { path, step } of frames) {
      const text = await readText(path);
      const frame = decodeTextFrame(text, path, sidesOf(options));
      const { width, height } = frame;
      const lattice = { kind: geometry, width, height };
      first ??= { holstein: new HolsteinModel(makeLattice(lattice), model), path };
      requireSameSides(frame, path, first);
      parts.push({
        lattice,
        temperature,
        configurations: 1,
        Q: frame.Q,
        density: frameDensity(first.holstein, frame, path),
        kind: [kind],
        trajectory: Int32Array.of(isQuench ? f : -1),
        step: Int32Array.of(step),
        // Known when all have been read.
        amplitude: new Float64Array(1),
        particleHole: Uint8Array.of(0),
      });
      digests.push(`${basename(path)} ${sha256(text)}`);
      options.onFrame?.(++done, total);
    }
    imported.push({ frames: frames.length, sha256: sha256(digests.join("\n")) });
  }
  const group = joinGroups(parts);
  const amplitude = options.amplitude ?? (isQuench ? initialDisplacement : widthOf(group.Q));
  group.amplitude.fill(amplitude);
  const steps = [...new Set(group.step)].sort((a, b) => a - b);
  const { dampingRate, timeStep, initialVelocity } = physics;
  const recipe: DataSetRecipe = {
    ...{ preset: IMPORTED, constants, model, method: IMPORTED, eigensolver: "none" },
    ...{ lattices: [group.lattice], temperatures: [temperature] },
    random: isQuench ? [] : [{ amplitude, count: total }],
    quench: {
      trajectories: isQuench ? folders.length : 0,
      snapshotSteps: isQuench ? steps : [],
      integrator: "verlet-ou",
      ...{ dampingRate, timeStep, initialDisplacement, initialVelocity },
    },
    ...{ particleHole: false, heldOut, seed, imported },
  };
  const provenance = {
    ...{ recipe, labels: IMPORTED, trajectories: IMPORTED },
    ...{ versions: currentVersions(), arithmetic: [] },
  };
  const splits = {
    configuration: splitByConfiguration([group], recipe),
    trajectory: splitByTrajectory([group], recipe),
  };
  return { provenance, groups: [group], splits };
}

/** The largest of 32 bits with a sign, as which data sets keep steps. */
const LAST_STEP = 2 ** 31 - 1;

/** The frames in a folder by their steps; of random configurations by the numbers in their names. */
async function framesIn(folder: string, kind: ConfigurationKind): Promise<FrameFile[]> {
  const files: FrameFile[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory || !/\.(dat|txt)$/.test(name)) continue;
      const number = /(\d+)\D*\.\w+$/.exec(name)?.[1];
      if (number === undefined && kind === "quench") {
        throw new FormatError(
          `Cannot use ${join(folder, name)}: a frame of a quench has its step in its name, ` +
            `such as c100.dat`,
        );
      }
      const step = Number(number ?? 0);
      if (step > LAST_STEP) {
        throw new FormatError(
          `Cannot use ${join(folder, name)}: its step ${number} is above ${LAST_STEP}`,
        );
      }
      files.push({ path: join(folder, name), step });
    }
  } catch (error) {
    throw fileError(error, "read", folder);
  }
  if (files.length === 0) {
    throw new FormatError(`Cannot use ${folder}: it holds no frames of plain text, .dat or .txt`);
  }
  files.sort((a, b) => a.step - b.step || (a.path < b.path ? -1 : 1));
  if (kind === "random") return files.map(({ path }) => ({ path, step: 0 }));
  files.forEach(({ path, step }, i) => {
    if (i > 0 && files[i - 1].step === step) {
      throw new FormatError(
        `Cannot use ${path}: ${files[i - 1].path} is of the step ${step} as well`,
      );
    }
  });
  return files;
}

function sidesOf({ width, height }: Sides): Sides {
  return { ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
}

function requireSameSides(
  { width, height }: TextFrame,
  path: string,
  first: { readonly holstein: HolsteinModel; readonly path: string },
): void {
  const { lattice } = first.holstein;
  if (width === lattice.width && height === lattice.height) return;
  throw new FormatError(
    `Cannot use ${path}: it is ${width}×${height}, ` +
      `and ${first.path} is ${lattice.width}×${lattice.height}`,
  );
}

/** Root mean square, to the digits that tables have room for. */
function widthOf(Q: Float64Array): number {
  return Number(Math.sqrt(Q.reduce((sum, q) => sum + q * q, 0) / Q.length).toPrecision(4));
}

function requireOptions(values: {
  readonly temperature: number;
  readonly amplitude: number;
  readonly heldOut: number;
  readonly seed: number;
}): void {
  const { temperature, amplitude, heldOut, seed } = values;
  const require = (holds: boolean, name: string, value: number, accepted: string) => {
    if (!holds) throw new ParameterError(`${name} must be ${accepted}: current value is ${value}`);
  };
  require(
    temperature > 0 && temperature < Infinity,
    "temperature",
    temperature,
    "a positive number",
  );
  require(amplitude >= 0 && amplitude < Infinity, "amplitude", amplitude, "at least 0");
  require(heldOut >= 0 && heldOut < 1, "held out", heldOut, "a fraction from 0 to below 1");
  require(Number.isSafeInteger(seed) && seed >= 0, "seed", seed, "an integer of at least 0");
}
