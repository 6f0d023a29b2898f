import { ParameterError } from "../../errors.ts";
import type { LatticeSpec } from "../../lattice/make_lattice.ts";
import type { RandomDraw } from "./recipe.ts";
import { evenSteps } from "./snapshot_steps.ts";

/** A named choice of configurations: how many of what, on which lattices. */
export interface DataSetPreset {
  /** The lattices. */
  readonly lattices: readonly LatticeSpec[];
  /** Random configurations as wide as the initial state, for every lattice and temperature. */
  readonly random: number;
  /** Random configurations of other amplitudes, for every lattice and temperature. */
  readonly amplitudes?: readonly RandomDraw[];
  /** Quench trajectories for every lattice and temperature. */
  readonly trajectories: number;
  /** Steps at which each trajectory's snapshots are taken. */
  readonly snapshotSteps: readonly number[];
  /** Method that drives the trajectories; left out, the one that labels. */
  readonly driver?: string;
}

const square = (width: number): LatticeSpec => ({ kind: "square", width, height: width });

/**
 * The presets by name.
 *
 * `paper`: the training set of Fan and Chern: 40×40, 200 random configurations and 400 snapshots,
 * taken evenly along 25,000-step trajectories, here 40 from each of 10. About an hour on two cores.
 *
 * `training`: to train on: 40×40, 2,540 configurations (4.1 million sites) of exact densities: 500
 * random ones as wide as the initial state, 200 of each of three other widths, and 12 snapshots from
 * the first 600 steps, where forces are hardest to learn, of each of 120 trajectories, which the
 * cavity method drives. Some minutes: 3½ on two cores that others worked on as well (84 ms a
 * configuration), of which labels took half, and 160 MB of disk on the way.
 * Trajectories of one recipe are equally long. A few long ones are a second set, of another seed, as
 * the same one would start from the same states: `--preset paper --random 0 --driver cavity
 * --seed 2`.
 *
 * `small`: for a first training: 24×24, 300 random configurations and 20 snapshots from each of 10
 * trajectories, half of them within the first 200 steps, where forces are hardest to learn. A minute
 * or two.
 *
 * `smoke`: hardly anything, to see that everything works. A second.
 */
export const DATA_SET_PRESETS: Readonly<Record<string, DataSetPreset>> = {
  paper: {
    lattices: [square(40)],
    random: 200,
    trajectories: 10,
    snapshotSteps: evenSteps(25_000, 40),
  },
  training: {
    lattices: [square(40)],
    random: 500,
    amplitudes: [2.5, 4, 7].map((amplitude) => ({ amplitude, count: 200 })),
    trajectories: 120,
    // Multiples of 25: frames are kept at the greatest common divisor, and each is two files.
    snapshotSteps: [25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 600],
    driver: "cavity",
  },
  small: {
    lattices: [square(24)],
    random: 300,
    trajectories: 10,
    snapshotSteps: [...evenSteps(200, 10), ...evenSteps(2000, 10).map((step) => step + 200)],
  },
  smoke: {
    lattices: [square(6)],
    random: 10,
    trajectories: 4,
    snapshotSteps: evenSteps(40, 4),
  },
};

/**
 * The data-set preset of that name.
 *
 * @throws {ParameterError} if there is none, with the names that there are
 */
export function dataSetPresetNamed(name: string): DataSetPreset {
  if (!Object.hasOwn(DATA_SET_PRESETS, name)) {
    throw new ParameterError(
      `Unknown data-set preset "${name}": accepted are ${Object.keys(DATA_SET_PRESETS).join(", ")}`,
    );
  }
  return DATA_SET_PRESETS[name];
}
