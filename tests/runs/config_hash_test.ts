import assert from "node:assert/strict";
import { ParameterError } from "../../lib/errors.ts";
import { canonicalJson, configHash } from "../../lib/runs/config_hash.ts";

Deno.test("canonical JSON is that of the example in RFC 8785, section 3.2.2", () => {
  const value = {
    numbers: [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    literals: [null, true, false],
  };
  const expected = '{"literals":[null,true,false],' +
    '"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
    '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}';
  assert.equal(canonicalJson(value), expected);
});

Deno.test("keys are sorted as in RFC 8785, section 3.2.3, at every depth", () => {
  const keys = ["€", "\r", "\ufb33", "1", "\u{1f600}", "\u0080", "ö"];
  const sorted = ["\r", "1", "\u0080", "ö", "€", "\u{1f600}", "\ufb33"];
  const value = { z: Object.fromEntries(keys.map((key) => [key, 0])), a: 1 };
  const inner = sorted.map((key) => `${JSON.stringify(key)}:0`).join(",");
  assert.equal(canonicalJson(value), `{"a":1,"z":{${inner}}}`);
});

Deno.test("the hash of a configuration depends on what it says only", () => {
  const hash = configHash({ g: 1.5, sizes: [40, 80], model: { kappa: 0.1 } });
  assert.equal(
    configHash({ sizes: [40, 80], model: { kappa: 0.1 }, g: 3 / 2, x: undefined }),
    hash,
  );
  assert.notEqual(configHash({ g: 1.5, sizes: [80, 40], model: { kappa: 0.1 } }), hash);
  assert.match(hash, /^[0-9a-f]{64}$/);
});

Deno.test("what is no plain JSON is refused with its place", () => {
  const refused: [unknown, RegExp][] = [
    [{ model: { g: NaN } }, /config\.model\.g as JSON: it is NaN/],
    [{ list: [1, Infinity] }, /config\.list\[1\] as JSON: it is Infinity/],
    [{ Q: Float64Array.of(1) }, /config\.Q as JSON: it is Float64Array/],
    [{ when: new Date() }, /config\.when as JSON: it is Date/],
    [{ n: 5n }, /config\.n/],
    [[undefined], /config\[0\] as JSON: it is undefined/],
  ];
  for (const [value, message] of refused) {
    assert.throws(() => canonicalJson(value), (error: Error) => {
      assert.ok(error instanceof ParameterError);
      assert.match(error.message, message);
      return true;
    });
  }
});
