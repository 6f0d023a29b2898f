import assert from "node:assert/strict";
import { makeForceField } from "../../lib/forcefields/make_force_field.ts";
import { forceFieldSpec } from "../../lib/forcefields/force_field_spec.ts";
import { HoneycombLattice } from "../../lib/lattice/honeycomb_lattice.ts";
import { sitePosition } from "../../lib/lattice/sites_in_plane.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import type { Architecture } from "../../lib/networks/architecture.ts";
import { makeFieldModel } from "../../lib/networks/make_field_model.ts";
import type { Network } from "../../lib/networks/network.ts";
import { networkPresetNamed } from "../../lib/networks/presets.ts";
import { requireRoomForNetwork } from "../../lib/networks/receptive_field.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import {
  ARCHITECTURES,
  largestDifference,
  randomFeatures,
  randomParameters,
  rms,
} from "./networks.ts";
import { writeWeights } from "./weights_files.ts";

const LATTICE = new HoneycombLattice(14, 10);
const RAW = ARCHITECTURES["gnn, widening and narrowing, sum, relu"];
const NETWORKS: Readonly<Record<string, Architecture>> = {
  "gnn, sum": RAW,
  "gnn, next neighbours, mean": {
    ...RAW,
    shells: 2,
    channels: [4],
    aggregation: "mean",
  } as Architecture,
  "energy GNN, sum": ARCHITECTURES["energy GNN, even, sum, softplus"],
  "energy GNN, mean": ARCHITECTURES["energy GNN, tanh"],
};

function networkOf(architecture: Architecture): Network {
  const parameters = randomParameters(architecture, 8);
  const conditions = { temperature: 0.1, lattice: "honeycomb" };
  return { architecture, parameters, conditions, provenance: {} };
}

for (const [name, architecture] of Object.entries(NETWORKS)) {
  Deno.test(`${name}: on the honeycomb lattice every backend gives the answer of double precision`, async () => {
    const field = Float64Array.from(randomFeatures(LATTICE.sites, 3));
    const plain = await makeFieldModel(networkOf(architecture), LATTICE, { backend: "plain" });
    const expected = await plain.predict(field);
    for (const backend of ["tfjs-cpu", "tfjs-wasm", undefined]) {
      const options = backend === undefined ? {} : { backend };
      const model = await makeFieldModel(networkOf(architecture), LATTICE, options);
      const { values, energy } = await model.predict(field);
      assert.ok(largestDifference(values, expected.values) < 1e-5 * rms(expected.values), backend);
      if (energy !== undefined) {
        assert.ok(Math.abs(energy - expected.energy!) < 1e-5 * Math.abs(expected.energy!));
      }
      model.close();
    }
    plain.close();
  });
}

/** A field moved from every site to another. */
function moved(field: Float64Array, to: (x: number, y: number) => [number, number]): Float64Array {
  const { width, height } = LATTICE;
  const result = new Float64Array(field.length);
  field.forEach((value, i) => {
    const [x, y] = to(i % width, Math.floor(i / width));
    result[(x + width) % width + width * ((y + height) % height)] = value;
  });
  return result;
}

/** Sites near site 0, and where a turn by 120° about it takes each. */
function turn(radius: number): [from: number, to: number][] {
  const { width, height } = LATTICE;
  const periods = [Math.sqrt(0.75) * width, 1.5 * height];
  const [x0, y0] = sitePosition(LATTICE, 0);
  const sites = Array.from({ length: LATTICE.sites }, (_, i) => {
    const [x, y] = sitePosition(LATTICE, i);
    return [x - x0, y - y0].map((d, c) => d - periods[c] * Math.round(d / periods[c]));
  });
  const [cosine, sine] = [-0.5, Math.sqrt(0.75)];
  return sites.flatMap(([x, y], i): [number, number][] => {
    if (Math.hypot(x, y) > radius) return [];
    const [u, v] = [cosine * x - sine * y, sine * x + cosine * y];
    return [[i, sites.findIndex(([a, b]) => Math.hypot(a - u, b - v) < 1e-9)]];
  });
}

