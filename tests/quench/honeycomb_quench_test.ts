import assert from "node:assert/strict";
import { join } from "node:path";
import { quenchFigures } from "../../lib/figures/report/quench_figures.ts";
import { analyzeEnsemble } from "../../lib/quench/analyze_ensemble.ts";
import { openEnsemble, quenchConfig, readQuenchConfig, runQuench } from "../../lib/quench/mod.ts";
import {
  dataSetRecipe,
  encodeDataSet,
  trainingConfig,
  trainNetwork,
} from "../../lib/training/mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { madeFrom } from "../training/recipes.ts";
import { TINY } from "../training/train/tiny.ts";
import { filesOf } from "./run_files.ts";

Deno.test("another lattice goes all the way: exact forces, data set, training, quench, resume, figures", () =>
  inTemporaryFolder(async (folder) => {
    const recipe = dataSetRecipe({
      preset: "smoke",
      lattices: [{ kind: "honeycomb", width: 10, height: 8 }],
      random: 6,
      quench: { trajectories: 3, snapshotSteps: [10, 40] },
    });
    const dataSet = await madeFrom(recipe);
    const { sha256 } = encodeDataSet(dataSet);
    const data = [{ sha256, split: "trajectory" as const }];
    const { model } = recipe;
    const config = {
      ...trainingConfig({ network: "gnn", data, temperature: 0.1, model }),
      ...{ architecture: TINY, preset: "tiny", epochs: 2 },
    };
    const training = join(folder, "training");
    const source = { dataSets: [{ dataSet, sha256 }] };
    await trainNetwork(config, source, training, { resources: { workers: 1 } });

    const weights = { source: join(training, "best.safetensors") };
    const quench = quenchConfig({
      ...{ width: 14, height: 8, lattice: "honeycomb", method: "gnn", weights },
      ...{ steps: 60, saveEvery: 20 },
    });
    const run = (name: string, steps: number, resume = false) =>
      runQuench({ ...quench, steps }, join(folder, name), { resources: { workers: 1 }, resume });
    await run("whole", 60);
    await run("parts", 30);
    await run("parts", 60, true);
    assert.deepEqual(await filesOf(join(folder, "parts")), await filesOf(join(folder, "whole")));
    const { backend, lattice } = await readQuenchConfig(join(folder, "whole", "config.json"));
    assert.deepEqual({ backend, lattice: lattice.kind }, {
      backend: "tfjs-wasm",
      lattice: "honeycomb",
    });

    const analysis = await analyzeEnsemble(await openEnsemble([join(folder, "whole")]));
    const figures = await quenchFigures(analysis, undefined);
    for (const name of ["domains.svg", "structure_factor.svg", "structure_factor_radial.svg"]) {
      assert.match(figures[name], /honeycomb lattice/, name);
    }
    // Bonds of length 1 make 14 columns √3/2 apart and 8 rows 3/2 apart: a picture as wide as high.
    const [image] = /<image[^>]*>/.exec(figures["domains.svg"])!;
    const [width, height] = ["width", "height"]
      .map((name) => new RegExp(` ${name}="([\\d.]+)"`).exec(image)![1]);
    assert.ok(Math.abs(Number(width) / Number(height) - 14 * Math.sqrt(0.75) / 12) < 0.01);
  }));
