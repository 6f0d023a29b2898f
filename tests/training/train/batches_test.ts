import assert from "node:assert/strict";
import { batchesOf, everyShard, stepsPerEpoch } from "../../../lib/training/train/batches.ts";

const COUNTS = [11, 6];
const OPTIONS = { seed: 3, batch: 4, shard: 3, flips: true };

/** Numbers "group:configuration" of all shards. */
function members(shards: ReturnType<typeof everyShard>): string[] {
  return shards.flatMap(({ group, configurations }) => configurations.map((c) => `${group}:${c}`));
}

Deno.test("an epoch meets every configuration once, each batch of one group, in shards", () => {
  for (const epoch of [0, 1, 7]) {
    const batches = batchesOf(COUNTS, epoch, OPTIONS);
    assert.equal(batches.length, stepsPerEpoch(COUNTS, OPTIONS.batch));
    assert.deepEqual(members(batches.flat()).sort(), members(everyShard(COUNTS, 5)).sort());
    for (const shards of batches) {
      assert.equal(new Set(shards.map(({ group }) => group)).size, 1);
      const sizes = shards.map(({ configurations }) => configurations.length);
      assert.ok(sizes.every((size) => size <= 3) && sizes.reduce((a, b) => a + b) <= 4);
    }
  }
});

Deno.test("batches are a function of seed and epoch, and differ from epoch to epoch", () => {
  const text = (epoch: number, seed = 3) =>
    JSON.stringify(batchesOf(COUNTS, epoch, { ...OPTIONS, seed }));
  assert.equal(text(5), text(5));
  assert.equal(new Set([text(0), text(1), text(2), text(0, 4)]).size, 4);
  // Another division of the same batches into shards changes neither order nor signs.
  const flat = (shard: number) =>
    batchesOf(COUNTS, 2, { ...OPTIONS, shard }).map((shards) => [
      members(shards),
      shards.flatMap(({ signs }) => signs),
    ]);
  assert.deepEqual(flat(1), flat(4));
});

Deno.test("half of all configurations are met as twins, others in other epochs; none without flips", () => {
  const signs = (flips: boolean) =>
    Array.from({ length: 40 }, (_, epoch) => batchesOf([100], epoch, { ...OPTIONS, flips }))
      .flat(2).flatMap(({ configurations, signs }) => configurations.map((c, k) => [c, signs[k]]));
  const all = signs(true);
  const twins = all.filter(([, sign]) => sign === -1).length;
  // 4,000 coins: six standard deviations are 190.
  assert.ok(Math.abs(twins - 2000) < 190, `${twins}`);
  for (let c = 0; c < 100; c++) {
    const met = new Set(all.filter(([number]) => number === c).map(([, sign]) => sign));
    assert.equal(met.size, 2, `configuration ${c}`);
  }
  assert.ok(signs(false).every(([, sign]) => sign === 1));
});

Deno.test("shards of a whole set hold everything once, in order, as it is", () => {
  const shards = everyShard([3, 2], 2);
  assert.deepEqual(members(shards), ["0:0", "0:1", "0:2", "1:0", "1:1"]);
  assert.deepEqual(shards.map(({ configurations }) => configurations.length), [2, 1, 2]);
  assert.ok(shards.every(({ signs }) => signs.every((sign) => sign === 1)));
});
