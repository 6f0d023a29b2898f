import assert from "node:assert/strict";
import {
  cdwOrderParameter,
  DiagonalizationSolver,
  drawDomainMaps,
  ElectronicForceField,
  EnsembleCorrelation,
  HolsteinModel,
  LangevinNoise,
  makeEigensolver,
  makeIntegrator,
  presetNamed,
  SelectedInversionSolver,
  StepwisePropagator,
} from "../../mod.ts";
import { ChainLattice } from "./chain_lattice.ts";

const lattice = new ChainLattice(16, 4);
const { model, temperature, dampingRate, timeStep } = presetNamed("reference");
const system = {
  ...{ lattice, hopping: model.t, temperature },
  ...{ ensemble: "grand-canonical" as const, chemicalPotential: 0 },
};

Deno.test("a lattice of one's own: chains have the density of bands ±√(Δ² + 4t² cos² k)", async () => {
  const delta = 0.4;
  const onsite = Float64Array.from(lattice.sublatticeSign, (sign) => sign * delta);
  let shift = 0;
  for (let m = 0; m < 16; m++) {
    const level = Math.hypot(delta, 2 * Math.cos(2 * Math.PI * m / 16));
    shift += delta / (2 * level) * Math.tanh(level / (2 * temperature)) / 16;
  }
  for (
    const solver of [
      new DiagonalizationSolver(system, makeEigensolver("wasm")),
      await SelectedInversionSolver.create(system, { workers: 1 }),
    ]
  ) {
    const { density } = await solver.solve(onsite);
    density.forEach((n, i) =>
      assert.ok(Math.abs(n - 0.5 + lattice.sublatticeSign[i] * shift) < 1e-10)
    );
    solver.close();
  }
});

Deno.test("a lattice of one's own: dynamics, correlations and domains need nothing else", async () => {
  const holstein = new HolsteinModel(lattice, model);
  const solver = await SelectedInversionSolver.create(system, { workers: 1 });
  const forceField = new ElectronicForceField("exact", holstein, solver);
  const noise = new LangevinNoise(1, 0);
  const parameters = { mass: model.mass, temperature, dampingRate, timeStep };
  const integrator = makeIntegrator("verlet-ou", parameters, noise);
  const Q = Float64Array.from({ length: lattice.sites }, (_, i) => Math.sin(3 * i));
  const V = new Float64Array(lattice.sites);
  const start = { step: 0, Q, V, evaluation: await forceField.evaluate(Q) };
  const propagator = new StepwisePropagator(start, integrator, forceField);
  const { step, evaluation } = await propagator.advance(200);
  assert.equal(step, 200);
  const phi = cdwOrderParameter(lattice, evaluation.density);
  // Coupled to their electrons, displacements split into two wells: φ is of order one.
  assert.ok(Math.sqrt(phi.reduce((sum, x) => sum + x * x, 0) / phi.length) > 0.4);
  const ensemble = new EnsembleCorrelation(lattice);
  ensemble.add(0, phi);
  assert.deepEqual([...ensemble.pairCorrelation().distance], [0, 1, 2]);
  const { width, height, geometry } = lattice;
  assert.match(drawDomainMaps([{ width, height, geometry, phi, label: "chains" }]), /<svg /);
  await propagator.close();
});
