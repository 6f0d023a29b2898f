import { CounterRng } from "../../random/counter_rng.ts";
import type { ConfigurationGroup, Split } from "./data_set.ts";

/** How a split is drawn. */
export interface SplitOptions {
  /** Seed of the draw. */
  readonly seed: number;
  /** Fraction held out. */
  readonly heldOut: number;
}

/**
 * Holds out single configurations, as the paper does. Snapshots of one trajectory are
 * near-duplicates, so this split flatters: see {@link splitByTrajectory}. Particle-hole twins stay
 * together.
 */
export function splitByConfiguration(
  groups: readonly ConfigurationGroup[],
  options: SplitOptions,
): Split {
  const units = collectUnits(groups, (_, g, twin) => `${g} ${twin}`);
  return drawSplit([[...units.values()]], 0, options);
}

/**
 * Holds out whole trajectories, and random configurations beside them: the split that counts. Of
 * every group, the trajectories and each amplitude of random configurations are drawn apart, so that
 * all are represented; of two trajectories or more at least one is held out.
 */
export function splitByTrajectory(
  groups: readonly ConfigurationGroup[],
  options: SplitOptions,
): Split {
  const units = collectUnits(groups, (group, g, twin, c) => {
    const trajectory = group.trajectory[c];
    return trajectory < 0
      ? `${g} random ${group.amplitude[c]}/${twin}`
      : `${g} quench/${trajectory}`;
  });
  const strata = new Map<string, number[][]>();
  for (const [name, unit] of units) {
    const stratum = name.slice(0, name.indexOf("/"));
    strata.set(stratum, [...(strata.get(stratum) ?? []), unit]);
  }
  return drawSplit([...strata.values()], 1, options);
}

/**
 * Numbers of the configurations that stay together, by a name of theirs.
 *
 * @param nameOf of a configuration, by its group, the group's number, its place among its kind of
 *   twin (equal for a configuration and its twin), its place in the group
 */
function collectUnits(
  groups: readonly ConfigurationGroup[],
  nameOf: (group: ConfigurationGroup, g: number, twin: number, c: number) => string,
): Map<string, number[]> {
  const units = new Map<string, number[]>();
  let number = 0;
  groups.forEach((group, g) => {
    const seen = [0, 0];
    for (let c = 0; c < group.configurations; c++) {
      const name = nameOf(group, g, seen[group.particleHole[c]]++, c);
      const unit = units.get(name);
      if (unit) unit.push(number++);
      else units.set(name, [number++]);
    }
  });
  return units;
}

function drawSplit(
  strata: readonly (readonly (readonly number[])[])[],
  draw: number,
  { seed, heldOut }: SplitOptions,
): Split {
  const rng = new CounterRng(seed, "datasetSplit");
  const train: number[] = [];
  const test: number[] = [];
  strata.forEach((units, step) => {
    const order = rng.permutation(units.length, { trajectory: draw, step });
    order.forEach((u, place) =>
      (place < heldOutOf(units.length, heldOut) ? test : train).push(...units[u])
    );
  });
  return { train: Int32Array.from(train).sort(), test: Int32Array.from(test).sort() };
}

function heldOutOf(units: number, fraction: number): number {
  if (fraction === 0 || units < 2) return 0;
  return Math.min(units - 1, Math.max(1, Math.round(fraction * units)));
}
