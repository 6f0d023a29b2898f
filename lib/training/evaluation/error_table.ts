import type { Table } from "../../io/csv.ts";
import type { EvaluationReport } from "./evaluation_report.ts";
import type { ErrorGroup } from "./grouped_errors.ts";

/** Where the numbers of a report are from, by name: what tables and figures say of themselves. */
export function evaluationProvenance(report: EvaluationReport): Record<string, string> {
  const { network, dataSet, split, limit, seed, backend, untrained, versions } = report;
  return {
    network: `${network.model}, ${network.parameters} parameters, sha256 ${network.sha256}`,
    "data set": `sha256 ${dataSet.sha256}`,
    split: limit === undefined ? split : `${split}, at most ${limit} configurations, seed ${seed}`,
    backend,
    ...(untrained !== undefined && { "beside it": `${untrained}, nothing trained` }),
    version: `Nearsight ${versions.nearsight}`,
  };
}

/**
 * All errors of a report as one table: a row for each part, predictor and group. `lower` and `upper`
 * are the group's range, NaN where it has none.
 */
export function errorTable(report: EvaluationReport): Table {
  return {
    header: {
      ...evaluationProvenance(report),
      error: "predicted less exact force of a site, in the unit of the forces",
    },
    columns: [
      ...["part", "predictor", "grouping", "group", "lower", "upper", "configurations", "sites"],
      ...["sd", "mae", "rms", "max", "bias", "r2", "sd_force"],
    ],
    rows: report.parts.flatMap(({ part, network, untrained = [] }) => [
      ...network.map((group) => [part, "network", ...cellsOf(group)]),
      ...untrained.map((group) => [part, report.untrained!, ...cellsOf(group)]),
    ]),
  };
}

function cellsOf({ grouping, group, range, configurations, errors }: ErrorGroup) {
  const { sites, sd, mae, rms, max, bias, rSquared = NaN, sdExact } = errors;
  const [lower, upper] = range ?? [NaN, NaN];
  return [
    ...[grouping, group, lower, upper, configurations, sites],
    ...[sd, mae, rms, max, bias, rSquared, sdExact],
  ];
}
