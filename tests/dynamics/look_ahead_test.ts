import assert from "node:assert/strict";
import { LookAhead } from "../../lib/dynamics/webgpu/look_ahead.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

/** A device whose state is the number of its steps, read back a turn of the event loop later. */
function counter(wrongFrom = Infinity) {
  let step = 0, handedOver = 0;
  const launched: number[] = [];
  const ahead = new LookAhead<number>({
    launch(steps) {
      const reached = step += steps;
      launched.push(steps);
      return new Promise((resolve, reject) =>
        setTimeout(() => reached < wrongFrom ? resolve(reached) : reject(new Error(`${reached}`)))
      );
    },
    rewind: () => step = handedOver,
  }, 100);
  const take = async (steps: number) => handedOver = await ahead.take(steps);
  return { ahead, launched, take };
}

Deno.test("states are those of the steps asked for, whatever was done ahead", async () => {
  const { ahead, launched, take } = counter();
  const lengths = new CounterRng(1, "bootstrap").integers(40, 4);
  let expected = 0, taken = 0;
  for (const length of lengths) {
    for (let repeat = 0; repeat < 8; repeat++) {
      expected += 7 * length;
      assert.equal(await take(7 * length), expected);
      taken++;
    }
  }
  assert.ok(launched.length > taken, "nothing was done ahead");
  await ahead.settle();
});

Deno.test("long stretches, and none at all, are not done ahead", async () => {
  const { ahead, launched, take } = counter();
  for (const steps of [0, 0, 0, 101, 101, 101]) await take(steps);
  assert.deepEqual(launched, [0, 0, 0, 101, 101, 101]);
  await ahead.settle();
});

Deno.test("what fails ahead fails when it is asked for, and not before", async () => {
  const { ahead, take } = counter(12);
  for (let step = 1; step < 12; step++) assert.equal(await take(1), step);
  await assert.rejects(take(1), { message: "12" });
  await ahead.settle();
});
