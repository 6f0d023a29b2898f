import assert from "node:assert/strict";
import {
  baoab,
  CounterRng,
  DensityForceField,
  forceFieldSpec,
  HolsteinModel,
  kineticTemperature,
  LangevinNoise,
  makeForceField,
  SquareLattice,
  StepwisePropagator,
} from "../../mod.ts";
import { AtomicLimit } from "./atomic_limit.ts";
import { atRest, EinsteinCrystal, meanOf } from "./einstein_crystal.ts";

const [SPRING, MASS, T] = [1.4, 5, 0.1];

Deno.test("a force field of one's own is minus the gradient of its energy", async () => {
  const crystal = new EinsteinCrystal(new SquareLattice(4), SPRING);
  const Q = Float64Array.from({ length: 16 }, (_, i) => Math.sin(i * i));
  const { force } = await crystal.evaluate(Q);
  const h = 1e-4;
  const shifted = (by: number) => Q.map((q, i) => i === 5 ? q + by : q);
  const [above, below] = [await crystal.evaluate(shifted(h)), await crystal.evaluate(shifted(-h))];
  const slope = (above.energy! - below.energy!) / (2 * h);
  assert.ok(Math.abs(force[5] + slope) < 1e-9);
});

Deno.test("Langevin dynamics under a force field of one's own comes to equipartition: ⟨Q²⟩ = T/K", async () => {
  const crystal = new EinsteinCrystal(new SquareLattice(32), SPRING);
  const parameters = { mass: MASS, temperature: T, dampingRate: 0.5, timeStep: 0.4 };
  const integrator = baoab(parameters, new LangevinNoise(1, 0));
  const propagator = new StepwisePropagator(await atRest(crystal), integrator, crystal);
  await propagator.advance(100);
  const squares: number[] = [];
  const temperatures: number[] = [];
  for (let sample = 0; sample < 400; sample++) {
    const { Q, V } = await propagator.advance(5);
    squares.push(Q.reduce((sum, q) => sum + q * q, 0) / Q.length);
    temperatures.push(kineticTemperature(MASS, V));
  }
  propagator.close();
  const { mean, error } = meanOf(squares);
  assert.ok(error < 0.005 * T / SPRING && Math.abs(mean - T / SPRING) < 4 * error, `${mean}`);
  // Of this integrator velocities are too slow, by a = (ωΔt/2)².
  const a = SPRING / MASS * parameters.timeStep ** 2 / 4;
  const kinetic = meanOf(temperatures);
  assert.ok(Math.abs(kinetic.mean - T * (1 - a)) < 4 * kinetic.error, `${kinetic.mean}`);
});

Deno.test("a model of one's own for the density has elastic forces and both ensembles around it", async () => {
  const lattice = new SquareLattice(6);
  // With next to no hopping it is exact, to second order.
  const spec = forceFieldSpec({
    lattice: { kind: "square", width: 6, height: 6 },
    model: { t: 1e-4 },
  });
  const Q = new CounterRng(1, "initialDisplacement").normals(36).map((q) => q / 10 + 0.05);
  for (const ensemble of ["grand-canonical", "canonical"] as const) {
    const exact = await makeForceField({ ...spec, ensemble, method: "ed" });
    const own = new DensityForceField(
      "atomic-limit",
      new HolsteinModel(lattice, spec.model),
      new AtomicLimit(lattice, spec.temperature),
      { ensemble, chemicalPotential: 0 },
    );
    const [theirs, ours] = [await exact.evaluate(Q), await own.evaluate(Q)];
    for (const force of [exact, own]) force.close();
    assert.ok(ours.force.every((F, i) => Math.abs(F - theirs.force[i]) < 1e-5), ensemble);
    assert.ok(Math.abs(ours.chemicalPotential - theirs.chemicalPotential) < 1e-5, ensemble);
    assert.ok(Math.abs(ours.energy! - theirs.energy!) < 1e-5, ensemble);
    if (ensemble === "canonical") assert.ok(Math.abs(ours.chemicalPotential) > 0.01);
  }
});
