import assert from "node:assert/strict";
import { join } from "node:path";
import {
  analyzeEnsemble,
  openEnsemble,
  quenchConfig,
  runQuench,
  SquareLattice,
} from "../../mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { neighbourCorrelation, neighbourCorrelations } from "./neighbour_correlation.ts";

Deno.test("an observable of one's own: -1 for a checkerboard of ±1, on every lattice of even sides", () => {
  for (const lattice of [new SquareLattice(4), new SquareLattice(8, 6)]) {
    assert.equal(neighbourCorrelation(lattice, Float64Array.from(lattice.sublatticeSign)), -1);
  }
});

Deno.test("from the frames of finished runs it is what the analysis finds at distance 1", () =>
  inTemporaryFolder(async (folder) => {
    const runs = [0, 1].map((trajectory) => join(folder, String(trajectory)));
    for (const [trajectory, run] of runs.entries()) {
      const config = quenchConfig({ width: 8, steps: 20, saveEvery: 10, trajectory });
      await runQuench(config, run, { resources: { workers: 1 } });
    }
    const ensemble = await openEnsemble(runs);
    const { rows } = await neighbourCorrelations(ensemble);
    const { frames } = await analyzeEnsemble(ensemble, { resamples: 10 });
    assert.deepEqual(frames.map(({ step }) => step), [0, 10, 20]);
    for (const { step, displacement } of frames) {
      const { distance, value } = displacement.pairCorrelation();
      const own = rows.filter((row) => row[1] === step).map((row) => Number(row[2]));
      assert.equal(own.length, 2);
      const theirs = value[distance.indexOf(1)];
      assert.ok(Math.abs((own[0] + own[1]) / 2 - theirs) < 1e-9 * Math.abs(theirs), `${step}`);
    }
  }));
