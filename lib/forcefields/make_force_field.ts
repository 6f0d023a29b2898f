import { ParameterError } from "../errors.ts";
import { CavitySolver } from "../electrons/cavity_solver.ts";
import { CavityWindowDensity } from "../electrons/cavity_window_density.ts";
import { DiagonalizationSolver } from "../electrons/diagonalization_solver.ts";
import { makeEigensolver } from "../electrons/eigensolvers/make_eigensolver.ts";
import {
  type ElectronSolver,
  type ElectronSystem,
  validateElectronSystem,
} from "../electrons/electron_solver.ts";
import { SelectedInversionSolver } from "../electrons/selected_inversion_solver.ts";
import { HolsteinModel } from "../holstein/holstein_model.ts";
import { makeLattice } from "../lattice/make_lattice.ts";
import { completeForceFieldSpec } from "./complete_spec.ts";
import { DensityForceField } from "./density_force_field.ts";
import { ElectronicForceField } from "./electronic_force_field.ts";
import type { ForceField } from "./force_field.ts";
import { type ForceFieldSpec, type Resources, validateResources } from "./force_field_spec.ts";
import { makeNetworkForceField } from "./make_network_force_field.ts";

type Maker = (
  model: HolsteinModel,
  system: ElectronSystem,
  spec: ForceFieldSpec,
  resources: Resources,
) => Promise<ForceField>;

type SolverMaker = (
  system: ElectronSystem,
  spec: ForceFieldSpec,
  resources: Resources,
) => ElectronSolver | Promise<ElectronSolver>;

const MAKERS: Readonly<Record<string, Maker>> = {
  exact: electronic((system, _, { workers }) =>
    SelectedInversionSolver.create(system, { workers })
  ),
  ed: electronic((system, { eigensolver }, { lapackLibrary }) => {
    const lapack = lapackLibrary === undefined ? {} : { library: lapackLibrary };
    return new DiagonalizationSolver(system, makeEigensolver(eigensolver, { lapack }));
  }),
  cavity: electronic((system) => new CavitySolver(system)),
  window: async (model, system, spec) => {
    validateElectronSystem(system);
    const { method } = await completeForceFieldSpec(spec);
    const density = new CavityWindowDensity(system.lattice, system.hopping, system.temperature);
    return new DensityForceField(method, model, density, system);
  },
  mlp: makeNetworkForceField,
  gnn: makeNetworkForceField,
  "energy-gnn": makeNetworkForceField,
};

/** A method that solves the electrons. */
function electronic(makeSolver: SolverMaker): Maker {
  return async (model, system, spec, resources) => {
    const { method } = await completeForceFieldSpec(spec);
    return new ElectronicForceField(method, model, await makeSolver(system, spec, resources));
  };
}

/** The names of the force methods, the default first. */
export const METHODS: readonly string[] = Object.keys(MAKERS);

/**
 * The force field that a specification describes: the one place where a method's name becomes an
 * implementation.
 *
 * @throws {ParameterError} if a name is unknown or a number out of range
 * @throws {UnavailableError} if the machine or the permissions lack what the method needs
 * @throws {FormatError} if weights are damaged or have changed
 *
 * @example
 * ```ts
 * import { forceFieldSpec, makeForceField } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = { kind: "square", width: 6, height: 6 };
 * const forceField = await makeForceField(forceFieldSpec({ lattice }));
 * const { force, density } = await forceField.evaluate(new Float64Array(36));
 * assert.ok(density.every((n) => Math.abs(n - 0.5) < 1e-9));
 * assert.ok(force.every((F) => Math.abs(F) < 1e-8));
 * forceField.close();
 * ```
 */
export async function makeForceField(
  spec: ForceFieldSpec,
  resources: Resources = { workers: 1 },
): Promise<ForceField> {
  if (!Object.hasOwn(MAKERS, spec.method)) {
    throw new ParameterError(
      `Unknown method "${spec.method}": accepted are ${METHODS.join(", ")}`,
    );
  }
  validateResources(resources);
  const model = new HolsteinModel(makeLattice(spec.lattice), spec.model);
  const { lattice, parameters: { t: hopping } } = model;
  const { temperature, ensemble, chemicalPotential } = spec;
  const system = { lattice, hopping, temperature, ensemble, chemicalPotential };
  return await MAKERS[spec.method](model, system, spec, resources);
}
