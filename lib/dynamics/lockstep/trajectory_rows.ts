import { HolsteinModel } from "../../holstein/holstein_model.ts";
import type { HolsteinParameters } from "../../holstein/parameters.ts";
import { type LatticeSpec, makeLattice } from "../../lattice/make_lattice.ts";
import type { EnginePlan } from "../../networks/engine/engine_plan.ts";
import { engineService } from "../../networks/engine/engine_service.ts";
import { requireReach } from "../../networks/engine/field_engine.ts";
import { rowsOf } from "../../networks/engine/rows_of.ts";
import type { LockstepService } from "../../parallel/lockstep.ts";
import { LangevinNoise } from "../langevin_noise.ts";
import type { LangevinParameters } from "../langevin_parameters.ts";
import { makeIntegrator } from "../make_integrator.ts";
import { requireFiniteDisplacements, requireFiniteForces } from "../take_step.ts";

/** A trajectory as threads share it: arrays of shape [N], and the number of steps done. */
export interface SharedTrajectory {
  readonly Q: Float64Array;
  readonly V: Float64Array;
  readonly force: Float64Array;
  readonly density: Float64Array;
  /** One number. */
  readonly step: Float64Array;
}

/** What a thread needs to take its part in a trajectory: plain data and shared memories. */
export interface TrajectoryPlan {
  /** The network. */
  readonly engine: EnginePlan;
  /** Where the trajectory lies. */
  readonly trajectory: SharedTrajectory;
  /** The lattice. */
  readonly lattice: LatticeSpec;
  /** The model. */
  readonly model: HolsteinParameters;
  /** μ. */
  readonly chemicalPotential: number;
  /** Name of the method, for messages. */
  readonly method: string;
  /** Name of the integrator. */
  readonly integrator: string;
  /** Its constants. */
  readonly parameters: LangevinParameters;
  /** Seed of the noise. */
  readonly seed: number;
  /** Number of the trajectory of that seed. */
  readonly number: number;
}

/**
 * One thread's sites of a trajectory; a job is a number of steps. All that is done to a site is done
 * in the order of `takeStep` and of the force fields, with the same operations: the bits are theirs.
 */
export const trajectoryRows: LockstepService<TrajectoryPlan> = (plan, lane) => {
  const { engine, trajectory, model, chemicalPotential: mu, method } = plan;
  const lattice = makeLattice(plan.lattice);
  const holstein = new HolsteinModel(lattice, model);
  const [first, last] = rowsOf(lane, lattice.height).map((row) => row * lattice.width);
  const noise = new LangevinNoise(plan.seed, plan.number, first);
  const integrator = makeIntegrator(plan.integrator, plan.parameters, noise);
  const evaluate = engineService(engine, lane);
  const own = (values: Float64Array) => values.subarray(first, last);
  const inEngine = (address: number) =>
    new Float64Array(engine.memory.buffer, address + 8 * first, last - first);
  const field = inEngine(engine.field), values = inEngine(engine.values);
  const density = own(trajectory.density);
  const sites = {
    step: 0,
    Q: own(trajectory.Q),
    V: own(trajectory.V),
    evaluation: { force: own(trajectory.force) },
  };
  return (steps) => {
    sites.step = trajectory.step[0];
    for (let s = 0; s < steps; s++) {
      integrator.beforeForces(sites);
      requireFiniteDisplacements(sites.Q, sites.step, first);
      const { Q } = sites;
      for (let i = 0; i < Q.length; i++) field[i] = -((-model.g * Q[i]) - mu) / model.t;
      requireReach(field, engine.largestField, first);
      evaluate(0);
      for (let i = 0; i < density.length; i++) density[i] = values[i] + 0.5;
      // All threads have moved their sites: the network waited for them.
      holstein.forceOn(trajectory.Q, trajectory.density, trajectory.force, first, last);
      requireFiniteForces(sites.evaluation.force, sites.step, method, first);
      integrator.afterForces(sites);
      // No site moves on before its neighbours have used where it was.
      lane.barrier();
    }
    if (lane.index === 0) trajectory.step[0] = sites.step;
  };
};
