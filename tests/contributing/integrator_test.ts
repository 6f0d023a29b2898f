import assert from "node:assert/strict";
import {
  forceFieldSpecOf,
  initialState,
  type IntegratorMaker,
  LangevinNoise,
  langevinParametersOf,
  makeForceField,
  quenchConfig,
  SquareLattice,
  StepwisePropagator,
  verletOu,
} from "../../mod.ts";
import { atRest, EinsteinCrystal, meanOf } from "./einstein_crystal.ts";
import { gjf } from "./gjf.ts";

Deno.test("an integrator of one's own has ⟨Q²⟩ = T/K at a large time step, where verlet-ou is off", async () => {
  const [spring, temperature] = [1.4, 0.1];
  const crystal = new EinsteinCrystal(new SquareLattice(32), spring);
  const parameters = { mass: 5, temperature, dampingRate: 0.5, timeStep: 1.5 };
  const variance = async (make: IntegratorMaker) => {
    const integrator = make(parameters, new LangevinNoise(1, 0));
    const propagator = new StepwisePropagator(await atRest(crystal), integrator, crystal);
    await propagator.advance(50);
    const squares: number[] = [];
    for (let sample = 0; sample < 400; sample++) {
      const { Q } = await propagator.advance(4);
      squares.push(Q.reduce((sum, q) => sum + q * q, 0) / Q.length);
    }
    return meanOf(squares);
  };
  const exact = temperature / spring;
  const own = await variance(gjf), shipped = await variance(verletOu);
  assert.ok(own.error < 0.005 * exact && Math.abs(own.mean - exact) < 4 * own.error, `${own.mean}`);
  // By 1/(1 - (ωΔt/2)²), which is 1.19 here.
  assert.ok(shipped.mean / exact > 1.15, `${shipped.mean}`);
});

Deno.test("without damping it is velocity Verlet, in a quench of the Holstein lattice too", async () => {
  const config = quenchConfig({ width: 8, dampingRate: 0, seed: 2 });
  const parameters = langevinParametersOf(config);
  const after = async (make: IntegratorMaker) => {
    const forceField = await makeForceField(forceFieldSpecOf(config));
    const start = await initialState(config, forceField);
    const integrator = make(parameters, new LangevinNoise(config.seed, config.trajectory));
    const propagator = new StepwisePropagator(start, integrator, forceField);
    const { Q, step } = await propagator.advance(20);
    propagator.close();
    assert.equal(step, 20);
    return Q;
  };
  const own = await after(gjf), shipped = await after(verletOu);
  assert.ok(own.every((Q, i) => Math.abs(Q - shipped[i]) < 1e-9));
});
