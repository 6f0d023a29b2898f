/**
 * Fig. 2 of Fan and Chern: how well an MLP on a descriptor of the environment gives the forces
 * (Sec. III), and how well any function of that descriptor could.
 *
 *     deno task fig2 --quick                                 a small one, made and trained here
 *     deno task fig2 --data runs/paper.npz                   the weights that come with the library
 *
 * A site and its 44 neighbours within √13 are turned into 45 numbers which rotations and mirrors of
 * the lattice leave as they are; an MLP makes the force of them. The paper finds σ = 3.06·10⁻³ for
 * the error. Our network starts from a density that is known without training, from windows of 5×5
 * sites in the cavity method, and was to learn what that misses. The errors of that alone are in the
 * same table, and show that it learned hardly anything: what it misses hangs on details that no
 * smooth function of 45 numbers gives.
 *
 * The second part is about the descriptor. The paper's form knows of each doublet of E its norm and
 * its projection on one reference doublet, and not to which side of it the doublet points. So there
 * are different environments, with different forces, that it describes by the same numbers: a floor
 * under the error of every function of them, however large a network is and however long it is
 * trained. The `complete` form says the side too, with the same 45 numbers. Where the floor comes
 * from is a few sites in resonance, whose density hangs on all details; most hardly feel it.
 *
 * Results: parity.svg, errors.csv, twins.svg, twins.csv, floors.csv, descriptor.svg, descriptor.csv,
 * record.json.
 */
import type { MlpArchitecture } from "../mod.ts";
import { drawFig2 } from "./figures/fig2_mlp_parity.ts";
import { dataFor, makeData, partsOf } from "./shared/data.ts";
import { type FormHistory, twinsFigure } from "./shared/descriptor_figure.ts";
import { type DescriptorTwins, descriptorTwins } from "./shared/descriptor_twins.ts";
import { type ExperimentOptions, runExperiment } from "./shared/experiment.ts";
import { errorsTable, forceErrors, parityFigure, pooledDeviations } from "./shared/force_errors.ts";
import { trainBriefly, trainedNetwork } from "./shared/networks.ts";
import { quickData } from "./shared/quick_data.ts";
import type { Results } from "./shared/results.ts";

/** How large the second part is. */
const QUICK = { size: 16, configurations: 60, pairs: 400 };
const FULL = { size: 24, configurations: 1000, pairs: 20_000, epochs: 40 };

/** The two forms of the descriptor that are compared. */
const FORMS = ["paper", "complete"] as const;

/** A plain MLP that learns the density from nothing but the 45 numbers. */
const RAW_MLP: Omit<MlpArchitecture, "descriptor"> = {
  model: "mlp",
  hidden: [64, 64],
  activation: "silu",
  baseline: "none",
  target: "density",
};

