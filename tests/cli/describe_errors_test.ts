import assert from "node:assert/strict";
import { describeErrors } from "../../cli/shared/describe_errors.ts";

Deno.test("the errors of a network's file read as one line, of what quantity first", () => {
  const errors = { unit: "force", rms: 0.004, random: 0.0123456, quench: 0 };
  assert.equal(describeErrors(errors), "force: rms 4.00e-3, random 0.0123, quench 0");
});

Deno.test("errors of a file made elsewhere are shown with their keys, whatever they are", () => {
  const errors = { pooled: 1.5, quench: { sd: -0.25, note: "late" }, none: null };
  assert.equal(
    describeErrors(errors),
    "pooled 1.50, quench sd -0.250, quench note late, none null",
  );
  assert.equal(describeErrors("small"), "small");
});
