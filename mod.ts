/**
 * Nearsight: machine-learned force fields of lattice Hamiltonians.
 *
 * Exact adiabatic forces of the semiclassical Holstein model, Langevin dynamics after a thermal
 * quench, and the analysis of phase ordering.
 *
 * @example Exact forces of a random configuration
 * ```ts
 * import { CounterRng, forceFieldSpec, makeForceField } from "./mod.ts";
 * const lattice = { kind: "square", width: 8, height: 8 };
 * const forceField = await makeForceField(forceFieldSpec({ lattice }));
 * const Q = new CounterRng(1, "initialDisplacement").normals(64);
 * const { force, grandPotential } = await forceField.evaluate(Q);
 * console.assert(force.length === 64 && Number.isFinite(grandPotential));
 * forceField.close();
 * ```
 *
 * @module
 */

export * from "./lib/errors.ts";
export * from "./lib/version.ts";
export * from "./lib/lattice/mod.ts";
export * from "./lib/holstein/mod.ts";
export * from "./lib/electrons/mod.ts";
export * from "./lib/descriptor/mod.ts";
export * from "./lib/networks/mod.ts";
export * from "./lib/forcefields/mod.ts";
export * from "./lib/dynamics/mod.ts";
export * from "./lib/observables/mod.ts";
export * from "./lib/quench/mod.ts";
export * from "./lib/training/mod.ts";
export * from "./lib/figures/mod.ts";
export * from "./lib/io/mod.ts";
export * from "./lib/kernels/mod.ts";
export * from "./lib/random/mod.ts";
export * from "./lib/runs/mod.ts";