await runExperiment(
  "fig2",
  "Fig. 2: forces of an MLP on a descriptor against exact ones, and the descriptor's own floor.",
  async (options, results) => {
    // 1. Predicted against exact forces: panel (a) the sites, panel (b) the errors.
    const { network, data } = await networkAndData(options, results);
    results.useNetwork("descriptor MLP", network);
    const errors = await forceErrors(network, data, options);
    await results.figure("parity.svg", parityFigure(errors, "Forces of an MLP on a descriptor"));
    await results.table("errors.csv", errorsTable({ "descriptor MLP": errors }));
    results.find("sd of force error", pooledDeviations(errors));
    console.log("standard deviation of the force error:", pooledDeviations(errors));

    // 2. The floor, with no network at all: exact forces on pairs of sites of which the descriptor
    //    says the same. Half the mean square of their difference is what no function of the features
    //    can do better than. Next to it what the cut at √13 costs: pairs of the same 45
    //    displacements with everything outside drawn anew.
    const { size, configurations, pairs, epochs } = {
      ...FULL,
      ...(options.quick && small(options)),
    };
    const { model, temperatures: [temperature] } = data.test.file.dataSet.provenance.recipe;
    const [{ amplitude }] = data.test.file.dataSet.provenance.recipe.random;
    const physics = { model, temperature };
    const floors = {
      features: await descriptorTwins("features", pairs, amplitude, physics),
      cut: await descriptorTwins("environment", pairs, amplitude, physics),
    };
    const { features, cut } = floors;
    for (const [name, { floor, floorError, force }] of Object.entries(floors)) {
      results.find(`floor, ${name}`, { floor, floorError, pairs: force.length, amplitude });
    }
    console.log(`least error from the paper's features: ${text(features)}`);
    console.log(`least error from all 45 displacements: ${text(cut)}`);
    await results.table("floors.csv", {
      header: { floor: "least standard deviation of the error of any function of what is known" },
      columns: ["known", "floor", "error", "pairs", "amplitude"],
      rows: Object.entries(floors).map(([name, { floor, floorError, force }]) => [
        ...[name, floor, floorError, force.length, amplitude],
      ]),
    });
    const drawn = `${pairs} pairs, standard deviation of Q ${amplitude}`;
    await results.figure("twins.svg", twinsFigure(floors, drawn));
    await results.table("twins.csv", {
      header: {
        pairs: "exact forces of two sites with the same features, or the same 45 displacements",
        "floor of the paper form": text(features),
        "floor of any form": text(cut),
      },
      columns: ["features_force", "features_twin", "environment_force", "environment_twin"],
      rows: Array.from({ length: Math.min(pairs, 1000) }, (_, pair) => [
        ...[features.force[pair], features.twin[pair], cut.force[pair], cut.twin[pair]],
      ]),
    });

    // 3. The same from the side of training: one small MLP on either form, all else being equal. Its
    //    data are random configurations as wide as the initial state of a quench, as the floor's.
    const wide = await makeData({
      preset: "smoke",
      lattices: [{ kind: "square", width: size, height: size }],
      random: configurations,
      quench: { trajectories: 0 },
      seed: 3,
    }, options.workers);
    results.useData("descriptor", { file: wide, split: "trajectory", part: "all" });
    const histories: FormHistory[] = [];
    for (const descriptor of FORMS) {
      const { network, history } = await trainBriefly(wide, {
        ...{ model: "mlp", preset: "compact", architecture: { ...RAW_MLP, descriptor } },
        // The paper's form has no parity under Q → -Q, so neither is trained on flipped fields.
        ...{ epochs, flips: false, workers: options.workers },
      });
      results.useNetwork(`raw MLP, ${descriptor} form`, network);
      histories.push({ descriptor, history });
      results.find(`rms force error of a raw MLP, ${descriptor} form`, history.at(-1)!.validation);
      console.log(
        `raw MLP on the ${descriptor} form: ${history.at(-1)!.validation.toPrecision(3)}`,
      );
    }

    // 4. What such a small MLP reaches on either form is set by its size and its data, far above both
    //    floors and hardly different. With more of these the error on the paper's form cannot fall
    //    below its floor, that on the complete form could, by nearly two orders of magnitude.
    await results.table("descriptor.csv", {
      header: {
        error: "root mean square of the force error on held-out random configurations",
        "data set": `sha256 ${wide.sha256}`,
      },
      columns: ["epoch", ...FORMS],
      rows: histories[0].history.map(({ epoch }, row) => [
        epoch,
        ...histories.map(({ history }) => history[row].validation),
      ]),
    });
    await results.draw(drawFig2);
  },
);

/** Sizes of a quick run; what it trains sees few configurations an epoch. */
function small({ epochs }: ExperimentOptions) {
  return { ...QUICK, epochs: 10 * epochs };
}

function text({ floor, floorError }: DescriptorTwins): string {
  return `${floor.toPrecision(3)} ± ${floorError.toPrecision(1)}`;
}

/** Shipped weights and the paper's data or, in a quick run, both made here in less than a minute. */
async function networkAndData(options: ExperimentOptions, results: Results) {
  const { quick, epochs, workers, weightsDir } = options;
  if (!quick) {
    const network = await trainedNetwork("mlp-compact-T0.1", weightsDir);
    return { network, data: await dataFor([network], options, results) };
  }
  const file = await quickData(12, workers);
  const { network } = await trainBriefly(file, {
    model: "mlp",
    preset: "compact",
    epochs,
    workers,
  });
  return { network, data: partsOf(file, results) };
}
