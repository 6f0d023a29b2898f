import assert from "node:assert/strict";
import { ParameterError, UnavailableError } from "../../lib/errors.ts";
import { LapackEigensolver } from "../../lib/electrons/eigensolvers/lapack_eigensolver.ts";
import { lapackMissing } from "./eigensolver_names.ts";

const NOWHERE = "/nowhere/libopenblas.so.0";
const mayLoadNowhere =
  Deno.permissions.querySync({ name: "ffi", path: NOWHERE }).state === "granted";

Deno.test({
  name: "a LAPACK library that is not there is refused in one line that says what to install" +
    (mayLoadNowhere ? "" : " (SKIPPED: run with --allow-ffi)"),
  ignore: !mayLoadNowhere,
  fn: () => {
    assert.throws(
      () => new LapackEigensolver({ library: NOWHERE }),
      (error) =>
        error instanceof UnavailableError && !error.message.includes("\n") &&
        /\/nowhere\/libopenblas\.so\.0.*apt install libopenblas0/.test(error.message),
    );
  },
});

Deno.test({
  name: "LAPACK without the permission to load it is refused in one line that names the flag",
  permissions: { ffi: false },
  fn: () => {
    for (const library of [undefined, NOWHERE]) {
      assert.throws(
        () => new LapackEigensolver(library === undefined ? {} : { library }),
        (error) =>
          error instanceof UnavailableError && !error.message.includes("\n") &&
          error.message.includes(`--allow-ffi${library === undefined ? "," : `=${library}`}`),
      );
    }
  },
});

Deno.test("a number of threads that is not a positive integer is refused", () => {
  for (const threads of [0, -1, 1.5, NaN]) {
    assert.throws(() => new LapackEigensolver({ threads }), ParameterError);
  }
});

Deno.test({
  name: "OpenBLAS says which processor it computes for" +
    (lapackMissing ? ` (SKIPPED: ${lapackMissing})` : ""),
  ignore: lapackMissing !== undefined,
  fn: () => {
    const solver = new LapackEigensolver();
    assert.match(solver.coreName ?? "", /^\w+$/);
    solver.close();
  },
});
