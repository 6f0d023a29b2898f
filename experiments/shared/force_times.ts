import {
  CavityEmbedding,
  configurationAt,
  currentMachine,
  DensityModel,
  forceFieldSpec,
  makeForceField,
  makeLattice,
  type Network,
  selectConfigurations,
  windowsOf,
} from "../../mod.ts";
import { timeSideBySide } from "../../bench/side_by_side.ts";
import type { ExperimentPart } from "./data.ts";

/** Times of a force on a site, and what they were measured on. */
export interface ForceTimes {
  /** Microseconds a site, by name. */
  readonly perSite: Readonly<Record<string, number>>;
  /** The lattice. */
  readonly lattice: string;
  /** The processor. */
  readonly processor: string;
}

/**
 * Times of a force on a site, one thread, on the first configuration of some data: by the exact
 * method, by networks, and by their baselines alone. They run in turn, so that whatever else the
 * machine does meets each of them alike; of each the least time counts.
 *
 * @param rounds how often each is run
 */
export async function forceTimes(
  networks: Readonly<Record<string, Network>>,
  { file: { dataSet }, split, part }: ExperimentPart,
  rounds: number,
): Promise<ForceTimes> {
  const [first] = selectConfigurations(dataSet, { split, part });
  const { group, Q } = configurationAt(dataSet, first);
  const { model } = dataSet.provenance.recipe;
  const { temperature } = group;
  const lattice = makeLattice(group.lattice);
  const x = Q.map((q) => model.g / model.t * q);
  const exact = await makeForceField(
    forceFieldSpec({ lattice: group.lattice, model, temperature }),
    { workers: 1 },
  );
  const contenders = [{ name: "exact", run: () => exact.evaluate(Q) as Promise<unknown> }];
  const closers = [() => exact.close()];
  for (const [name, network] of Object.entries(networks)) {
    const { baseline } = network.architecture;
    if (baseline !== "none") {
      const windows = windowsOf(baseline);
      const reduced = temperature / model.t;
      const options = { hopping: 1, temperature: reduced, poles: 0, windows };
      const embedding = new CavityEmbedding(lattice, options);
      const run = () => Promise.resolve(embedding.embed(x.map((value) => -value)));
      contenders.push({ name: `${baseline} alone`, run });
    }
    const net = await DensityModel.create(network, lattice, { backend: "wasm" });
    contenders.push({ name, run: () => net.densityMinusHalf(x) });
    closers.push(() => net.close());
  }
  const timings = await timeSideBySide(contenders, rounds);
  for (const close of closers) close();
  return {
    perSite: Object.fromEntries(
      timings.map(({ name, minimum }) => [name, 1000 * minimum / lattice.sites]),
    ),
    lattice: `${lattice.width}×${lattice.height}`,
    processor: currentMachine().processor ?? "unknown",
  };
}
