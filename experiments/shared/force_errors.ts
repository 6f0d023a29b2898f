import {
  drawParity,
  errorTable,
  evaluateNetwork,
  type Evaluation,
  evaluationProvenance,
  type Network,
  type ParityData,
  type Table,
} from "../../mod.ts";
import type { ExperimentData, ExperimentPart } from "./data.ts";
import type { ExperimentOptions } from "./experiment.ts";

/** In mm: room for three digits of each deviation beside the peak of the histogram. */
const PARITY_WIDTH = 150;

/** Errors of a network's forces on data that it never saw and, if these are at hand, on its own. */
export interface ForceErrors {
  /** On test data, and beside them those of the network's baseline with nothing trained. */
  readonly test: Evaluation;
  /** On training data. */
  readonly training?: Evaluation;
}

/** Evaluates a network, and the baseline that it adds its answer to, if it has one. */
export async function forceErrors(
  network: Network,
  data: ExperimentData,
  options: Pick<ExperimentOptions, "limit" | "workers">,
): Promise<ForceErrors> {
  const evaluate = ({ file, split, part }: ExperimentPart) =>
    evaluateNetwork(network, file, {
      ...{ split, parts: [part], backend: "wasm", workers: options.workers },
      ...(options.limit > 0 && { limit: options.limit }),
      ...(network.architecture.baseline !== "none" && { untrained: "baseline" }),
    });
  return {
    test: await evaluate(data.test),
    ...(data.training && { training: await evaluate(data.training) }),
  };
}

/**
 * The parity plot of the paper's Figs. 2, 4 and 5: predicted against exact forces of the sites, and
 * the distribution of the error δ, training data in blue and test data in orange.
 */
export function parityFigure({ test, training }: ForceErrors, title: string): string {
  const sets = [
    ...(training ? [{ label: "training", ...onlyPart(training) }] : []),
    { label: "test", ...onlyPart(test) },
  ];
  const provenance = Object.entries(evaluationProvenance(test.report))
    .map(([key, value]) => `${key}: ${value}`).join("; ");
  return drawParity(sets, { methods: ["exact", "ML"], width: PARITY_WIDTH, title, provenance });
}

function onlyPart({ parity, report }: Evaluation): ParityData {
  return parity[report.parts[0].part]!;
}

/**
 * All errors in one table, of one network or of several: a row for each network, part and group, and
 * one for each baseline by itself.
 */
export function errorsTable(errors: Readonly<Record<string, ForceErrors>>): Table {
  const tables = Object.entries(errors).flatMap(([weights, { test, training }]) => [
    { weights, part: "test", ...errorTable(test.report) },
    ...(training ? [{ weights, part: "training", ...errorTable(training.report) }] : []),
  ]);
  const [{ header, columns }] = tables;
  const { network: _oneOfSeveral, ...common } = header;
  return {
    header: Object.keys(errors).length > 1 ? common : header,
    columns: ["weights", ...columns],
    rows: tables.flatMap(({ weights, part, rows }) =>
      rows.map(([_part, ...cells]) => [weights, part, ...cells])
    ),
  };
}

/**
 * Deviations of the force error, all configurations pooled: what the paper states of its Fig. 2.
 * Beside them those of the network's baseline with nothing trained.
 */
export function pooledDeviations({ test, training }: ForceErrors): Record<string, number> {
  const of = (name: string, { report }: Evaluation) => {
    const [{ network, untrained }] = report.parts;
    return {
      [name]: network[0].errors.sd,
      ...(untrained && { [`${name}, ${report.untrained} alone`]: untrained[0].errors.sd }),
    };
  };
  return { ...of("test", test), ...(training && of("training", training)) };
}
