import assert from "node:assert/strict";
import {
  CONFIGURATION_KINDS,
  configurationAt,
  type ErrorGroup,
  ErrorStatistics,
  errorTable,
  evaluateNetwork,
  type EvaluationOptions,
  predictForces,
  selectConfigurations,
} from "../../../lib/training/mod.ts";
import { HolsteinModel } from "../../../lib/holstein/mod.ts";
import { decodeCsv, encodeCsv, jsonText } from "../../../lib/io/mod.ts";
import { makeLattice } from "../../../lib/lattice/mod.ts";
import {
  type Architecture,
  type GnnArchitecture,
  initialParameters,
  type Network,
  networkPresetNamed,
} from "../../../lib/networks/mod.ts";
import { ROOMY, roomySet, untrained } from "./networks.ts";

const FILE = await roomySet();
const { dataSet } = FILE;
const NETWORK = untrained("small", 0.05);

const by = (groups: readonly ErrorGroup[], grouping: string) =>
  groups.filter((group) => group.grouping === grouping);

Deno.test("groups of lattice, kind and |F| each add up to the pooled errors, steps to the quenches", async () => {
  const { report } = await evaluateNetwork(NETWORK, FILE, { parts: ["all"] });
  const [{ network, configurations }] = report.parts;
  const [pooled] = by(network, "pooled");
  assert.equal(configurations, 34);
  assert.equal(pooled.configurations, 34);
  assert.equal(pooled.errors.sites, 17 * (144 + 168));
  const sums = (groups: readonly ErrorGroup[]) => {
    const sum = (of: (group: ErrorGroup) => number) => groups.reduce((s, g) => s + of(g), 0);
    return {
      sites: sum(({ errors }) => errors.sites),
      absolute: sum(({ errors }) => errors.sites * errors.mae),
      squares: sum(({ errors }) => errors.sites * errors.rms ** 2),
      max: Math.max(...groups.map(({ errors }) => errors.max)),
    };
  };
  const assertSame = (parts: readonly ErrorGroup[], whole: readonly ErrorGroup[]) => {
    const [a, b] = [sums(parts), sums(whole)];
    assert.deepEqual([a.sites, a.max], [b.sites, b.max]);
    assert.ok(Math.abs(a.absolute / b.absolute - 1) < 1e-12);
    assert.ok(Math.abs(a.squares / b.squares - 1) < 1e-12);
  };
  for (const grouping of ["lattice", "kind", "force"]) assertSame(by(network, grouping), [pooled]);
  assertSame(by(network, "step"), by(network, "kind").filter(({ group }) => group === "quench"));
  assert.deepEqual(
    by(network, "kind").map(({ group, configurations }) => [group, configurations]),
    [
      ["random, sd of Q 1", 4],
      ["random, sd of Q 5.27046", 6],
      ["quench", 24],
    ],
  );
  assert.deepEqual(by(network, "step").map(({ group, range }) => [group, range]), [
    ["steps 10 to 50", [10, 50]],
    ["step 60", [60, 60]],
    ["step 250", [250, 250]],
  ]);
  assert.deepEqual(by(network, "lattice").map(({ group }) => group), [
    "12×12, T = 0.1",
    "14×12, T = 0.1",
  ]);
});

Deno.test("the errors are those of predicted forces against forces of the labels", async () => {
  const { report } = await evaluateNetwork(NETWORK, FILE, { backend: "plain" });
  const numbers = selectConfigurations(dataSet);
  assert.deepEqual(numbers, dataSet.splits.trajectory.test);
  const spec = { kind: "network", network: NETWORK, backend: "plain" } as const;
  const predicted = await predictForces(spec, dataSet, numbers);
  for (const kind of CONFIGURATION_KINDS) {
    const statistics = new ErrorStatistics();
    predicted.forEach((force, i) => {
      const { group, index, Q, density } = configurationAt(dataSet, numbers[i]);
      if (group.kind[index] !== kind) return;
      const exact = new HolsteinModel(makeLattice(group.lattice), ROOMY.model).force(Q, density);
      statistics.addAll(exact, force.map((F, s) => F - exact[s]));
    });
    const expected = statistics.summary();
    const found = by(report.parts[0].network, "kind")
      .filter(({ group }) => group.startsWith(kind)).map(({ errors }) => errors);
    assert.equal(found.reduce((sum, { sites }) => sum + sites, 0), expected.sites, kind);
    const squares = found.reduce((sum, { sites, rms }) => sum + sites * rms ** 2, 0);
    assert.ok(Math.abs(squares / (expected.sites * expected.rms ** 2) - 1) < 1e-9, kind);
  }
});

const RAW = networkPresetNamed("gnn", "raw").architecture as GnnArchitecture;
/** Networks whose answer is nothing, one for each baseline, and one that needs its energy. */
const SILENT = [
  ...(["cavity", "window-5x5", "window-7x7"] as const).map((baseline) =>
    silent({ ...RAW, channels: [3], baseline })
  ),
  silent({ ...networkPresetNamed("energy-gnn").architecture, channels: [3] } as Architecture),
];

function silent(architecture: Architecture): Network {
  const parameters = new Map(initialParameters(architecture, "he", 1))
    .set("output.scale", Float32Array.of(1e-30));
  return { architecture, parameters, conditions: { temperature: 0.1 }, provenance: {} };
}

