import assert from "node:assert/strict";
import { scheduleNamed, SCHEDULES } from "../../../lib/training/mod.ts";
import { pythonHas, runPython, titleNeeding } from "../../io/python.ts";

Deno.test("cosine warms up over 2 % of the steps and ends at a thousandth", () => {
  const cosine = scheduleNamed("cosine");
  const steps = 1000;
  const at = (step: number) => cosine({ step, steps, errors: [] });
  assert.ok(Math.abs(at(0) - 1 / 20) < 1e-3);
  assert.ok(at(9) < at(19) && at(19) > 0.99);
  assert.ok(Math.abs(at(500) - (1 + 1e-3) / 2) < 1e-12);
  assert.ok(Math.abs(at(steps) - 1e-3) < 1e-12);
  for (let step = 20; step < steps; step++) assert.ok(at(step + 1) < at(step));
  assert.ok(cosine({ step: 0, steps: 1, errors: [] }) > 0);
});

/** Errors and the factor after each, by hand: the sixth epoch in a row without gain cuts it. */
const PLATEAU: readonly (readonly [error: number, factor: number])[] = [
  [1, 1],
  [0.9, 1],
  // Improvements of less than a ten-thousandth do not count.
  [0.89999, 1],
  [0.95, 1],
  [0.9, 1],
  [0.91, 1],
  [0.92, 1],
  [0.93, 0.85],
  // The count begins anew.
  [0.93, 0.85],
  [0.93, 0.85],
  [0.8, 0.85],
  [0.81, 0.85],
  [0.81, 0.85],
  [0.81, 0.85],
  [0.81, 0.85],
  [0.81, 0.85],
  [0.81, 0.85 ** 2],
];

Deno.test("plateau cuts the rate by 0.85 at the sixth epoch in a row without gain", () => {
  const plateau = scheduleNamed("plateau");
  const errors = PLATEAU.map(([error]) => error);
  PLATEAU.forEach(([, factor], k) => {
    const found = plateau({ step: 0, steps: 1, errors: errors.slice(0, k + 1) });
    assert.ok(Math.abs(found - factor) < 1e-15, `after ${k + 1} epochs: ${found}`);
  });
  assert.equal(plateau({ step: 0, steps: 1, errors: [] }), 1);
});

const SCRIPT = `
import json, sys, torch
optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
rule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimiser, factor=0.85, patience=5)
out = []
for error in json.loads(sys.argv[1]):
    rule.step(error)
    out.append(optimiser.param_groups[0]["lr"])
print(json.dumps(out))
`;

Deno.test({
  name: titleNeeding("torch", "plateau is PyTorch's ReduceLROnPlateau(0.85, patience=5)"),
  ignore: !pythonHas("torch"),
  fn: () => {
    // Falls, stalls, falls again, rises.
    const errors = Array.from(
      { length: 120 },
      (_, k) => 1 / (1 + Math.min(k, 30) + Math.max(0, k - 80) / 4) + 0.01 * Math.sin(k * k),
    );
    const theirs = runPython(SCRIPT, JSON.stringify(errors)) as number[];
    const plateau = scheduleNamed("plateau");
    const ours = errors.map((_, k) =>
      plateau({ step: 0, steps: 1, errors: errors.slice(0, k + 1) })
    );
    ours.forEach((factor, k) => assert.ok(Math.abs(factor - theirs[k]) < 1e-12, `${k}`));
    assert.ok(theirs[119] < 0.5);
  },
});

Deno.test("constant is constant, and other names are refused with those that there are", () => {
  assert.deepEqual(SCHEDULES, ["cosine", "plateau", "constant"]);
  assert.equal(scheduleNamed("constant")({ step: 7, steps: 9, errors: [1, 2] }), 1);
  assert.throws(() => scheduleNamed("toString"), /"toString": accepted are cosine, plateau/);
});
