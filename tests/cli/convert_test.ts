import assert from "node:assert/strict";
import { join } from "node:path";
import {
  decodeNpz,
  encodeNpy,
  encodeSafetensors,
  fieldOf,
  importFrames,
  openEnsemble,
  quenchConfig,
  readFieldFile,
  runEnsemble,
  runQuench,
  type Tensor,
} from "../../mod.ts";
import { requireRefused } from "./bad_calls.ts";
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

const CONFIG = quenchConfig({ width: 6, height: 4, steps: 40, saveEvery: 10, seed: 5 });
const RESOURCES = { workers: 1 };

async function convert(...args: string[]): Promise<void> {
  const { code, stderr } = await nearsight(["convert", ...args]);
  assert.equal(code, 0, stderr);
}

Deno.test("convert: a run goes to npz, and to plain text that dataset import takes for the same numbers", () =>
  inTemporaryFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    await runQuench(CONFIG, at("run"), { resources: RESOURCES });
    const [run] = (await openEnsemble([at("run")])).runs;

    await convert(at("run"), "--output", at("run.npz"), "--every", "2");
    const arrays = decodeNpz(await Deno.readFile(at("run.npz")), "run.npz");
    assert.deepEqual(arrays.get("Q")?.shape, [3, 4, 6]);

    await convert(at("run"), "--output", at("frames"));
    const { groups: [group] } = await importFrames([at("frames")], { width: 6 });
    assert.deepEqual([...group.step], [0, 10, 20, 30, 40]);
    for (const [c, step] of group.step.entries()) {
      const [Q, n] = [await run.readFrame("Q", step), await run.readFrame("n", step)];
      assert.deepEqual(fieldOf(group, group.Q, c), Q.values);
      assert.deepEqual(fieldOf(group, group.density, c), n.values);
    }

    await convert(at("run"), "--output", at("frames-T0.1"));
    assert.equal(
      await Deno.readTextFile(at("frames-T0.1/c20.dat")),
      await Deno.readTextFile(at("frames/c20.dat")),
    );
    await convert(at("frames/c20.dat"), "--output", at("Q.npy"), "--height", "4");
    assert.deepEqual(await readFieldFile(at("Q.npy")), await run.readFrame("Q", 20));
    await convert(at("frames/c20.dat"), "--output", at("frame.npz"), "--height", "4");
    const frame = decodeNpz(await Deno.readFile(at("frame.npz")), "frame.npz");
    assert.deepEqual([...frame.keys()], ["Q", "F", "n"]);
    await convert(at("run/checkpoint.safetensors"), "--output", at("checkpoint.npz"));
    const checkpoint = decodeNpz(await Deno.readFile(at("checkpoint.npz")), "checkpoint.npz");
    assert.deepEqual(checkpoint.get("Q")?.data, (await run.readFrame("Q", 40)).values);
  }));

Deno.test("convert: a configuration goes from npy to JSON, to plain text and back, to the same numbers", () =>
  inTemporaryFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    const data = Float64Array.from({ length: 24 }, (_, i) => Math.sin(i * i) / 3);
    await Deno.writeFile(at("Q.npy"), encodeNpy({ dtype: "<f8", shape: [4, 6], data }));
    await convert(at("Q.npy"), "--output", at("Q.json"));
    await convert(at("Q.json"), "--output", at("Q.dat"));
    await convert(at("Q.dat"), "--output", at("back.npy"), "--width", "6");
    assert.deepEqual(await Deno.readFile(at("back.npy")), await Deno.readFile(at("Q.npy")));
  }));

Deno.test("convert: tables and tensors of every type go to npz, number for number", () =>
  inTemporaryFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    await Deno.writeTextFile(at("t.csv"), "# unit: t\nstep,L\n0,1.5\n10,2.25\n");
    await convert(at("t.csv"), "--output", at("t.npz"));
    const table = decodeNpz(await Deno.readFile(at("t.npz")), "t.npz");
    assert.deepEqual(table.get("L"), {
      dtype: "<f8",
      shape: [2],
      data: Float64Array.of(1.5, 2.25),
    });

    const shape = [2];
    const given: Record<string, Tensor> = {
      F64: { dtype: "F64", shape, data: Float64Array.of(0.1, -2) },
      F32: { dtype: "F32", shape, data: Float32Array.of(0.1, -2) },
      I64: { dtype: "I64", shape, data: BigInt64Array.of(2n ** 60n, -2n) },
      I32: { dtype: "I32", shape, data: Int32Array.of(1 << 30, -2) },
      I16: { dtype: "I16", shape, data: Int16Array.of(1 << 14, -2) },
      I8: { dtype: "I8", shape, data: Int8Array.of(64, -2) },
      U8: { dtype: "U8", shape, data: Uint8Array.of(255, 2) },
    };
    const bytes = encodeSafetensors({ tensors: new Map(Object.entries(given)), metadata: {} });
    await Deno.writeFile(at("t.safetensors"), bytes);
    await convert(at("t.safetensors"), "--output", at("all.npz"));
    const arrays = decodeNpz(await Deno.readFile(at("all.npz")), "all.npz");
    assert.equal(arrays.size, 7);
    for (const [name, { data }] of Object.entries(given)) {
      assert.equal(arrays.get(name)!.data.join(), data.join(), name);
    }
  }));

Deno.test("convert: what cannot be made of what is there is refused in one line, and nothing is written", () =>
  inTemporaryFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    await runEnsemble(CONFIG, at("ensemble"), { trajectories: 2, resources: RESOURCES });
    const data = Float64Array.of(1, 2, 3, 4);
    await Deno.writeFile(at("Q.npy"), encodeNpy({ dtype: "<f8", shape: [2, 2], data }));
    const call = (input: string, output: string, ...more: string[]) => [
      ...["convert", at(input), "--output", at(output), ...more],
    ];
    await requireRefused(folder, [
      {
        title: "kinds",
        args: call("ensemble", "x.h5"),
        says: /x\.h5: accepted are \.npz, a folder/,
      },
      { title: "an unknown kind", args: call("x.h5", "x.npz"), says: /x\.h5: it is no folder/ },
      { title: "text of two runs", args: call("ensemble", "x"), says: /one of the 2 folders/ },
      { title: "no run", args: call(".", "x.npz"), says: /config\.json.*no such file/ },
      {
        title: "every of a file",
        args: call("Q.npy", "x.npy", "--every", "2"),
        says: /--every is/,
      },
      { title: "sides", args: call("Q.npy", "x.npy", "--width", "2"), says: /plain text/ },
      { title: "no frame", args: call("ensemble", "x.npz", "--every", "0"), says: /positive.* 0/ },
    ]);
  }));
