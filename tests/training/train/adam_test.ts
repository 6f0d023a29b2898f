import assert from "node:assert/strict";
import { type AdamOptions, adamState, adamStep } from "../../../lib/training/mod.ts";
import { pythonHas, runPython, titleNeeding } from "../../io/python.ts";
import { largestDifference, randomFeatures } from "../../networks/networks.ts";

const OPTIONS: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };

Deno.test("two steps of Adam are those of Algorithm 1 worked by hand", () => {
  // β1 = β2 = 1/2, ε = 0, g = 2 then -1, η = 1/8. First: m̂ = g, v̂ = g², a step of η.
  // Second: m = (1/2)(1) + (1/2)(-1) = 0: no step at all, as m̂ = 0.
  const parameters = Float32Array.of(1, 1);
  const state = adamState(2);
  const options = { beta1: 0.5, beta2: 0.5, epsilon: 0, weightDecay: 0 };
  adamStep(parameters, Float32Array.of(2, -4), state, 1, 1 / 8, options);
  assert.deepEqual(parameters, Float32Array.of(0.875, 1.125));
  assert.deepEqual(state.mean, Float32Array.of(1, -2));
  assert.deepEqual(state.square, Float32Array.of(2, 8));
  // The second parameter: m = -1 + 2 = 1, m̂ = 4/3; s = 4 + 8 = 12, ŝ = 16; a step of η/3.
  adamStep(parameters, Float32Array.of(-1, 4), state, 2, 1 / 8, options);
  assert.equal(parameters[0], 0.875);
  assert.equal(parameters[1], Math.fround(1.125 - 1 / 24));
});

Deno.test("weight decay shrinks weights by itself, outside of the adaptive step", () => {
  const parameters = Float32Array.of(4);
  adamStep(parameters, Float32Array.of(0), adamState(1), 1, 0.5, { ...OPTIONS, weightDecay: 0.25 });
  assert.equal(parameters[0], 4 - 0.5 * 0.25 * 4);
});

const SCRIPT = `
import json, sys, torch
asked = json.loads(sys.argv[1])
out = []
for decay in asked["decays"]:
    w = torch.nn.Parameter(torch.tensor(asked["start"], dtype=torch.float64))
    optimiser = torch.optim.AdamW([w], lr=asked["rate"], weight_decay=decay)
    for gradient in asked["gradients"]:
        w.grad = torch.tensor(gradient, dtype=torch.float64)
        optimiser.step()
    out.append(w.tolist())
print(json.dumps(out))
`;

Deno.test({
  name: titleNeeding("torch", "forty steps of Adam and AdamW lead where PyTorch's lead"),
  ignore: !pythonHas("torch"),
  fn: () => {
    const start = randomFeatures(20, 1);
    // Some gradients are a thousand times smaller than others: the step must not care.
    const gradients = Array.from(
      { length: 40 },
      (_, s) => randomFeatures(20, 2 + s).map((g, k) => k % 2 === 0 ? g : g / 1000),
    );
    const [rate, decays] = [0.01, [0, 0.1]];
    const asked = { rate, decays, start: [...start], gradients: gradients.map((g) => [...g]) };
    const theirs = runPython(SCRIPT, JSON.stringify(asked)) as number[][];
    decays.forEach((weightDecay, d) => {
      const parameters = start.slice();
      const state = adamState(20);
      gradients.forEach((gradient, s) =>
        adamStep(parameters, gradient, state, s + 1, rate, { ...OPTIONS, weightDecay })
      );
      assert.ok(largestDifference(parameters, theirs[d]) < 1e-5);
      assert.ok(largestDifference(parameters, start) > 0.1);
    });
  },
});
