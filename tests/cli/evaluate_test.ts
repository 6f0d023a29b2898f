import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type Architecture,
  columnOf,
  decodeCsv,
  encodeNetwork,
  initialParameters,
  type Network,
  networkPresetNamed,
  networkSha256,
  openRunStore,
  readDataSet,
} from "../../mod.ts";
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

/** A network as it starts. */
function untrained(architecture: Architecture, temperature: number): Network {
  const parameters = initialParameters(architecture, "he", 1);
  return { architecture, parameters, conditions: { temperature }, provenance: {} };
}

const { architecture: SMALL } = networkPresetNamed("gnn", "small");
const { architecture: RAW } = networkPresetNamed("gnn", "raw");
const { architecture: LARGE } = networkPresetNamed("gnn", "large");

/** A data set `set.npz` on 12×12 and networks, in a folder. */
async function provideInputs(folder: string): Promise<void> {
  const made = await nearsight([
    ...["dataset", "make", "--preset", "smoke", "--sizes", "12", "--random", "4"],
    ...["--trajectories", "3", "--snapshot-steps", "40,80", "--workers", "1"],
    ...["--output", join(folder, "set.npz"), "--records", join(folder, "records.jsonl")],
  ]);
  assert.equal(made.code, 0, made.stderr);
  const files: Record<string, Network> = {
    small: untrained(SMALL, 0.1),
    warm: untrained(SMALL, 0.2),
    large: untrained(LARGE, 0.1),
    raw: untrained(RAW, 0.1),
  };
  for (const [name, network] of Object.entries(files)) {
    await Deno.writeFile(join(folder, `${name}.safetensors`), encodeNetwork(network));
  }
}

