import {
  configurationCount,
  type DataSetFile,
  type DataSetProvenance,
  statisticsOf,
  textTable,
} from "../../mod.ts";

/** What a data set holds, as plain JSON. */
export interface DataSetSummary extends DataSetProvenance {
  readonly configurations: number;
  readonly groups: readonly {
    readonly lattice: string;
    readonly temperature: number;
    readonly kind: string;
    readonly configurations: number;
    readonly displacement: number;
    readonly density: number;
    readonly force: number;
    readonly largestForce: number;
  }[];
  readonly splits: Readonly<Record<string, { readonly train: number; readonly test: number }>>;
  readonly sha256: string;
}

/** The summary of a data set. */
export function summaryOf({ dataSet, sha256 }: DataSetFile): DataSetSummary {
  const { provenance, groups, splits } = dataSet;
  return {
    ...provenance,
    configurations: configurationCount(groups),
    groups: statisticsOf(dataSet).map(({ group, ...statistics }) => {
      const { lattice: { kind, width, height }, temperature } = group;
      return { lattice: `${kind} ${width}×${height}`, temperature, ...statistics };
    }),
    splits: Object.fromEntries(
      Object.entries(splits).map(([name, { train, test }]) => [
        name,
        { train: train.length, test: test.length },
      ]),
    ),
    sha256,
  };
}

/** The summary for people. */
export function describeDataSet(file: DataSetFile): string {
  const { recipe, labels, trajectories, configurations, groups, splits, sha256 } = summaryOf(file);
  const { preset, constants, seed, model: { t, g, k, kappa } } = recipe;
  const number = (value: number) => value.toPrecision(4);
  return [
    `${configurations} configurations, preset ${preset}, seed ${seed}`,
    `constants ${constants}: t = ${t}, g = ${number(g)}, k = ${k}, kappa = ${kappa}`,
    `densities at mu = 0 by method ${labels}, trajectories driven by method ${trajectories}`,
    "",
    textTable(
      ["lattice", "T", "kind", "configurations", "rms Q", "rms n-1/2", "rms F", "max |F|"],
      groups.map((row) => [
        row.lattice,
        String(row.temperature),
        row.kind,
        String(row.configurations),
        ...[row.displacement, row.density, row.force, row.largestForce].map(number),
      ]),
    ),
    "",
    ...Object.entries(splits).map(([name, { train, test }]) =>
      `split by ${name}: ${train} to train on, ${test} held out`
    ),
    `contents sha256 ${sha256}`,
  ].join("\n");
}
