import assert from "node:assert/strict";
import { BENCHES } from "../../bench/main.ts";
import { sourceFiles } from "../source_files.ts";

Deno.test("every benchmark in its folder can be run by name", async () => {
  const files = sourceFiles("bench").filter((file) => file.endsWith("_bench.ts"));
  const names = files.map((file) =>
    file.replace(/^bench\//, "").replace("_bench.ts", "").replaceAll("_", "-")
  );
  assert.deepEqual(Object.keys(BENCHES).sort(), names.sort());
  for (const name of names) {
    assert.equal(typeof (await BENCHES[name].load()).run, "function", name);
  }
});
