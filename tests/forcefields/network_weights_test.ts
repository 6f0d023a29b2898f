import assert from "node:assert/strict";
import { completeForceFieldSpec } from "../../lib/forcefields/complete_spec.ts";
import { evaluateMany } from "../../lib/forcefields/evaluate_many.ts";
import { forceFieldSpec } from "../../lib/forcefields/force_field_spec.ts";
import { makeForceField } from "../../lib/forcefields/make_force_field.ts";
import { latticeOf } from "../../lib/networks/network.ts";
import { networkSha256 } from "../../lib/networks/network_checksum.ts";
import { loadShippedWeights, SHIPPED_WEIGHTS } from "../../lib/networks/shipped_weights.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { normals } from "../electrons/matrices.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { ENSEMBLES, squareSpec, withForceField } from "./holstein_fields.ts";

const GNN = randomNetwork("gnn, cavity, diagonals, odd, silu");
const wide = (seed: number) => normals(80, seed).map((q) => 5.27 * q);

Deno.test("a completed specification names the weights and backend that are used, and says no more", async () => {
  const spec = squareSpec(12, 12, { method: "gnn" });
  const { weights, backend, ...rest } = await completeForceFieldSpec(spec);
  assert.deepEqual(rest, spec);
  assert.equal(backend, "wasm");
  assert.equal(weights?.sha256, networkSha256(await loadShippedWeights(weights!.source)));
  assert.deepEqual(await completeForceFieldSpec({ ...spec, weights, backend }), {
    ...{ ...spec, weights, backend },
  });
  const exact = squareSpec(8, 8);
  assert.equal(await completeForceFieldSpec(exact), exact);
});

Deno.test({
  name: "shipped weights give forces without the right to read",
  permissions: { read: false },
  fn: async () => {
    const spec = squareSpec(14, 14, { method: "gnn" });
    await withForceField(spec, async (field) => {
      const { force } = await field.evaluate(normals(196, 1));
      assert.ok(force.every(Number.isFinite));
    });
  },
});

for (const ensemble of ENSEMBLES) {
  Deno.test(`gnn, ${ensemble}: one worker and two give the same bits as one call each, and calls at once do`, () =>
    inTemporaryFolder(async (folder) => {
      const weights = await writeWeights(folder, GNN);
      const spec = squareSpec(10, 8, { method: "gnn", weights, ensemble });
      const configurations = [1, 2, 3, 4, 5].map(wide);
      await withForceField(spec, async (field) => {
        const expected = [];
        for (const Q of configurations) expected.push(await field.evaluate(Q));
        assert.deepEqual(
          await Promise.all(configurations.map((Q) => field.evaluate(Q))),
          expected,
        );
        for (const workers of [1, 2]) {
          assert.deepEqual(await evaluateMany(spec, configurations, { workers }), expected);
        }
      });
    }));
}

Deno.test("what cannot be used is refused in one line", () =>
  inTemporaryFolder(async (folder) => {
    const weights = await writeWeights(folder, GNN);
    const gnn = { method: "gnn", weights };
    const cases: [Parameters<typeof squareSpec>[2], string, RegExp][] = [
      [{ ...gnn, temperature: 0.2 }, "ParameterError", /made for T\/t = 0\.1 and cannot .* 0\.2$/],
      [{ ...gnn, temperature: NaN }, "ParameterError", /temperature must be .* NaN$/],
      [{ ...gnn, ensemble: "micro" as "canonical" }, "ParameterError", /"micro"/],
      [{ ...gnn, chemicalPotential: Infinity }, "ParameterError", /chemical potential/],
      [
        { ...gnn, method: "mlp" },
        "ParameterError",
        /of a network gnn: ask for the method gnn, not/,
      ],
      [{ ...gnn, method: "exact" }, "ParameterError", /^The method exact takes no weights: /],
      [{ method: "cavity", backend: "wasm" }, "ParameterError", /cavity takes no backend: /],
      [{ ...gnn, backend: "tpu" }, "ParameterError", /^Unknown backend "tpu": accepted are wasm/],
      [
        { method: "gnn", weights: { source: "gnn-huge" } },
        "ParameterError",
        /^Unknown weights "gnn-huge": accepted are gnn/,
      ],
      [
        { method: "gnn", weights: { source: `${folder}/none.safetensors` } },
        "UnavailableError",
        /none\.safetensors: there is no such file$/,
      ],
      [{ method: "gnn", temperature: 0.9 }, "ParameterError", /at T\/t = 0\.9 come with/],
    ];
    for (const [changes, name, message] of cases) {
      await assert.rejects(makeForceField(squareSpec(10, 8, changes)), (error: Error) => {
        assert.equal(error.name, name, error.stack);
        assert.match(error.message, message);
        assert.ok(!error.message.includes("\n"));
        return true;
      });
    }
    await assert.rejects(makeForceField(squareSpec(4, 4, gnn)), {
      name: "ParameterError",
      message: /^A 4×4 lattice is narrower than this network's receptive field of 7 sites/,
    });
  }));

Deno.test("a network's force field refuses a bad Q and goes on, and says so once it is closed", () =>
  inTemporaryFolder(async (folder) => {
    for (const name of ["gnn, cavity, diagonals, odd, silu", "mlp, relu"]) {
      const network = randomNetwork(name);
      const weights = await writeWeights(folder, network);
      const { model: method } = network.architecture;
      const field = await makeForceField(squareSpec(10, 8, { method, weights }));
      await assert.rejects(field.evaluate(new Float64Array(79)), { name: "ShapeError" });
      await assert.rejects(field.evaluate(wide(1).fill(NaN)), { name: "ParameterError" });
      const Q = wide(1), before = Q.slice();
      await field.evaluate(Q);
      assert.deepEqual(Q, before);
      field.close();
      field.close();
      await assert.rejects(field.evaluate(Q), new RegExp(`force field "${method}" was closed`));
    }
  }));

Deno.test("every shipped weights file gives finite forces of the right size by its method", async () => {
  for (const source of SHIPPED_WEIGHTS) {
    const network = await loadShippedWeights(source);
    const { architecture, conditions: { temperature, model } } = network;
    const spec = forceFieldSpec({
      lattice: { kind: latticeOf(network), width: 20, height: 20 },
      ...{ method: architecture.model, temperature, weights: { source } },
      ...(model && { model }),
    });
    const Q = normals(400, 1).map((q) => 5.27 * q);
    const [{ force }] = await evaluateMany(spec, [Q], { workers: 1 });
    const { weights: _, ...rest } = spec;
    const [exact] = await evaluateMany({ ...rest, method: "exact" }, [Q], { workers: 1 });
    const squares = force.map((F, i) => (F - exact.force[i]) ** 2);
    const sd = Math.sqrt(squares.reduce((a, b) => a + b) / 400);
    // One rare resonance on so small a lattice is most of it.
    const bound = architecture.baseline === "none" ? 0.2 : 0.01;
    assert.ok(sd < bound, `${source}: force error sd ${sd}`);
  }
});
