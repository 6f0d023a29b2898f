import assert from "node:assert/strict";
import { compileKernel, kernelNames } from "../../lib/kernels/build.ts";

Deno.test("every kernel's source builds to the bytes that are committed", async () => {
  const names = kernelNames();
  assert.ok(names.length > 0);
  for (const name of names) {
    const committed = Deno.readFileSync(new URL(`../../lib/kernels/${name}.wasm`, import.meta.url));
    const built = await compileKernel(name);
    assert.ok(
      committed.length === built.length && committed.every((byte, i) => byte === built[i]),
      `${name}.wasm is not what its source builds to: run \`deno task kernels\``,
    );
  }
});
