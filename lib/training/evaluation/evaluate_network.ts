import { defaultBackendOn } from "../../networks/field_model.ts";
import { latticeOf, type Network } from "../../networks/network.ts";
import { networkSha256 } from "../../networks/network_checksum.ts";
import { parameterCount } from "../../networks/parameters.ts";
import { currentVersions } from "../../runs/environment.ts";
import { configurationAt, type DataSet } from "../dataset/data_set.ts";
import type { DataSetFile } from "../dataset/data_set_file.ts";
import { Comparison } from "./comparison.ts";
import type { EvaluationReport, PartErrors, PrecisionCheck } from "./evaluation_report.ts";
import { PredictionTeam, requireFit } from "./prediction_team.ts";
import type { PredictorSpec } from "./predictor.ts";
import {
  type DataSetPart,
  drawSome,
  SAMPLE_DRAWS,
  selectConfigurations,
} from "./select_configurations.ts";
import { type ParityData, SiteSample } from "./site_sample.ts";
import { type Untrained, untrainedPredictor } from "./untrained.ts";

/** What is evaluated, and how. */
export interface EvaluationOptions {
  /** Name of the split; `trajectory` when left out. */
  readonly split?: string;
  /** The parts; `test` when left out. */
  readonly parts?: readonly DataSetPart[];
  /** At most so many configurations of a part, drawn at random; all when left out. */
  readonly limit?: number;
  /** What is evaluated beside the network with nothing trained; nothing when left out. */
  readonly untrained?: Untrained;
  /** What computes the network, one of `NETWORK_BACKENDS`; `defaultBackendOn` its lattice when left out. */
  readonly backend?: string;
  /** Configurations of the first part that double precision computes too; none when left out. */
  readonly precisionConfigurations?: number;
  /** Sites of a part that are kept for a parity plot; 10,000 when left out. */
  readonly paritySites?: number;
  /** Seed of everything drawn; 1 when left out. */
  readonly seed?: number;
  /** Threads; 1, the calling one, when left out. */
  readonly workers?: number;
  /** Told how many predictions are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What an evaluation found. */
export interface Evaluation {
  /** The numbers, and all that decides them. */
  readonly report: EvaluationReport;
  /** Exact and predicted forces of some sites of each part, and the errors of all. */
  readonly parity: Readonly<Partial<Record<DataSetPart, ParityData>>>;
}

/** Numbers of the predictors in the team. */
const [BY_BACKEND, PLAIN, BESIDE] = [0, 1, 2];

/**
 * The errors of a network's forces on a data set. They do not depend on the number of workers.
 *
 * @throws {ParameterError} if there is no such split or part, a part has no configurations, the
 *   network was trained for another temperature, it is to be beside a baseline that it has not, or a
 *   lattice is narrower than its receptive field
 * @throws {UnavailableError} if the machine or the permissions lack what the backend needs
 *
 * @example An untrained network on everything that a small data set holds
 * ```ts
 * import {
 *   dataSetRecipe,
 *   evaluateNetwork,
 *   initialParameters,
 *   makeDataSet,
 *   networkPresetNamed,
 * } from "../../../mod.ts";
 * import assert from "node:assert/strict";
 * const work = await Deno.makeTempDir();
 * const lattices = [{ kind: "square", width: 12, height: 12 }];
 * const recipe = dataSetRecipe({ preset: "smoke", lattices, random: 2 });
 * const { dataSet } = await makeDataSet(recipe, work, { resources: { workers: 1 } });
 * await Deno.remove(work, { recursive: true });
 * assert.ok(dataSet);
 * const { architecture, initialisation } = networkPresetNamed("gnn", "small");
 * const parameters = initialParameters(architecture, initialisation, 1);
 * const network = { architecture, parameters, conditions: { temperature: 0.1 }, provenance: {} };
 * const { report } = await evaluateNetwork(network, { dataSet, sha256: "" }, {
 *   parts: ["all"],
 *   limit: 4,
 * });
 * const [pooled] = report.parts[0].network;
 * assert.equal(pooled.errors.sites, 4 * 144);
 * ```
 */
export async function evaluateNetwork(
  network: Network,
  { dataSet, sha256: dataSetHash }: DataSetFile,
  options: EvaluationOptions = {},
): Promise<Evaluation> {
  const { split = "trajectory", parts = ["test"], limit, seed = 1 } = options;
  const { backend = defaultBackendOn({ kind: latticeOf(network) }) } = options;
  const { untrained, paritySites = 10_000, precisionConfigurations = 0 } = options;
  const beside = untrained && untrainedPredictor(network.architecture, untrained);
  const drawn = { split, seed, ...(limit === undefined ? {} : { limit }) };
  const selected = parts.map((part) => ({
    part,
    numbers: selectConfigurations(dataSet, { part, ...drawn }),
  }));
  const checked = backend === "plain" || selected.length === 0
    ? new Int32Array()
    : drawSome(selected[0].numbers, precisionConfigurations, seed, SAMPLE_DRAWS.precision);
  const configurations = selected.reduce((sum, { numbers }) => sum + numbers.length, 0);
  const total = configurations * (beside ? 2 : 1) + 2 * checked.length;
  const specs: readonly PredictorSpec[] = [
    { kind: "network", network, backend },
    { kind: "network", network, backend: "plain" },
    ...(beside ? [beside] : []),
  ];
  for (const { numbers } of selected) {
    requireFit(specs[BY_BACKEND], dataSet, numbers);
    if (beside) requireFit(beside, dataSet, numbers);
  }
  const team = await PredictionTeam.start(dataSet, specs, options.workers ?? 1);
  const comparison = new Comparison(dataSet, team, (done) => options.onProgress?.(done, total));
  const parity: Partial<Record<DataSetPart, ParityData>> = {};
  const found: PartErrors[] = [];
  let precision: PrecisionCheck | undefined;
  try {
    for (const { part, numbers } of selected) {
      const sample = new SiteSample(siteCount(dataSet, numbers), paritySites, seed);
      found.push({
        part,
        configurations: numbers.length,
        network: await comparison.errors(BY_BACKEND, numbers, sample),
        ...(beside && { untrained: await comparison.errors(BESIDE, numbers) }),
      });
      parity[part] = sample.data;
    }
    if (checked.length > 0) precision = await comparison.precision(BY_BACKEND, PLAIN, checked);
  } finally {
    await team.close();
  }
  const { labels, recipe } = dataSet.provenance;
  const report: EvaluationReport = {
    network: describeNetwork(network),
    dataSet: { sha256: dataSetHash, labels, recipe },
    ...drawn,
    backend,
    ...(beside && { untrained: beside.baseline }),
    versions: currentVersions(),
    parts: found,
    ...(precision && { precision }),
  };
  return { report, parity };
}

function describeNetwork(network: Network): EvaluationReport["network"] {
  const { architecture, conditions, provenance } = network;
  return {
    sha256: networkSha256(network),
    model: architecture.model,
    target: architecture.target,
    parameters: parameterCount(architecture),
    temperature: conditions.temperature,
    provenance,
  };
}

function siteCount(dataSet: DataSet, numbers: Int32Array): number {
  return numbers.reduce((sum, number) => sum + configurationAt(dataSet, number).Q.length, 0);
}
