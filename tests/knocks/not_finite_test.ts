import assert from "node:assert/strict";
import { join } from "node:path";
import { makeLattice, readCheckpoint, writeNetwork } from "../../mod.ts";
import { randomNetwork } from "../networks/weights_files.ts";
import { filesOf } from "../quench/run_files.ts";
import { nearsightHere } from "./in_process.ts";
import { inMemoryFolder } from "./memory_folder.ts";

// Whole forces of random weights, much too large: the lattice shakes itself to pieces.
const NETWORK = randomNetwork("gnn, widening and narrowing, sum, relu");
const WILD = { ...NETWORK, parameters: new Map(NETWORK.parameters) };
WILD.parameters.set("output.scale", Float32Array.of(1e4));

// Threads in lockstep, and one step after the other.
for (const [backend, workers] of [["wasm", 1], ["wasm", 2], ["plain", 1]] as const) {
  Deno.test(`a network that overflows in the middle of a run ends it in one line, and its last checkpoint goes on (${backend}, ${workers} workers)`, () =>
    inMemoryFolder(async (folder) => {
      const weights = join(folder, "wild.safetensors");
      await writeNetwork(weights, WILD);
      const quench = (name: string, steps: number, ...more: string[]) =>
        nearsightHere([
          ...["quench", "--size", "12", "--method", "gnn", "--weights", weights],
          ...["--backend", backend, "--workers", String(workers), "--steps", String(steps)],
          ...["--save-every", "3", "--observe-every", "2", "--checkpoint-seconds", "0"],
          ...["--no-figures", "--records", join(folder, "records.jsonl")],
          ...["--output", join(folder, name), ...more],
        ]);
      const broken = await quench("broken", 500);
      assert.equal(broken.code, 1, broken.lines.join("\n"));
      const errors = broken.lines.filter((line) => !/^[\d,]+\/[\d,]+ steps|^note: /.test(line));
      assert.equal(errors.length, 1, broken.lines.join("\n"));
      assert.match(errors[0], /^error: The .*(became|gave) -?(NaN|Infinity)/);

      const { state } = await readCheckpoint(
        join(folder, "broken", "checkpoint.safetensors"),
        makeLattice({ kind: "square", width: 12, height: 12 }),
      );
      const { step, Q, V, evaluation: { force, density } } = state;
      assert.ok(step > 4 && step < 500, `step ${step}`);
      for (const values of [Q, V, force, density]) assert.ok(values.every(Number.isFinite));

      // What was reached is what a run of so many steps is.
      const resumed = await quench("broken", step, "--resume");
      assert.equal(resumed.code, 0, resumed.lines.join("\n"));
      assert.equal((await quench("whole", step)).code, 0);
      assert.deepEqual(await filesOf(join(folder, "broken")), await filesOf(join(folder, "whole")));
      assert.deepEqual((await quench("broken", 500, "--resume")).code, 1);
    }));
}
