import assert from "node:assert/strict";
import { windowEliminationSource } from "../../lib/kernels/generate_windows.ts";

Deno.test("the elimination of windows is what its generator writes", async () => {
  const path = new URL(
    "../../lib/kernels/assembly/cavity/window_elimination.ts",
    import.meta.url,
  );
  assert.ok(
    await Deno.readTextFile(path) === windowEliminationSource(),
    "run lib/kernels/generate_windows.ts, then `deno task kernels`",
  );
});