Deno.test("a network that answers nothing has its own baseline's errors beside it", async () => {
  for (const network of SILENT) {
    const { baseline } = network.architecture;
    const { report } = await evaluateNetwork(network, FILE, {
      ...{ untrained: "baseline", backend: "plain", parts: ["test", "train"], limit: 5 },
    });
    assert.equal(report.untrained, baseline);
    for (const { network, untrained, configurations } of report.parts) {
      assert.equal(configurations, 5);
      network.forEach(({ errors, group }, i) => {
        const other = untrained![i];
        assert.equal(other.group, group);
        const off = Math.abs(errors.sd - other.errors.sd);
        assert.ok(off <= 1e-12 * errors.sd, `${baseline}, ${group}: ${errors.sd}, off by ${off}`);
        assert.ok(Math.abs(errors.max - other.errors.max) <= 1e-12, group);
      });
    }
  }
});

Deno.test("the baseline of a network that has none is refused, the cavity method is not", async () => {
  const raw = silent({ ...RAW, channels: [3] });
  const beside = (untrained: "baseline" | "cavity") =>
    evaluateNetwork(raw, FILE, { untrained, limit: 1 });
  await assert.rejects(beside("baseline"), { name: "ParameterError", message: /has no baseline/ });
  assert.equal((await beside("cavity")).report.untrained, "cavity");
});

Deno.test("the report has the same bits with one worker and with two, and is plain JSON", async () => {
  const evaluate = (workers: number) => {
    const options: EvaluationOptions = {
      ...{ workers, backend: "wasm", untrained: "cavity", parts: ["test", "train"], limit: 6 },
      ...{ precisionConfigurations: 1, paritySites: 300 },
    };
    return evaluateNetwork(NETWORK, FILE, options);
  };
  const [one, two] = [await evaluate(1), await evaluate(2)];
  assert.deepEqual(two, one);
  assert.deepEqual(JSON.parse(jsonText(one.report)), one.report);
});

Deno.test("single precision is stated against double, and left out where nothing is single", async () => {
  const options: EvaluationOptions = { precisionConfigurations: 2, limit: 3 };
  const { report: { precision } } = await evaluateNetwork(NETWORK, FILE, options);
  assert.ok(precision && precision.rms > 0 && precision.rms <= precision.max);
  assert.equal(precision.configurations, 2);
  assert.ok(precision.max < 1e-5, `${precision.max}`);
  const { report } = await evaluateNetwork(NETWORK, FILE, { ...options, backend: "plain" });
  assert.ok(!("precision" in report));
});

Deno.test("the sample for a parity plot is of the size asked for, in order, and of the whole range", async () => {
  const { parity } = await evaluateNetwork(NETWORK, FILE, {
    parts: ["train", "test"],
    paritySites: 500,
    backend: "plain",
  });
  const { exact, predicted } = parity.test!;
  assert.equal(exact.length, 500);
  assert.equal(parity.train!.exact.length, 500);
  assert.equal(parity.all, undefined);
  const numbers = selectConfigurations(dataSet);
  const forces = await predictForces(
    { kind: "network", network: NETWORK, backend: "plain" },
    dataSet,
    numbers,
  );
  const all = forces.flatMap((force) => [...force]);
  let place = -1;
  const places = Array.from(predicted, (value) => {
    place = all.findIndex((F, i) => i > place && Math.abs(F - value) < 1e-12);
    assert.ok(place >= 0);
    return place / all.length;
  });
  const mean = places.reduce((a, b) => a + b) / places.length;
  assert.ok(Math.abs(mean - 0.5) < 4 / Math.sqrt(12 * 500), `${mean}`);
  const whole = await evaluateNetwork(NETWORK, FILE, { limit: 1, paritySites: 1e6 });
  assert.ok([144, 168].includes(whole.parity.test!.exact.length));
});

Deno.test("the table has a row for each group of each part and predictor, with hashes above it", async () => {
  const { report } = await evaluateNetwork(NETWORK, FILE, { untrained: "cavity", limit: 4 });
  const { header, rows, columns } = decodeCsv(encodeCsv(errorTable(report)), "errors.csv");
  const [{ network, untrained }] = report.parts;
  assert.equal(rows.length, network.length + untrained!.length);
  assert.equal(rows[0][columns.indexOf("sd")], String(network[0].errors.sd));
  assert.ok(header.network.includes(report.network.sha256));
  assert.ok(header["data set"].includes(FILE.sha256));
});

Deno.test("the progress counts every prediction once", async () => {
  const seen: number[][] = [];
  await evaluateNetwork(NETWORK, FILE, {
    ...{ untrained: "cavity", limit: 2, precisionConfigurations: 1, backend: "tfjs-cpu" },
    onProgress: (done, total) => seen.push([done, total]),
  });
  assert.deepEqual(seen, [1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
});

Deno.test("configurations are drawn by seed, and an empty selection is refused in one line", () => {
  const draw = (seed: number) => selectConfigurations(dataSet, { part: "all", limit: 10, seed });
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
  assert.deepEqual(draw(1), draw(1).toSorted());
  assert.equal(new Set(draw(1)).size, 10);
  const { splits } = dataSet;
  const none = {
    ...dataSet,
    splits: { ...splits, none: { ...splits.trajectory, test: new Int32Array() } },
  };
  const refused: [() => unknown, RegExp][] = [
    [() => selectConfigurations(none, { split: "none" }), /test part of the split "none" has no/],
    [() => selectConfigurations(dataSet, { split: "year" }), /"year": it has configuration, traj/],
    [() => selectConfigurations(dataSet, { limit: 0 }), /limit must be a positive integer/],
  ];
  for (const [call, message] of refused) {
    assert.throws(call, { name: "ParameterError", message });
  }
});
