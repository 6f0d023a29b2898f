import { everyFrame } from "./every_frame.ts";
import { ParameterError } from "../errors.ts";
import type { NpyArray } from "../io/npy.ts";
import { jsonText } from "../io/json_text.ts";
import type { QuenchEnsemble } from "./ensemble.ts";
import { timeOf } from "./quench_config.ts";

/** Most bytes of stacked frames: they, their files and the archive are in memory at once. */
const MOST_BYTES = 2 ** 30;

/** How the frames of runs are stacked. */
export interface TrajectoryArraysOptions {
  /** Every so many frames, from the first on; all when left out. */
  readonly every?: number;
  /** Told of every frame that was read. */
  readonly onFrame?: (done: number, total: number) => void;
}

/**
 * The frames of a run stacked into arrays, such as an .npz file holds (`encodeNpz`). Of T frames of an
 * H×W lattice there are
 *
 *     Q, n               float64 [T, H, W], displacements and site densities
 *     step               int64 [T]
 *     time               float64 [T], since the quench in τ0 = 2π√(m/k)
 *     seed, trajectory   int64, what its random numbers are functions of
 *     config             the configuration, JSON as UTF-8 bytes: json.loads(bytes(file["config"]))
 *
 * Of an ensemble of M runs, Q and n are [M, T, H, W], seed and trajectory [M], the steps those that
 * all have a frame of, and the configuration that of the first run.
 *
 * @throws {ParameterError} if `every` is no positive integer, or the frames take more than a GiB
 * @throws {UnavailableError} if a frame is missing
 * @throws {FormatError} if a frame is damaged
 *
 * @example
 * ```ts
 * import { encodeNpz, openEnsemble, quenchConfig, runQuench, trajectoryArrays } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * const config = quenchConfig({ width: 4, steps: 20, saveEvery: 10 });
 * await runQuench(config, folder, { resources: { workers: 1 } });
 * const arrays = await trajectoryArrays(await openEnsemble([folder]));
 * assert.deepEqual(arrays.get("Q")?.shape, [3, 4, 4]);
 * assert.ok(encodeNpz(arrays).length > 0);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function trajectoryArrays(
  { config, configs, lattice, runs, steps: all }: QuenchEnsemble,
  { every = 1, onFrame }: TrajectoryArraysOptions = {},
): Promise<Map<string, NpyArray>> {
  const steps = everyFrame(all, every);
  const { width, height, sites } = lattice;
  const count = runs.length * steps.length;
  const bytes = 2 * 8 * count * sites;
  if (bytes > MOST_BYTES) {
    throw new ParameterError(
      `Cannot stack ${count} frames of ${width}×${height} sites: they take ` +
        `${(bytes / 2 ** 30).toPrecision(3)} GiB, at most 1 fits; take fewer, such as every ` +
        `${every * Math.ceil(bytes / MOST_BYTES)}th`,
    );
  }
  const fields = { Q: new Float64Array(count * sites), n: new Float64Array(count * sites) };
  let done = 0;
  for (const run of runs) {
    for (const step of steps) {
      for (const name of ["Q", "n"] as const) {
        fields[name].set((await run.readFrame(name, step)).values, done * sites);
      }
      done++;
      onFrame?.(done, count);
    }
  }
  const each = runs.length === 1 ? [] : [runs.length];
  const shape = [...each, steps.length, height, width];
  const integers = (values: readonly number[], shape: readonly number[]): NpyArray => ({
    dtype: "<i8",
    shape,
    data: BigInt64Array.from(values, BigInt),
  });
  const text = new TextEncoder().encode(jsonText(config));
  const time = Float64Array.from(steps, (step) => timeOf(config, step));
  return new Map<string, NpyArray>([
    ["Q", { dtype: "<f8", shape, data: fields.Q }],
    ["n", { dtype: "<f8", shape, data: fields.n }],
    ["step", integers(steps, [steps.length])],
    ["time", { dtype: "<f8", shape: [steps.length], data: time }],
    ["seed", integers(configs.map(({ seed }) => seed), each)],
    ["trajectory", integers(configs.map(({ trajectory }) => trajectory), each)],
    ["config", { dtype: "|u1", shape: [text.length], data: text }],
  ]);
}
