import { ParameterError } from "../../errors.ts";
import type { Eigensolver } from "../eigensolver.ts";
import { LapackEigensolver, type LapackOptions } from "./lapack_eigensolver.ts";
import { PlainEigensolver } from "./plain_eigensolver.ts";
import { WasmEigensolver } from "./wasm_eigensolver.ts";

/** Options of the eigensolvers; each takes what concerns it. */
export interface EigensolverOptions {
  /** Of `lapack`. */
  readonly lapack?: LapackOptions;
}

const MAKERS: Readonly<Record<string, (options: EigensolverOptions) => Eigensolver>> = {
  wasm: () => new WasmEigensolver(),
  lapack: ({ lapack }) => new LapackEigensolver(lapack),
  plain: () => new PlainEigensolver(),
};

/** The names of the eigensolvers, the default first. */
export const EIGENSOLVERS: readonly string[] = Object.keys(MAKERS);

/**
 * The eigensolver of that name: `wasm` (the default elsewhere; no permissions), `lapack` (OpenBLAS;
 * needs `--allow-ffi`) or `plain` (slow and obvious).
 *
 * @throws {ParameterError} if there is none of that name
 * @throws {UnavailableError} if LAPACK is asked for and cannot be loaded
 *
 * @example
 * ```ts
 * import { makeEigensolver } from "../../../mod.ts";
 * import assert from "node:assert/strict";
 * const solver = makeEigensolver("wasm");
 * const { values } = await solver.solve(Float64Array.of(0, -1, -1, 0), 2);
 * assert.ok(Math.abs(values[0] + 1) < 1e-15 && Math.abs(values[1] - 1) < 1e-15);
 * solver.close();
 * ```
 */
export function makeEigensolver(name: string, options: EigensolverOptions = {}): Eigensolver {
  if (!Object.hasOwn(MAKERS, name)) {
    throw new ParameterError(
      `Unknown eigensolver "${name}": accepted are ${EIGENSOLVERS.join(", ")}`,
    );
  }
  return MAKERS[name](options);
}