Deno.test("evaluate writes report, table and figures, prints the errors and leaves a record", () =>
  inTemporaryFolder(async (folder) => {
    await provideInputs(folder);
    const output = join(folder, "out");
    const { code, stdout, stderr } = await nearsight([
      ...["evaluate", "--weights", join(folder, "small.safetensors")],
      ...["--data", join(folder, "set.npz"), "--output", output, "--compare", "baseline"],
      ...["--workers", "2", "--check-precision", "1", "--records", join(folder, "records.db")],
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^22\/22 configurations, .*ETA 0s$/m);
    const report = JSON.parse(await Deno.readTextFile(join(output, "report.json")));
    const { dataSet, sha256: hash } = await readDataSet(join(folder, "set.npz"));
    assert.equal(report.dataSet.sha256, hash);
    assert.equal(report.network.sha256, networkSha256(untrained(SMALL, 0.1)));
    assert.deepEqual(report.parts.map(({ part }: { part: string }) => part), ["test", "train"]);
    const { test, train } = dataSet.splits.trajectory;
    const pooled = report.parts.map(({ network }: typeof report.parts[0]) => network[0].errors);
    assert.deepEqual(
      pooled.map(({ sites }: { sites: number }) => sites),
      [144 * test.length, 144 * train.length],
    );
    assert.equal(report.precision.sites, 144);

    const name = join(output, "errors.csv");
    const table = decodeCsv(await Deno.readTextFile(name), name);
    assert.equal(columnOf(table, "sd", name)[0], pooled[0].sd);
    assert.ok(table.rows.some((row) => row.includes("step 40") && row.includes("cavity")));
    assert.match(stdout, /^test part of the split by trajectory, 3 configurations$/m);
    assert.match(stdout, /^step 40 .*/m);
    assert.match(stdout, /sd of cavity$/m);
    for (const figure of ["parity.svg", "error_by_step.svg"]) {
      const svg = await Deno.readTextFile(join(output, figure));
      assert.ok(svg.includes(hash) && svg.includes("training"), figure);
      assert.ok(svg.length < 300_000, figure);
    }

    using store = await openRunStore(join(folder, "records.db"));
    const [{ id, verb, status }] = await store.list();
    assert.deepEqual([verb, status], ["evaluate", "finished"]);
    const { artifacts } = await store.get(id);
    assert.deepEqual(
      artifacts.map(({ kind }) => kind).sort(),
      ["figure", "figure", "report", "table"],
    );

    const all = await nearsight([
      ...["evaluate", "--weights", join(folder, "small.safetensors"), "--backend", "tfjs-cpu"],
      ...["--data", join(folder, "set.npz"), "--output", output, "--split", "all"],
      ...["--limit", "2", "--workers", "1", "--records", join(folder, "records.db")],
    ]);
    assert.equal(all.code, 0, all.stderr);
    assert.match(all.stdout, /^all of the data set, 2 configurations$/m);
  }));

Deno.test("every bad evaluation gives one clear line, a non-zero exit and writes nothing", () =>
  inTemporaryFolder(async (folder) => {
    await provideInputs(folder);
    const path = (name: string) => join(folder, name);
    await Deno.writeTextFile(path("text"), "neither weights nor data");
    const before = await namesIn(folder);
    const evaluate = (weights: string, data: string, ...more: string[]) => [
      ...["evaluate", "--weights", path(weights), "--data", path(data), "--workers", "1"],
      ...["--output", path("out"), "--records", path("records.jsonl"), ...more],
    ];
    const good = (...more: string[]) => evaluate("small.safetensors", "set.npz", ...more);
    const BAD: readonly [readonly string[], RegExp][] = [
      [evaluate("none.safetensors", "set.npz"), /none\.safetensors.*no such file/],
      [evaluate("text", "set.npz"), /text.*safetensors/],
      [evaluate("small.safetensors", "none.npz"), /none\.npz.*no such file/],
      [evaluate("small.safetensors", "text"), /text.*no \.npz file/],
      [evaluate("warm.safetensors", "set.npz"), /T\/t = 0\.2 and cannot be used at T\/t = 0\.1/],
      [evaluate("large.safetensors", "set.npz"), /12×12 lattice is narrower.*17 sites/],
      [good("--split", "year"), /no split "year": it has configuration, trajectory/],
      [good("--part", "middle"), /part.*test, train, both/],
      [good("--split", "all", "--part", "test"), /--split all has no parts/],
      [good("--backend", "tpu"), /backend.*wasm, tfjs-wasm, tfjs-cpu, webgpu, plain/],
      [good("--compare", "magic"), /compare.*baseline, cavity/],
      [evaluate("raw.safetensors", "set.npz", "--compare", "baseline"), /has no baseline/],
      [good("--limit", "0"), /limit must be a positive integer: current value is 0/],
      [good("--limit", "few"), /"few" is not a number/],
      [good("--check-precision=-1"), /--check-precision must not be negative/],
      [good("--seed=-1"), /seed.*-1/],
      [good("--workers", "0"), /workers must be a positive integer/],
      [good("--output", path("text")), /text: it is no folder/],
      [good("--frobnicate"), /unknown option '--frobnicate'/],
      [["evaluate", "--data", path("set.npz")], /required option '--weights/],
    ];
    for (const [args, says] of BAD) {
      const { code, stderr } = await nearsight(args);
      assert.ok(code === 1 || code === 2, `${args.join(" ")}: exit ${code}\n${stderr}`);
      assert.match(stderr, /^error: .*\n$/, args.join(" "));
      assert.match(stderr, says);
      assert.deepEqual(await namesIn(folder), before, `${args.join(" ")} left something behind`);
    }
    const unsplit = await nearsight([
      ...["dataset", "make", "--preset", "smoke", "--sizes", "12", "--random", "2"],
      ...["--trajectories", "0", "--held-out", "0", "--workers", "1"],
      ...["--output", path("unsplit.npz"), "--records", path("records.jsonl")],
    ]);
    assert.equal(unsplit.code, 0, unsplit.stderr);
    const { code, stderr } = await nearsight(evaluate("small.safetensors", "unsplit.npz"));
    assert.equal(code, 1);
    assert.match(stderr, /^error: The test part .* has no configurations.*\n$/);
  }));

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith("records.")) names.push(name);
  }
  return names.sort();
}
