import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { parameterLayout } from "../../lib/networks/parameter_layout.ts";
import {
  initialParameters,
  parameterCount,
  parameterCounts,
} from "../../lib/networks/parameters.ts";
import { NETWORK_PRESETS, networkPresetNamed } from "../../lib/networks/presets.ts";
import { receptiveFieldRadius, requireRoomForNetwork } from "../../lib/networks/receptive_field.ts";
import { PlainRunner } from "../../lib/networks/twin/plain_runner.ts";
import { validateArchitecture } from "../../lib/networks/validate_architecture.ts";
import { ARCHITECTURES, randomFeatures, randomParameters } from "./networks.ts";

const countsOf = (model: string, preset: string) =>
  parameterCounts(networkPresetNamed(model, preset).architecture);
const countOf = (model: string, preset: string) =>
  parameterCount(networkPresetNamed(model, preset).architecture);

Deno.test("the paper's MLP has the layers and the 10,753,763 parameters of Table I", () => {
  assert.deepEqual(Object.values(countsOf("mlp", "paper")), [
    45 * 4096 + 4096,
    4096 * 2048 + 2048,
    2048 * 750 + 750,
    750 * 592 + 592,
    592 * 256 + 256,
    256 * 127 + 127,
    127 * 69 + 69,
    69 + 1,
  ]);
  assert.equal(countOf("mlp", "paper"), 10_753_763);
});

Deno.test("the paper's GNN has the layers of Table II and 10,753,793 parameters with its output bias", () => {
  assert.deepEqual(Object.values(countsOf("gnn", "paper")), [
    2 * 128 + 128,
    2 * 128 * 512 + 512,
    2 * 512 * 1024 + 1024,
    2 * 1024 * 2048 + 2048,
    2 * 2048 * 1024 + 1024,
    2 * 1024 * 512 + 512,
    2 * 512 * 128 + 128,
    2 * 128 + 1,
  ]);
  assert.equal(countOf("gnn", "paper"), 10_753_793);
});

Deno.test("the paper's energy GNN has 7,353,860 parameters as Eqs. 19-22 and Table III read", () => {
  const block = (from: number, to: number) => {
    const messages = 2 * (from * to + to + to * to);
    const update = from * to + to;
    const residual = from * to;
    const norm = 2 * to;
    return messages + update + residual + norm;
  };
  const counts = countsOf("energy-gnn", "paper");
  assert.deepEqual(counts, {
    "blocks.0": block(1, 512),
    "blocks.1": block(512, 1024),
    "blocks.2": block(1024, 512),
    readout: 2 * (512 + 1 + 1) + 512,
  });
  assert.equal(countOf("energy-gnn", "paper"), 7_353_860);
});

Deno.test("the compact GNNs keep to their sizes", () => {
  assert.ok(countOf("gnn", "small") <= 3000);
  assert.ok(countOf("gnn", "medium") <= 15_000);
  assert.deepEqual(networkPresetNamed("gnn"), networkPresetNamed("gnn", "medium"));
  for (const [model, presets] of Object.entries(NETWORK_PRESETS)) {
    for (const { architecture } of Object.values(presets)) {
      assert.equal(architecture.model, model);
      assert.equal(validateArchitecture(JSON.parse(JSON.stringify(architecture))).model, model);
    }
  }
});

Deno.test("the paper's weights start with deviation 0.1, its biases with 0.05", () => {
  const { architecture, initialisation } = networkPresetNamed("mlp", "paper");
  const parameters = initialParameters(architecture, initialisation, 1);
  const deviation = (name: string) => {
    const values = parameters.get(name)!;
    return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  };
  assert.ok(Math.abs(deviation("layers.1.weight") - 0.1) < 2e-4);
  assert.ok(Math.abs(deviation("layers.0.bias") - 0.05) < 2e-3);
});

