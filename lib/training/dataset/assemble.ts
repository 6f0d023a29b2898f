import { RunDirectory } from "../../quench/run_directory.ts";
import type { ConfigurationGroup } from "./data_set.ts";
import type { Trajectory } from "../../quench/trajectory.ts";

/**
 * The snapshots of a trajectory: a run's frames hold Q and the density that the force at Q was made
 * of, so that nothing is computed twice.
 *
 * @throws {UnavailableError} if a frame is missing
 * @throws {FormatError} if a frame is damaged
 */
export async function snapshotsOf(
  { config, folder }: Trajectory,
  steps: readonly number[],
): Promise<ConfigurationGroup> {
  const { lattice, temperature, trajectory, initialDisplacement } = config;
  const sites = lattice.width * lattice.height;
  const directory = new RunDirectory(folder);
  const Q = new Float64Array(steps.length * sites);
  const density = new Float64Array(steps.length * sites);
  for (const [c, step] of steps.entries()) {
    Q.set((await directory.readFrame("Q", step)).values, c * sites);
    density.set((await directory.readFrame("n", step)).values, c * sites);
  }
  return {
    lattice,
    temperature,
    configurations: steps.length,
    Q,
    density,
    kind: steps.map(() => "quench"),
    trajectory: new Int32Array(steps.length).fill(trajectory),
    step: Int32Array.from(steps),
    amplitude: new Float64Array(steps.length).fill(initialDisplacement),
    particleHole: new Uint8Array(steps.length),
  };
}

/** `count` configurations of a group from number `first` on. */
export function partOf(
  group: ConfigurationGroup,
  { first, count }: { readonly first: number; readonly count: number },
): ConfigurationGroup {
  const { lattice, temperature } = group;
  const sites = lattice.width * lattice.height;
  const [begin, end] = [first, first + count];
  return {
    lattice,
    temperature,
    configurations: count,
    Q: group.Q.slice(begin * sites, end * sites),
    density: group.density.slice(begin * sites, end * sites),
    kind: group.kind.slice(begin, end),
    trajectory: group.trajectory.slice(begin, end),
    step: group.step.slice(begin, end),
    amplitude: group.amplitude.slice(begin, end),
    particleHole: group.particleHole.slice(begin, end),
  };
}

/** The configurations of several groups of one lattice and temperature, one after the other. */
export function joinGroups(groups: readonly ConfigurationGroup[]): ConfigurationGroup {
  const [{ lattice, temperature }] = groups;
  return {
    lattice,
    temperature,
    configurations: groups.reduce((sum, { configurations }) => sum + configurations, 0),
    Q: joined(Float64Array, groups.map(({ Q }) => Q)),
    density: joined(Float64Array, groups.map(({ density }) => density)),
    kind: groups.flatMap(({ kind }) => kind),
    trajectory: joined(Int32Array, groups.map(({ trajectory }) => trajectory)),
    step: joined(Int32Array, groups.map(({ step }) => step)),
    amplitude: joined(Float64Array, groups.map(({ amplitude }) => amplitude)),
    particleHole: joined(Uint8Array, groups.map(({ particleHole }) => particleHole)),
  };
}

/**
 * The group's twins by particle-hole symmetry: n(-Q) = 1 - n(Q) at μ = 0, exactly, on a bipartite
 * lattice.
 */
export function particleHoleTwins(group: ConfigurationGroup): ConfigurationGroup {
  return {
    ...group,
    Q: group.Q.map((q) => -q),
    density: group.density.map((n) => 1 - n),
    particleHole: group.particleHole.map((twin) => 1 - twin),
  };
}

interface Joinable<T> {
  readonly length: number;
  set(part: T, offset: number): void;
}

function joined<T extends Joinable<T>>(
  constructor: new (length: number) => T,
  parts: readonly T[],
): T {
  const all = new constructor(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
