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
  DensityModel,
  forceFieldSpec,
  HolsteinModel,
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

    // 3. Is it a gradient? A force that has an energy does no work around a closed loop. We take the
    //    last snapshot of a quench, where the dynamics spends its time, and move all sites at once.
    const { dataSet } = data.test.file;
    const last = selectConfigurations(dataSet, data.test).at(-1)!;
    const { group, Q } = configurationAt(dataSet, last);
    const { model } = dataSet.provenance.recipe;
    const lattice = makeLattice(group.lattice);
    const holstein = new HolsteinModel(lattice, model);
    /** F = g (n - 1/2) plus the elastic force, which is exact: n is what the network gives. */
    const forceOf = async (network: Network) => {
      const net = await DensityModel.create(network, lattice, { backend: "wasm" });
      return async (Q: Float64Array) => {
        const n = await net.densityMinusHalf(Q.map((q) => model.g / model.t * q));
        return holstein.force(Q, n.map((value) => value + 0.5));
      };
    };
    const { temperature } = group;
    const spec = forceFieldSpec({ lattice: group.lattice, model, temperature });
    const exact = await makeForceField(spec);
    const forces = {
      "exact": async (Q: Float64Array) => (await exact.evaluate(Q)).force,
      "energy GNN": await forceOf(energy),
      "direct GNN": await forceOf(direct),
    };
    const rows = [];
    for (const [name, force] of Object.entries(forces)) {
      for (const points of [32, 64]) {
        const { work, exchanged } = await workAroundLoop(Q, force, RADIUS, points);
        rows.push([name, points, work, exchanged, Math.abs(work) / exchanged]);
      }
    }
    exact.close();
    const columns = ["force", "points", "work", "exchanged", "ratio"];
    await results.table("loop.csv", {
      header: {
        loop:
          `a circle in the space of Q about configuration ${last}, each site moved by ${RADIUS}`,
        work: "∮ F·dQ in units of t; exchanged: ∮ |F·dQ|",
      },
      columns,
      rows,
    });
    const finest = rows.filter(([, points]) => points === 64);
    results.find(
      "|∮ F·dQ| / ∮ |F·dQ|",
      Object.fromEntries(finest.map(([name, , , , ratio]) => [name, ratio])),
    );
    console.log("work around a closed loop, over the work exchanged on its way:");
    for (const [name, , , , ratio] of finest) {
      console.log(`  ${name}: ${(ratio as number).toExponential(1)}`);
    }
  },
);

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
