/**
 * Fig. 5 of Fan and Chern: how well an energy-based GNN gives the forces (Sec. V).
 *
 *     deno task fig5 --quick                                 a small one, made and trained here
 *     deno task fig5 --data runs/paper.npz                   the weights that come with the library
 *
 * The network gives a local energy ε_i(Q); the force is the exact derivative F_i = -∂(Σ ε_j)/∂Q_i,
 * so energy and force belong together by construction. The paper finds errors of 10⁻³ to 10⁻² and a
 * direct GNN (Fig. 4) better: it fits forces and need not fit what they are the derivative of.
 *
 * What is learned here is the free energy Ω of the electrons, and not ⟨H⟩ of the paper's Eq. (7):
 * the force of Eq. (8) is minus the gradient of Ω, ⟨H⟩ misses the entropy. And it is learned as a
 * correction to the energy of the cavity method, which needs no training. So every error of the
 * network is set beside that of the cavity method alone: only the difference was learned.
 *
 * Results: parity.svg, errors.csv, loop.csv, record.json.
 */
import {
  configurationAt,
  type ConfigurationGroup,
  DensityModel,
  forceFieldSpec,
  HolsteinModel,
  type HolsteinParameters,
  makeForceField,
  makeLattice,
  type Network,
  selectConfigurations,
} from "../mod.ts";
import { workAroundLoop } from "./shared/closed_loop.ts";
import { dataFor, partsOf } from "./shared/data.ts";
import { type ExperimentOptions, runExperiment } from "./shared/experiment.ts";
import { errorsTable, forceErrors, parityFigure, pooledDeviations } from "./shared/force_errors.ts";
import { trainBriefly, trainedNetwork } from "./shared/networks.ts";
import { quickData } from "./shared/quick_data.ts";
import type { Results } from "./shared/results.ts";

/** Points on the loop: that the second number changes nothing shows that the first is enough. */
const POINTS = [64, 128] as const;
/** How far each site moves on the closed loop: kT/g, within which levels cross, is 0.03. */
const RADIUS = 0.1;

await runExperiment(
  "fig5",
  "Fig. 5: forces of an energy-based GNN against exact ones, and whether they have an energy.",
  async (options, results) => {
    // 1. A network whose force has an energy, and one that gives forces directly, to compare.
    const { energy, direct, data } = await networksAndData(options, results);
    results.useNetwork("energy GNN", energy);
    results.useNetwork("direct GNN", direct);

    // 2. Its forces against the exact ones: panel (a) the sites, panel (b) the errors.
    const errors = await forceErrors(energy, data, options);
    await results.figure("parity.svg", parityFigure(errors, "Forces of an energy-based GNN"));
    await results.table("errors.csv", errorsTable({ "energy GNN": errors }));
    results.find("sd of force error", pooledDeviations(errors));
    console.log("standard deviation of the force error:", pooledDeviations(errors));

    // 3. Is it a gradient? A force that has an energy does no work around a closed loop. We move all
    //    sites at once, once about a random configuration and once about the last snapshot of a
    //    quench, where the dynamics spends its time.
    const { dataSet } = data.test.file;
    const numbers = selectConfigurations(dataSet, data.test);
    const rows: [string, string, number, number, number, number][] = [];
    for (const number of [numbers[0], numbers.at(-1)!]) {
      const { group, index, Q } = configurationAt(dataSet, number);
      const forces = await forcesOn(group, dataSet.provenance.recipe.model, { energy, direct });
      for (const [name, force] of Object.entries(forces.by)) {
        for (const points of POINTS) {
          const { work, exchanged } = await workAroundLoop(Q, force, RADIUS, points);
          const ratio = Math.abs(work) / exchanged;
          rows.push([name, group.kind[index], points, work, exchanged, ratio]);
        }
      }
      forces.close();
    }
    await results.table("loop.csv", {
      header: {
        loop: `circle in the space of Q about a configuration, every site moved by about ${RADIUS}`,
        work: "∮ F·dQ in units of t; exchanged: ∮ |F·dQ|",
      },
      columns: ["force", "about", "points", "work", "exchanged", "ratio"],
      rows,
    });
    console.log("work around a closed loop, over the work exchanged on its way:");
    for (const [name, kind, points, , , ratio] of rows) {
      if (points !== POINTS.at(-1)) continue;
      results.find(`|∮ F·dQ| / ∮ |F·dQ|, ${name}, ${kind}`, ratio);
      console.log(`  ${name}, about a ${kind} configuration: ${ratio.toExponential(1)}`);
    }
  },
);

/** The forces that are compared, on one lattice. */
async function forcesOn(
  { lattice: latticeSpec, temperature }: Pick<ConfigurationGroup, "lattice" | "temperature">,
  model: HolsteinParameters,
  networks: { readonly energy: Network; readonly direct: Network },
) {
  const lattice = makeLattice(latticeSpec);
  const holstein = new HolsteinModel(lattice, model);
  const options = { backend: "wasm" };
  const exact = await makeForceField(forceFieldSpec({ lattice: latticeSpec, model, temperature }));
  const energy = await DensityModel.create(networks.energy, lattice, options);
  const direct = await DensityModel.create(networks.direct, lattice, options);
  /** F = g (n - 1/2) and the elastic force, which is exact: a network gives n. */
  const by = (net: DensityModel) => async (Q: Float64Array) => {
    const n = await net.densityMinusHalf(Q.map((q) => model.g / model.t * q));
    return holstein.force(Q, n.map((value) => value + 0.5));
  };
  return {
    by: {
      "exact": async (Q: Float64Array) => (await exact.evaluate(Q)).force,
      "energy GNN": by(energy),
      "direct GNN": by(direct),
    },
    close: () => [exact, energy, direct].forEach((one) => one.close()),
  };
}

/** Shipped weights and the paper's data or, in a quick run, both made here in less than a minute. */
async function networksAndData(options: ExperimentOptions, results: Results) {
  const { quick, epochs, workers, weightsDir } = options;
  if (!quick) {
    const energy = await trainedNetwork("energy-gnn-compact-T0.1", weightsDir);
    const direct = await trainedNetwork("gnn-medium-T0.1", weightsDir);
    return { energy, direct, data: await dataFor([energy], options, results) };
  }
  const file = await quickData(14, workers);
  const brief = { epochs, workers };
  return {
    energy:
      (await trainBriefly(file, { model: "energy-gnn", preset: "compact", ...brief })).network,
    direct: (await trainBriefly(file, { model: "gnn", preset: "small", ...brief })).network,
    data: partsOf(file, results),
  };
}
