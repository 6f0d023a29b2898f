import { UnavailableError } from "../../lib/errors.ts";
import type { Eigensolver } from "../../lib/electrons/eigensolver.ts";
import {
  EIGENSOLVERS,
  makeEigensolver,
} from "../../lib/electrons/eigensolvers/make_eigensolver.ts";

/** Why LAPACK cannot be tested here, or undefined if it can. */
export const lapackMissing: string | undefined = (() => {
  try {
    makeEigensolver("lapack").close();
    return undefined;
  } catch (error) {
    if (error instanceof UnavailableError) return error.message;
    throw error;
  }
})();

/** A test of a claim that must hold for each eigensolver; the title names the one that is left out. */
export function testEachEigensolver(
  claim: string,
  check: (solver: Eigensolver) => Promise<void>,
  names: readonly string[] = EIGENSOLVERS,
): void {
  for (const name of names) {
    const skip = name === "lapack" && lapackMissing !== undefined;
    Deno.test({
      name: `${name}: ${claim}${skip ? ` (SKIPPED: ${lapackMissing})` : ""}`,
      ignore: skip,
      fn: async () => {
        const solver = makeEigensolver(name);
        try {
          await check(solver);
        } finally {
          solver.close();
        }
      },
    });
  }
}
