import { HolsteinModel } from "../../holstein/holstein_model.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import {
  CONFIGURATION_KINDS,
  type ConfigurationGroup,
  type ConfigurationKind,
  type DataSet,
  fieldOf,
} from "./data_set.ts";

/** What the configurations of one kind in one group look like. */
export interface GroupStatistics {
  /** The group. */
  readonly group: ConfigurationGroup;
  /** The kind. */
  readonly kind: ConfigurationKind;
  /** Number of configurations. */
  readonly configurations: number;
  /** Root mean square of the displacements. */
  readonly displacement: number;
  /** Root mean square of n - 1/2: at most 1/2, which is full order. */
  readonly density: number;
  /** Root mean square of the forces with the recipe's constants. */
  readonly force: number;
  /** Largest absolute force. */
  readonly largestForce: number;
}

/** Statistics of every kind in every group of a data set. */
export function statisticsOf({ groups, provenance }: DataSet): GroupStatistics[] {
  return groups.flatMap((group) => {
    const model = new HolsteinModel(makeLattice(group.lattice), provenance.recipe.model);
    return CONFIGURATION_KINDS.flatMap((kind) => {
      const statistics = statisticsOfKind(group, kind, model);
      return statistics.configurations > 0 ? [statistics] : [];
    });
  });
}

function statisticsOfKind(
  group: ConfigurationGroup,
  kind: ConfigurationKind,
  model: HolsteinModel,
): GroupStatistics {
  let [count, sumQ, sumN, sumF, largestForce] = [0, 0, 0, 0, 0];
  for (let c = 0; c < group.configurations; c++) {
    if (group.kind[c] !== kind) continue;
    const Q = fieldOf(group, group.Q, c);
    const n = fieldOf(group, group.density, c);
    const F = model.force(Q, n);
    for (let i = 0; i < Q.length; i++) {
      sumQ += Q[i] ** 2;
      sumN += (n[i] - 0.5) ** 2;
      sumF += F[i] ** 2;
      largestForce = Math.max(largestForce, Math.abs(F[i]));
    }
    count++;
  }
  const values = count * group.lattice.width * group.lattice.height;
  return {
    group,
    kind,
    configurations: count,
    displacement: Math.sqrt(sumQ / values),
    density: Math.sqrt(sumN / values),
    force: Math.sqrt(sumF / values),
    largestForce,
  };
}
