import { everyShard } from "./batches.ts";
import type { SampleGroup } from "./samples.ts";
import type { ShardTask } from "./shard_computer.ts";
import type { ShardTeam } from "./shard_team.ts";

/** Root mean square errors in units of force, of all configurations and by their kind. */
export interface ValidationErrors {
  /** Of all sites. */
  readonly pooled: number;
  /** Of the sites of each kind of configuration. */
  readonly byKind: Readonly<Record<string, number>>;
}

/**
 * Errors of the network, as the team has it now, on a set of samples.
 *
 * @param unit force per unit of the target
 */
export async function validationErrors(
  team: ShardTeam,
  set: string,
  groups: readonly SampleGroup[],
  shard: number,
  unit: number,
): Promise<ValidationErrors> {
  const tasks = everyShard(groups.map(({ configurations }) => configurations), shard)
    .map((one): ShardTask => ({ kind: "errors", set, shard: one }));
  const answers = await team.answer(tasks);
  const sums = new Map<string, { squares: number; sites: number }>();
  tasks.forEach((task, t) => {
    const errors = answers[t] as Float32Array;
    const { group, configurations } = task.shard;
    const { sites, kinds } = groups[group];
    configurations.forEach((c, k) => {
      const kind = kinds[c];
      const sum = sums.get(kind) ?? { squares: 0, sites: 0 };
      sums.set(kind, sum);
      for (const error of errors.subarray(k * sites, (k + 1) * sites)) sum.squares += error ** 2;
      sum.sites += sites;
    });
  });
  const rms = ({ squares, sites }: { squares: number; sites: number }) =>
    unit * Math.sqrt(squares / sites);
  const all = [...sums.values()].reduce((a, b) => ({
    squares: a.squares + b.squares,
    sites: a.sites + b.sites,
  }), { squares: 0, sites: 0 });
  return {
    pooled: rms(all),
    byKind: Object.fromEntries([...sums].map(([kind, sum]) => [kind, rms(sum)])),
  };
}
