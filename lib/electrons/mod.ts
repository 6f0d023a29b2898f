/**
 * Free fermions on a lattice in a given on-site potential: eigensolvers, Fermi occupation, chemical
 * potential, and the solvers that turn a potential into densities and energies.
 *
 * @module
 */

export * from "./cavity_embedding.ts";
export * from "./cavity_embedding_options.ts";
export { CavitySolver } from "./cavity_solver.ts";
export * from "./chemical_potential.ts";
export type * from "./density_estimator.ts";
export * from "./diagonalization_solver.ts";
export type * from "./eigensolver.ts";
export * from "./eigensolvers/lapack_eigensolver.ts";
export * from "./eigensolvers/make_eigensolver.ts";
export * from "./eigensolvers/plain_eigensolver.ts";
export * from "./eigensolvers/wasm_eigensolver.ts";
export * from "./electron_solver.ts";
export * from "./fermi.ts";
export * from "./hamiltonian_matrix.ts";
export * from "./pole_expansion.ts";
export * from "./selected_inversion_solver.ts";
export * from "./window.ts";
export * from "./cavity_window_density.ts";
