import type { LabelledConfiguration } from "../dataset/data_set.ts";
import { ErrorStatistics, type ErrorSummary } from "./error_statistics.ts";

/** How errors are grouped; the groups of `pooled`, `lattice`, `kind` and `force` hold all sites. */
export type ErrorGrouping = "pooled" | "lattice" | "kind" | "step" | "force";

/** The errors of one group of sites. */
export interface ErrorGroup {
  /** By what it is a group. */
  readonly grouping: ErrorGrouping;
  /** Its name. */
  readonly group: string;
  /**
   * What its members have in common as numbers: first and last step found, least and largest |F|,
   * amplitude of random displacements.
   */
  readonly range?: readonly [lower: number, upper: number];
  /** Number of configurations; those with a site in it, for `force`. */
  readonly configurations: number;
  /** The errors of its sites. */
  readonly errors: ErrorSummary;
}

/** Bins of steps since the quench, each with its upper edge; the first has step 0 too. */
export const STEP_EDGES: readonly number[] = [
  ...[0, 50, 100, 200, 400, 600, 1000, 2000, 5000, 10_000, 25_000, Infinity],
];

/** Bins of |F|, each with its lower edge, in the unit of forces. */
export const FORCE_EDGES: readonly number[] = [0, 0.5, 1, 2, 4, 8, 16, Infinity];

interface Open {
  readonly grouping: ErrorGrouping;
  readonly statistics: ErrorStatistics;
  /** Groups of one grouping are sorted by this. */
  readonly order: number;
  name: string;
  range?: [number, number];
  configurations: number;
}

const GROUPINGS: readonly ErrorGrouping[] = ["pooled", "lattice", "kind", "step", "force"];

/** Errors of configurations, gathered in all groupings at once. */
export class GroupedErrors {
  readonly #groups = new Map<string, Open>();

  /**
   * Takes in one configuration.
   *
   * @param exact exact forces, shape [N]
   * @param error predicted less exact, shape [N]
   * @throws {ShapeError} if the two differ in length
   */
  add(configuration: LabelledConfiguration, exact: Float64Array, error: Float64Array): void {
    const statistics = new ErrorStatistics();
    statistics.addAll(exact, error);
    for (const group of this.#groupsOf(configuration)) {
      group.statistics.merge(statistics);
      group.configurations++;
    }
    const met = new Set<Open>();
    for (let i = 0; i < exact.length; i++) {
      const group = this.#forceGroup(Math.abs(exact[i]));
      group.statistics.add(exact[i], error[i]);
      met.add(group);
    }
    for (const group of met) group.configurations++;
  }

  /** The groups that have sites, in the order of `ErrorGrouping`, each grouping from small to large. */
  groups(): ErrorGroup[] {
    return [...this.#groups.values()]
      .sort((a, b) =>
        GROUPINGS.indexOf(a.grouping) - GROUPINGS.indexOf(b.grouping) || a.order - b.order
      )
      .map(({ grouping, name, range, configurations, statistics }) => ({
        grouping,
        group: name,
        ...(range && { range }),
        configurations,
        errors: statistics.summary(),
      }));
  }

  #groupsOf({ group, index }: LabelledConfiguration): Open[] {
    const { lattice: { width, height }, temperature } = group;
    const name = `${width}×${height}, T = ${temperature}`;
    const groups = [
      this.#group("pooled", "all", 0),
      this.#group("lattice", name, width * height + temperature / (1 + temperature)),
    ];
    const step = group.step[index];
    if (group.kind[index] === "random") {
      const amplitude = group.amplitude[index];
      const random = this.#group("kind", `random, sd of Q ${rounded(amplitude)}`, amplitude);
      random.range = [amplitude, amplitude];
      return [...groups, random];
    }
    const bin = Math.max(1, STEP_EDGES.findIndex((edge) => step <= edge));
    const steps = this.#group("step", `bin ${bin}`, bin);
    const [first, last] = steps.range ?? [step, step];
    steps.range = [Math.min(first, step), Math.max(last, step)];
    steps.name = stepsText(steps.range);
    return [...groups, this.#group("kind", "quench", Infinity), steps];
  }

  #forceGroup(size: number): Open {
    const bin = FORCE_EDGES.findLastIndex((edge) => size >= edge);
    const [lower, upper] = [FORCE_EDGES[bin], FORCE_EDGES[bin + 1]];
    const name = upper === Infinity ? `|F| from ${lower}` : `|F| from ${lower} to ${upper}`;
    const group = this.#group("force", name, bin);
    const [least, largest] = group.range ?? [size, size];
    group.range = [Math.min(least, size), Math.max(largest, size)];
    return group;
  }

  #group(grouping: ErrorGrouping, key: string, order: number): Open {
    const place = `${grouping} ${key}`;
    const found = this.#groups.get(place);
    if (found) return found;
    const opened: Open = {
      grouping,
      statistics: new ErrorStatistics(),
      order,
      name: key,
      configurations: 0,
    };
    this.#groups.set(place, opened);
    return opened;
  }
}

function stepsText([first, last]: readonly [number, number]): string {
  return first === last ? `step ${first}` : `steps ${first} to ${last}`;
}

/** An amplitude in as many digits as tell it from another. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}