for (const [name, architecture] of Object.entries(NETWORKS)) {
  Deno.test(`${name}: the answer has the symmetries of the honeycomb lattice`, async () => {
    const model = await makeFieldModel(networkOf(architecture), LATTICE, { backend: "plain" });
    const values = async (field: Float64Array) => (await model.predict(field)).values;
    const field = Float64Array.from(randomFeatures(LATTICE.sites, 4));
    const answer = await values(field);
    const same = (a: Float64Array, b: Float64Array) =>
      assert.ok(largestDifference(a, b) < 1e-11 * rms(answer));
    for (const offset of [[1, 1], [2, 0], [-3, 5]] as const) {
      same(
        await values(translateField(LATTICE, field, offset)),
        translateField(LATTICE, answer, offset),
      );
    }
    // Mirrors, and the half turn that exchanges the sublattices.
    for (
      const map of [
        (x: number, y: number): [number, number] => [-x, y],
        (x: number, y: number): [number, number] => [x, 1 - y],
        (x: number, y: number): [number, number] => [-x, 1 - y],
      ]
    ) same(await values(moved(field, map)), moved(answer, map));
    // A turn by 120° does not fit the torus: what site 0 sees of it is turned.
    const pairs = turn(3.2);
    assert.equal(pairs.length, 25);
    const [patch, other] = [new Float64Array(LATTICE.sites), new Float64Array(LATTICE.sites)];
    for (const [from, to] of pairs) other[to] = patch[from] = field[from];
    const [here, there] = [(await values(patch))[0], (await values(other))[0]];
    assert.ok(Math.abs(here - there) < 1e-11 * rms(answer), `${here} ${there}`);
    model.close();
  });
}

Deno.test("what starts from the cavity method or the descriptor, or is narrower than the network sees, is refused", () => {
  const mustSay = (architecture: Architecture, message: RegExp, lattice = LATTICE) =>
    assert.throws(() => requireRoomForNetwork(architecture, lattice), {
      name: "ParameterError",
      message,
    });
  const square = /known for square lattices only .* on a honeycomb lattice: .* preset raw$/;
  for (
    const [model, preset] of [["gnn", "medium"], ["mlp", "compact"], ["energy-gnn", "compact"]]
  ) {
    mustSay(networkPresetNamed(model, preset).architecture, square);
  }
  const { architecture: raw } = networkPresetNamed("gnn", "raw");
  mustSay(raw, /14×10 lattice is narrower than this network's receptive field of 15 sites/);
  // The next neighbours lie up to two columns and one row away.
  const next = NETWORKS["gnn, next neighbours, mean"];
  mustSay(next, /receptive field of 9×5 sites: sides of at least 9 and 5/, new HoneycombLattice(8));
  requireRoomForNetwork(next, new HoneycombLattice(10, 6));
});

Deno.test("the kernels of the backend wasm say that they know square lattices alone", async () => {
  await assert.rejects(makeFieldModel(networkOf(RAW), LATTICE, { backend: "wasm" }), {
    name: "ParameterError",
    message: /^The backend wasm computes networks on square lattices: .* tfjs-wasm$/,
  });
});

Deno.test("weights made for the honeycomb lattice give forces there, and are refused elsewhere", () =>
  inTemporaryFolder(async (folder) => {
    const network = networkOf({ ...RAW, target: "density" } as Architecture);
    const weights = await writeWeights(folder, network);
    const lattice = { kind: "honeycomb", width: 14, height: 10 };
    const spec = forceFieldSpec({ lattice, method: "gnn", temperature: 0.1, weights });
    const forceField = await makeForceField(spec);
    const { force } = await forceField.evaluate(new Float64Array(140).fill(0.3));
    assert.ok(Math.max(...force) - Math.min(...force) < 1e-5);
    forceField.close();
    await assert.rejects(makeForceField({ ...spec, lattice: { ...lattice, kind: "square" } }), {
      message: /made for honeycomb lattices and cannot be used on a square one$/,
    });
  }));