Deno.test("initial weights depend on the seed and on nothing else", () => {
  const { architecture } = networkPresetNamed("gnn", "small");
  const first = initialParameters(architecture, "he", 1);
  assert.deepEqual(initialParameters(architecture, "he", 1), first);
  assert.notDeepEqual(initialParameters(architecture, "he", 2), first);
  const weights = parameterLayout(architecture).filter(({ role }) => role === "weight");
  const starts = weights.map(({ name }) => first.get(name)![0]);
  assert.equal(new Set(starts).size, starts.length, "every array has numbers of its own");
});

Deno.test("the receptive field is what changes the answer at a site, and reaches its radius", async () => {
  const lattice = new SquareLattice(20);
  const centre = lattice.site(10, 10);
  for (const [name, architecture] of Object.entries(ARCHITECTURES)) {
    if (architecture.model === "mlp") continue;
    if (architecture.model === "gnn" && architecture.embedding.kind !== "raw") continue;
    const radius = receptiveFieldRadius(architecture);
    const parameters = randomParameters(architecture, 2);
    const field = randomFeatures(lattice.sites, 3);
    const at = async (moved?: number) => {
      const changed = field.map((x, i) => i === moved ? x + 1 : x);
      const { values } = await new PlainRunner(architecture, parameters, lattice).run(changed);
      return values[centre];
    };
    const before = await at();
    const after = await at(lattice.site(10 + radius, 10));
    const beyond = await at(lattice.site(10 + radius + 1, 10));
    assert.equal(beyond, before, name);
    // A ReLU network may be dead along the one path that reaches so far.
    if (architecture.activation !== "relu") assert.notEqual(after, before, name);
  }
});

Deno.test("a lattice narrower than the receptive field is refused in one line", () => {
  const { architecture } = networkPresetNamed("gnn", "large");
  requireRoomForNetwork(architecture, new SquareLattice(18));
  assert.throws(() => requireRoomForNetwork(architecture, new SquareLattice(18, 16)), {
    name: "ParameterError",
    message: "A 18×16 lattice is narrower than this network's receptive field of 17 sites: " +
      "sides of at least 17 are needed",
  });
});

Deno.test("a wrong architecture, preset or initialisation is refused in one line", () => {
  const gnn = networkPresetNamed("gnn").architecture;
  const cases: [() => unknown, RegExp][] = [
    [() => validateArchitecture(null), /^An architecture is an object: got null$/],
    [() => validateArchitecture({ model: "cnn" }), /must be mlp or gnn or energy-gnn: got "cnn"$/],
    [() => validateArchitecture({ ...gnn, channels: [] }), /^The channels of .* 1 to 64 integers/],
    [() => validateArchitecture({ ...gnn, channels: [8, 0.5] }), /got \[8,0.5\]$/],
    [() => validateArchitecture({ ...gnn, channels: [1e9] }), /integers from 1 to 65536/],
    [() => validateArchitecture({ ...gnn, shells: 3 }), /^The shells .* must be 1 or 2: got 3$/],
    [() => validateArchitecture({ ...gnn, activation: "gelu" }), /^The activation .* got "gelu"$/],
    [() => validateArchitecture({ ...gnn, target: undefined }), /^The target .* got undefined$/],
    [() => validateArchitecture({ ...gnn, depth: 3 }), /^A network gnn has no "depth"/],
    [
      () => validateArchitecture({ ...gnn, embedding: { kind: "cavity", poles: 9 } }),
      /^The embedding .* must be \{ kind: raw \} or \{ kind: cavity, poles: 1 to 4 \}/,
    ],
    [
      () => validateArchitecture({ ...gnn, target: "force" }),
      /uses the cavity method must have the target density: got force$/,
    ],
    [() => networkPresetNamed("cnn"), /^Unknown network "cnn": accepted are mlp, gnn, energy-gnn$/],
    [
      () => networkPresetNamed("gnn", "huge"),
      /^Unknown preset "huge" .* medium, small, large, raw/,
    ],
    [() => initialParameters(gnn, "zeros" as "he", 1), /^Unknown initialisation "zeros"/],
    [() => initialParameters(gnn, "he", -1), /^The seed must be an integer/],
  ];
  for (const [call, message] of cases) assert.throws(call, { name: "ParameterError", message });
});
