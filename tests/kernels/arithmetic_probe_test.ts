import assert from "node:assert/strict";
import { arithmeticProbe } from "../../lib/kernels/arithmetic_probe.ts";

Deno.test("arithmeticProbe() gives the same answer each time on one machine", () => {
  assert.equal(arithmeticProbe(), arithmeticProbe());
  assert.match(arithmeticProbe(), /^f64 (fused|separate), f32 (fused|separate), math [0-9a-f]{8}$/);
});
