/**
 * A step of Langevin dynamics on 200×200 sites with shipped GNNs, one thread: ours, and the same in
 * PyTorch where /usr/bin/python3 has it, beside the paper's network of 10.7 million parameters there.
 *
 *     deno run -P=bench bench/langevin_step_bench.ts
 */

import { planEmbedding } from "../lib/electrons/cavity/embedding_plan.ts";
import { SquareLattice } from "../lib/lattice/square_lattice.ts";
import { cavityOptionsOf } from "../lib/networks/cavity_options.ts";
import {
  encodeNetwork,
  initialParameters,
  loadWeights,
  type Network,
  networkPresetNamed,
} from "../lib/networks/mod.ts";
import { PYTHON, pythonHas } from "../tests/io/python.ts";
import { type LangevinSteps, startSteps } from "./langevin_step.ts";
import { type Contender, timeSideBySide, timingTable } from "./side_by_side.ts";
import { startTorch, type TorchProcess } from "./torch_process.ts";

const SIDE = 200;
const SHIPPED = ["medium", "large"] as const;
const TEMPERATURE = 0.1;
const PAPER = "paper";

/** Times all on 200×200 sites, or on as many as told. */
export async function run(side = SIDE, rounds = 7, paperRounds = 1): Promise<void> {
  const networks: Record<string, Network> = {};
  const ours: Record<string, LangevinSteps> = {};
  for (const name of SHIPPED) {
    const source = `gnn-${name}-T${TEMPERATURE}`;
    networks[name] = await loadWeights({ source });
    ours[name] = await startSteps({
      ...{ width: side, method: "gnn", weights: { source }, temperature: TEMPERATURE },
    });
  }
  const torch = pythonHas("torch") ? await startPeers(networks, ours.medium) : undefined;
  if (torch === undefined) console.log(`${PYTHON} has no torch, or may not be run: left out`);

  // Ours does ten steps where PyTorch does one: the clock would be too coarse for less.
  const contenders: Contender[] = SHIPPED.map((name) => ({
    name: `10 × ${name}`,
    run: () => ours[name].advance(10),
  }));
  const inside: Record<string, number> = {};
  for (const name of torch === undefined ? [] : SHIPPED) {
    contenders.push({
      name: `PyTorch ${name}`,
      run: async () => {
        const [, , network] = (await torch!.ask(`step ${name}`)).split(" ").map(Number);
        inside[name] = Math.min(inside[name] ?? Infinity, network);
      },
    });
  }
  console.log(`${side}×${side} sites, one thread, ${rounds} rounds`);
  const timings = await timeSideBySide(contenders, rounds);
  console.log(timingTable(timings, "10 × medium"));
  const step = Object.fromEntries(timings.map(({ name, minimum }) => [name, minimum]));
  for (const name of torch === undefined ? [] : SHIPPED) {
    const mine = step[`10 × ${name}`] / 10, theirs = step[`PyTorch ${name}`];
    console.log(
      `  ${name}: PyTorch takes ${(theirs / mine).toFixed(1)} × our time, and for the network ` +
        `alone, without what it starts from, ${inside[name].toFixed(1)} ms: ` +
        `${(inside[name] / mine).toFixed(2)} × our whole step`,
    );
  }
  if (torch !== undefined && paperRounds > 0) {
    let paper = Infinity;
    for (let round = 0; round < paperRounds; round++) {
      const answer = (await torch.ask(`step ${PAPER}`)).split(" ").map(Number);
      paper = Math.min(paper, answer[0]);
    }
    const against = SHIPPED.map((name) =>
      `${(paper / (step[`10 × ${name}`] / 10)).toFixed(0)} × ${name}`
    );
    console.log(`  the paper's network in PyTorch: ${paper.toFixed(0)} ms, ${against.join(", ")}`);
  }
  await torch?.close();
  for (const steps of Object.values(ours)) await steps.close();
}

/** The same networks in PyTorch, with the paper's; tells how far its forces are from ours. */
async function startPeers(
  networks: Readonly<Record<string, Network>>,
  ours: LangevinSteps,
): Promise<TorchProcess> {
  const { config, forceField } = ours;
  const { lattice: { width, height }, model, timeStep, dampingRate, temperature } = config;
  const Q = ours.state().Q;
  const { architecture, initialisation } = networkPresetNamed("gnn", PAPER);
  const parameters = initialParameters(architecture, initialisation, 1);
  const conditions = { temperature: TEMPERATURE };
  const paper: Network = { architecture, parameters, conditions, provenance: {} };
  const torch = await startTorch("./langevin_step.py", {
    ...{ width, height, model, timeStep, dampingRate, temperature },
    Q: new Uint8Array(Q.slice().buffer).toBase64(),
    networks: Object.fromEntries(
      Object.entries({ ...networks, [PAPER]: paper }).map(([name, network]) => {
        const options = cavityOptionsOf(network.architecture, TEMPERATURE);
        const cavity = options && planEmbedding(new SquareLattice(width, height), options);
        return [name, { network: encodeNetwork(network).toBase64(), cavity: cavity ?? null }];
      }),
    ),
  });
  const bytes = Uint8Array.fromBase64(await torch.ask("force medium"));
  const theirs = new Float64Array(bytes.buffer), { force } = await forceField.evaluate(Q);
  const off = force.reduce((most, F, i) => Math.max(most, Math.abs(F - theirs[i])), 0);
  console.log(`PyTorch's forces with medium are within ${off.toExponential(1)} t of ours`);
  return torch;
}

if (import.meta.main) await run();
