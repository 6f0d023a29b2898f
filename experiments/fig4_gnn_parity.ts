/**
 * Fig. 4 of Fan and Chern: how well a GNN gives the forces directly (Sec. IV), and what accuracy
 * costs.
 *
 *     deno task fig4 --quick                                 small ones, made and trained here
 *     deno task fig4 --data runs/paper.npz                   the weights that come with the library
 *
 * Each layer adds up what a site and its neighbours hold, with the same weights everywhere: the
 * lattice's symmetries are built in, and weights trained on one lattice serve any other. The paper's
 * network of 10.7 million parameters has errors of about 10⁻³ and reads Q alone.
 *
 * So does `raw` here, with 10,561 parameters. `small`, `medium` and `large` start from what is known
 * of the electrons without training (the cavity method; windows of 5×5 or 7×7 sites in it) and learn
 * what that misses, in fewer layers. How much of their accuracy was learned is seen only next to the
 * error of the same baseline alone: both stand in every table and figure.
 *
 * Results: parity.svg, errors.csv, frontier.svg, error_by_step.svg, frontier.csv, record.json, the
 * same on every run; and timings.csv, what one force on one site costs on this machine, which is
 * never the same. frontier.svg shows it.
 */
import { encodeCsv, type Network, parameterCount } from "../mod.ts";
import { drawFig4 } from "./figures/fig4_gnn_parity.ts";
import { dataFor, partsOf } from "./shared/data.ts";
import { type ExperimentOptions, runExperiment } from "./shared/experiment.ts";
import { forceTimes } from "./shared/force_times.ts";
import {
  errorsTable,
  type ForceErrors,
  forceErrors,
  parityFigure,
  pooledDeviations,
} from "./shared/force_errors.ts";
import { type Competitor, frontierTable } from "./shared/frontier.ts";
import { trainBriefly, trainedNetwork } from "./shared/networks.ts";
import { quickData } from "./shared/quick_data.ts";
import type { Results } from "./shared/results.ts";

/** The presets that are compared. */
const PRESETS = ["small", "medium", "large", "raw"] as const;

await runExperiment(
  "fig4",
  "Fig. 4: forces of GNNs against exact ones, and their accuracy against their cost.",
  async (options, results) => {
    // 1. The networks, and their errors with those of their baselines alone.
    const { networks, data } = await networksAndData(options, results);
    const errors: Record<string, ForceErrors> = {};
    for (const [preset, network] of Object.entries(networks)) {
      results.useNetwork(preset, network);
      errors[preset] = await forceErrors(network, data, options);
      results.find(`sd of force error, ${preset}`, pooledDeviations(errors[preset]));
    }
    await results.table("errors.csv", errorsTable(errors));

    // 2. The paper's figure, for the medium network: panel (a) the sites, panel (b) the errors.
    await results.figure("parity.svg", parityFigure(errors.medium, "Forces of a GNN"));

    // 3. What a force on one site costs on this machine. Only these numbers differ from run to run.
    const times = await forceTimes(networks, data.test, options.quick ? 5 : 30);
    await results.measurement(
      "timings.csv",
      encodeCsv({
        header: {
          time: "least time of a force on one site, one thread, in microseconds",
          ...{ lattice: times.lattice, processor: times.processor },
        },
        columns: ["forces by", "microseconds"],
        rows: Object.entries(times.perSite),
      }),
    );

    // 4. Accuracy against cost: each network, and its baseline alone.
    const competitors = Object.entries(networks).flatMap(([name, network]): Competitor[] => {
      const { baseline } = network.architecture;
      const parameters = parameterCount(network.architecture);
      const { network: trained, untrained } = errors[name].test.report.parts[0];
      const alone = { name: `${baseline} alone`, baseline, parameters: 0 };
      return [
        ...(untrained ? [{ ...alone, groups: untrained }] : []),
        { name, baseline, parameters, groups: trained },
      ];
    });
    await results.table("frontier.csv", frontierTable(competitors));
    await results.draw(drawFig4, ["frontier.svg"]);
    for (const { name, parameters, groups } of competitors) {
      const sd = groups[0].errors.sd.toExponential(2);
      const time = times.perSite[name].toPrecision(3);
      console.log(`${name}: ${parameters} parameters, sd ${sd}, ${time} µs a site`);
    }
  },
);

/** Shipped weights and the paper's data or, in a quick run, both made here in about a minute. */
async function networksAndData(options: ExperimentOptions, results: Results) {
  const { quick, epochs, workers, weightsDir } = options;
  const networks: Record<string, Network> = {};
  if (!quick) {
    for (const preset of PRESETS) {
      networks[preset] = await trainedNetwork(`gnn-${preset}-T0.1`, weightsDir);
    }
    return { networks, data: await dataFor(Object.values(networks), options, results) };
  }
  // As wide as the receptive field of the large one, 17 sites, and even.
  const file = await quickData(18, workers);
  for (const preset of PRESETS) {
    const { network } = await trainBriefly(file, { model: "gnn", preset, epochs, workers });
    networks[preset] = network;
  }
  return { networks, data: partsOf(file, results) };
}
