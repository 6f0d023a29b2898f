/**
 * A training step — prediction, mean squared error, its gradient in every weight, Adam — of the
 * networks on a batch of 40×40 lattices: our kernel on the backend `wasm`, stock operations on it,
 * and PyTorch where /usr/bin/python3 has it, one thread each.
 *
 *     deno run -P=bench bench/training_step_bench.ts [MODEL/PRESET ...]
 */

import {
  type Architecture,
  encodeNetwork,
  initialParameters,
  inputFeatures,
  type Network,
  networkPresetNamed,
  parameterLayout,
} from "../lib/networks/mod.ts";
import { CounterRng } from "../lib/random/counter_rng.ts";
import { PYTHON, pythonHas } from "../tests/io/python.ts";
import { type Contender, timeSideBySide, type Timing, timingTable } from "./side_by_side.ts";
import { startTfjsSteps } from "./tfjs_steps.ts";
import { startTorchSteps } from "./torch_steps.ts";

const SIDE = 40;
/** Networks, and lattices in a batch. */
const CASES: readonly (readonly [string, number])[] = [
  ["gnn/small", 16],
  ["gnn/medium", 16],
  ["gnn/large", 16],
  ["mlp/compact", 16],
  ["energy-gnn/compact", 4],
];
const OURS = "kernel";

/** Times all networks, or those named. */
export async function run(names: readonly string[] = [], rounds = 7): Promise<void> {
  const withTorch = pythonHas("torch");
  if (!withTorch) console.log(`${PYTHON} has no torch, or may not be run: PyTorch is left out`);
  for (const [name, batch] of CASES) {
    if (names.length === 0 || names.includes(name)) await compare(name, batch, rounds, withTorch);
  }
}

async function compare(
  name: string,
  batch: number,
  rounds: number,
  withTorch: boolean,
): Promise<void> {
  const [model, preset] = name.split("/");
  const { architecture, initialisation } = networkPresetNamed(model, preset);
  const parameters = initialParameters(architecture, initialisation, 1);
  const geometry = { batch, height: SIDE, width: SIDE };
  const sites = batch * SIDE * SIDE;
  const features = inputFeatures(architecture);
  const normals = new CounterRng(1, "datasetConfiguration").normals(sites * (features + 1));
  const data = Float32Array.from(normals);
  const task = { architecture, parameters, data, geometry };
  const network: Network = {
    architecture,
    parameters,
    conditions: { temperature: 0.1 },
    provenance: {},
  };

  const kernel = await startTfjsSteps(task, "kernel");
  const stock = await startTfjsSteps(task, "stock");
  const torch = withTorch
    ? await startTorchSteps({ network: encodeNetwork(network), data, features, ...geometry })
    : undefined;
  const losses: string[] = [];
  let torchProcessor = Infinity;
  const contenders: Contender[] = [
    { name: OURS, run: async () => losses[0] = (await kernel.step()).toFixed(5) },
    { name: "stock", run: async () => losses[1] = (await stock.step()).toFixed(5) },
  ];
  if (torch !== undefined) {
    contenders.push({
      name: "PyTorch",
      run: async () => {
        const { loss, processor } = await torch.step();
        losses[2] = loss.toFixed(5);
        torchProcessor = Math.min(torchProcessor, processor);
      },
    });
  }
  const timings = (await timeSideBySide(contenders, rounds)).map((timing) =>
    timing.name === "PyTorch" ? { ...timing, processor: torchProcessor } : timing
  );
  kernel.close();
  stock.close();
  await torch?.close();

  const operations = sites * operationsPerSite(architecture);
  const each = (show: (timing: Timing) => string) =>
    timings.map((timing) => `${timing.name} ${show(timing)}`).join(", ");
  const [ours] = timings;
  console.log(`${name}, ${batch} lattices of ${SIDE}×${SIDE}, ${rounds} rounds`);
  console.log(timingTable(timings, OURS));
  console.log(
    `  processor time in ms: ${each(({ processor }) => processor.toFixed(1))}; ` +
      `${OURS} over each: ${each(({ processor }) => (ours.processor / processor).toFixed(2))}`,
  );
  console.log(
    `  GFLOP/s in products: ${each(({ minimum }) => (operations / minimum / 1e6).toFixed(1))}; ` +
      `losses after ${rounds + 1} steps: ${losses.join(", ")}`,
  );
}

/**
 * Multiplications and additions in products with weights: forwards, and backwards in inputs and in
 * weights; for a loss on a derivative of the network all of it again.
 */
function operationsPerSite(architecture: Architecture): number {
  const weights = parameterLayout(architecture).filter(({ role }) => role === "weight")
    .reduce((sum, { shape }) => sum + shape[0] * shape[1], 0);
  return (architecture.model === "energy-gnn" ? 12 : 6) * weights;
}

if (import.meta.main) await run(Deno.args);
