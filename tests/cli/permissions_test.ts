import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeNpy, writeDataSet, writeNetwork } from "../../mod.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { roomySet, untrained } from "../training/evaluation/networks.ts";
import { inTemporaryFolder, nearsightCommand } from "./nearsight.ts";
import { assertSaysWhatIsMissing, assertWithin, runWithout, SETS } from "./permission_sets.ts";

/** A call of each verb that goes through all it does. */
function calls(folder: string): Readonly<Record<string, readonly string[]>> {
  const records = ["--records", join(folder, "records.db")];
  return {
    weights: [
      "weights",
      "export",
      join(folder, "w.json"),
      "--output",
      join(folder, "w.safetensors"),
    ],
    forces: ["forces", "--input", join(folder, "Q.npy"), "--output", join(folder, "F.npy")],
    quench: [
      ...[
        "quench",
        "--size",
        "8",
        "--method",
        "exact",
        "--steps",
        "40",
        "--save-every",
        "10",
        "--workers",
        "2",
      ],
      ...["--output", join(folder, "run"), ...records],
    ],
    evaluate: [
      ...["evaluate", "--weights", join(folder, "gnn.safetensors"), "--workers", "2"],
      ...["--data", join(folder, "set.npz"), "--output", join(folder, "evaluation"), ...records],
    ],
    train: [
      ...["train", "--model", "gnn", "--preset", "small", "--epochs", "1", "--workers", "2"],
      ...["--data", join(folder, "set.npz"), "--output", join(folder, "training"), ...records],
    ],
    analyze: ["analyze", join(folder, "run"), "--output", join(folder, "analysis"), ...records],
    merge: ["merge", join(folder, "run"), "--output", join(folder, "merged"), ...records],
    dataset: [
      ...["dataset", "make", "--preset", "smoke", "--sizes", "8", "--workers", "2"],
      ...["--output", join(folder, "made.npz"), ...records],
    ],
    runs: ["runs", "trace", join(folder, "analysis", "observables.svg"), ...records],
    convert: ["convert", join(folder, "run"), "--output", join(folder, "run.npz")],
  };
}

/** Forces by a network, with everything left to the defaults. */
function networkForces(folder: string): readonly string[] {
  return [
    ...["forces", "--input", join(folder, "Q.npy"), "--output", join(folder, "F.json")],
    ...["--method", "gnn", "--weights", join(folder, "w.json")],
  ];
}

/** Trajectories in Worker threads. */
function ensemble(folder: string): readonly string[] {
  return [
    ...[
      "quench",
      "--trajectories",
      "2",
      "--size",
      "8",
      "--method",
      "exact",
      "--steps",
      "40",
      "--workers",
      "2",
    ],
    ...["--output", join(folder, "ensemble"), "--records", join(folder, "records.db")],
  ];
}

async function provideConfiguration(folder: string): Promise<void> {
  const data = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i));
  const bytes = encodeNpy({ dtype: "<f8", shape: [8, 8], data });
  await Deno.writeFile(join(folder, "Q.npy"), bytes);
}

/** What the calls take. */
async function provideInputs(folder: string): Promise<void> {
  await provideConfiguration(folder);
  await writeDataSet(join(folder, "set.npz"), (await roomySet()).dataSet);
  await writeNetwork(join(folder, "gnn.safetensors"), untrained("small"));
  const network = randomNetwork("gnn, cavity, diagonals, odd, silu");
  await writeWeights(folder, network, "w.json");
}

Deno.test("each verb runs under its own permission set, asks for nothing beyond it, and needs none that only tell of machine and folder", () =>
  inTemporaryFolder(async (folder) => {
    await provideInputs(folder);
    const withTheirs = [...Object.values(calls(folder)), networkForces(folder), ensemble(folder)];
    for (const args of withTheirs) {
      const [verb] = args;
      const audit = join(folder, `${verb}${args.length}.audit`);
      const { code, stderr } = await nearsightCommand(args, {
        env: { DENO_AUDIT_PERMISSIONS: audit },
      }).output();
      assert.equal(code, 0, `${verb}: ${new TextDecoder().decode(stderr)}`);
      await assertWithin(verb, audit);
    }
    const afresh = ["run", "evaluation", "training", "made.npz"];
    for (const name of afresh) await Deno.remove(join(folder, name), { recursive: true });
    for (const [verb, args] of Object.entries(calls(folder))) {
      const { code, stderr } = await runWithout(verb, ["env", "sys"], args);
      assert.equal(code, 0, `${verb}: ${stderr}`);
    }
  }));

Deno.test("lapack alone may load native code, remote alone reach the network, and none run programs", () => {
  for (const [verb, set] of Object.entries(SETS)) {
    if (["test", "bench"].includes(verb)) continue;
    assert.ok(!("run" in set) && !("import" in set), verb);
    assert.equal("net" in set, verb === "remote", verb);
    assert.equal("ffi" in set, verb === "lapack", verb);
    for (const kind of ["env", "sys"]) {
      assert.ok(Array.isArray(set[kind] ?? []), `${verb}: ${kind}`);
    }
  }
});

Deno.test("without the right to read or write, each verb says so in one line", () =>
  inTemporaryFolder(async (folder) => {
    for (const [verb, args] of Object.entries(calls(folder))) {
      await assertSaysWhatIsMissing(verb, "read", args);
      await assertSaysWhatIsMissing(verb, "write", args, /^error: [^\n]+$/);
    }
  }));

Deno.test("without the right to load native code, LAPACK is refused in one line that says what does without", () =>
  inTemporaryFolder(async (folder) => {
    await provideConfiguration(folder);
    const [, ...args] = calls(folder).forces;
    await assertSaysWhatIsMissing(
      "lapack",
      "ffi",
      ["forces", ...args, "--method", "ed", "--eigensolver", "lapack"],
      /^error: [^\n]*--allow-ffi[^\n]*"wasm"[^\n]*$/,
    );
  }));

Deno.test("the kernels' build asks for what its set has, and says in one line what is missing", async () => {
  for (const kind of Object.keys(SETS.kernels)) {
    await assertSaysWhatIsMissing("kernels", kind, ["arithmetic_probe"]);
  }
  const { code, stderr } = await runWithout("kernels", [], ["arithmetic_probe"]);
  assert.equal(code, 0, stderr);
});
