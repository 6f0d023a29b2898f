import assert from "node:assert/strict";
import { join } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { encodeNpy, writeDataSet, writeNetwork } from "../../mod.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { roomySet, untrained } from "../training/evaluation/networks.ts";
import { askedFor } from "./asked_for.ts";
import { inTemporaryFolder, nearsightCommand } from "./nearsight.ts";

type PermissionSet = Readonly<Record<string, boolean | readonly string[]>>;
const SETS = config.permissions as unknown as Readonly<Record<string, PermissionSet>>;

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

Deno.test("each verb runs under its own permission set and asks for nothing beyond it", () =>
  inTemporaryFolder(async (folder) => {
    const data = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i));
    const bytes = encodeNpy({ dtype: "<f8", shape: [8, 8], data });
    await Deno.writeFile(join(folder, "Q.npy"), bytes);
    await writeDataSet(join(folder, "set.npz"), (await roomySet()).dataSet);
    await writeNetwork(join(folder, "gnn.safetensors"), untrained("small"));
    const network = randomNetwork("gnn, cavity, diagonals, odd, silu");
    await writeWeights(folder, network, "w.json");
    for (const args of [...Object.values(calls(folder)), networkForces(folder), ensemble(folder)]) {
      const [verb] = args;
      const audit = join(folder, `${verb}${args.length}.audit`);
      const { code, stderr } = await nearsightCommand(args, {
        env: { DENO_AUDIT_PERMISSIONS: audit },
      }).output();
      assert.equal(code, 0, `${verb}: ${new TextDecoder().decode(stderr)}`);
      for (const [kind, values] of await askedFor(audit)) {
        const granted = SETS[verb][kind];
        const beyond = granted === true
          ? []
          : [...values].filter((v) => !(Array.isArray(granted) && granted.includes(v)));
        assert.deepEqual(beyond, [], `${verb} asks for ${kind} beyond its set`);
      }
    }
  }));

Deno.test("lapack alone may load native code, remote alone reach the network, and none run programs", () => {
  for (const [verb, set] of Object.entries(SETS)) {
    if (["test", "bench"].includes(verb)) continue;
    assert.ok(!("run" in set), verb);
    assert.equal("net" in set, verb === "remote", verb);
    assert.equal("ffi" in set, verb === "lapack", verb);
  }
});

Deno.test("without the right to read or write, each verb says so in one line", () =>
  inTemporaryFolder(async (folder) => {
    for (const [verb, args] of Object.entries(calls(folder))) {
      for (const denied of ["--deny-read", "--deny-write"]) {
        if (verb === "runs" && denied === "--deny-write") continue;
        const command = new Deno.Command(Deno.execPath(), {
          args: ["run", "-q", `-P=${verb}`, "--no-prompt", denied, "cli/main.ts", ...args],
          env: { NO_COLOR: "1" },
        });
        const { code, stderr } = await command.output();
        const text = new TextDecoder().decode(stderr).trimEnd();
        assert.ok(code === 1 || code === 2, `${verb} ${denied}: exit ${code}`);
        assert.match(text, /^error: [^\n]+$/, `${verb} ${denied}`);
      }
    }
  }));
