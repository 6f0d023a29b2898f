import assert from "node:assert/strict";
import module from "../../lib/kernels/counter_rng_module.js";
import { instantiateKernel } from "../../lib/kernels/kernel.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";
import { STREAMS } from "../../lib/random/streams.ts";

type Words = [number, number, number, number];

/** Philox4x32-10 written with BigInt: the slow, obvious twin of the kernel. */
function philoxTwin(counter: Words, key: [number, number]): Words {
  let [c0, c1, c2, c3] = counter.map(BigInt);
  let [k0, k1] = key.map(BigInt);
  const mask = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const p0 = 0xD2511F53n * c0;
    const p1 = 0xCD9E8D57n * c2;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & mask, (p0 >> 32n) ^ c3 ^ k1, p0 & mask];
    k0 = (k0 + 0x9E3779B9n) & mask;
    k1 = (k1 + 0xBB67AE85n) & mask;
  }
  return [c0, c1, c2, c3].map(Number) as Words;
}

function philoxKernel(counter: Words, key: [number, number]): Words {
  const { exports, memory, heapBase } = instantiateKernel<
    { philox(...args: number[]): void }
  >(module, 16);
  exports.philox(...counter, ...key, heapBase);
  return [...new Uint32Array(memory.buffer, heapBase, 4)] as Words;
}

Deno.test("Philox4x32-10 gives the known answers of its authors' test vectors", () => {
  const vectors: [Words, [number, number], Words][] = [
    [[0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ];
  for (const [counter, key, expected] of vectors) {
    assert.deepEqual(philoxKernel(counter, key), expected);
    assert.deepEqual(philoxTwin(counter, key), expected);
  }
});

Deno.test("normals() equals Box-Muller of the BigInt twin to rounding", () => {
  const seed = 2 ** 40 + 12345;
  const drawn = new CounterRng(seed, "langevinNoise").normals(4096, { trajectory: 5, step: 99 });
  for (let i = 0; i < 4096; i++) {
    const [a, b, c, d] = philoxTwin(
      [i >> 1, 99, 5, STREAMS.langevinNoise],
      [seed % 2 ** 32, Math.floor(seed / 2 ** 32)],
    );
    const uniform = (high: number, low: number) =>
      (Number((BigInt(high) << 21n) ^ (BigInt(low) >> 11n)) + 0.5) * 2 ** -53;
    const radius = Math.sqrt(-2 * Math.log(uniform(a, b)));
    const angle = 2 * Math.PI * uniform(c, d);
    const expected = radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
    assert.ok(Math.abs(drawn[i] - expected) < 1e-13, `${i}: ${drawn[i]} against ${expected}`);
  }
});

Deno.test("any part of a sequence can be drawn alone, with odd starts and lengths", () => {
  const rng = new CounterRng(1, "langevinNoise");
  const all = rng.normals(10_000, { step: 7 });
  for (const [first, count] of [[0, 1], [1, 1], [1, 2], [3, 4097], [4095, 3], [9999, 1]]) {
    const part = rng.normals(count, { step: 7, first });
    assert.deepEqual(part, all.slice(first, first + count));
  }
});

Deno.test("seed, stream, trajectory and step each change the numbers", () => {
  const base = new CounterRng(1, "langevinNoise").normals(4, { trajectory: 1, step: 1 });
  const others = [
    new CounterRng(2, "langevinNoise").normals(4, { trajectory: 1, step: 1 }),
    new CounterRng(1 + 2 ** 32, "langevinNoise").normals(4, { trajectory: 1, step: 1 }),
    new CounterRng(1, "initialVelocity").normals(4, { trajectory: 1, step: 1 }),
    new CounterRng(1, "langevinNoise").normals(4, { trajectory: 2, step: 1 }),
    new CounterRng(1, "langevinNoise").normals(4, { trajectory: 1, step: 2 }),
  ];
  for (const other of others) assert.notDeepEqual(other, base);
});

Deno.test("normal numbers have the moments of the standard normal within 4 standard errors", () => {
  const n = 400_000;
  const x = new CounterRng(11, "bootstrap").normals(n);
  const moment = (p: number) => x.reduce((sum, value) => sum + value ** p, 0) / n;
  assert.ok(Math.abs(moment(1)) < 4 / Math.sqrt(n));
  assert.ok(Math.abs(moment(2) - 1) < 4 * Math.sqrt(2 / n));
  assert.ok(Math.abs(moment(3)) < 4 * Math.sqrt(15 / n));
  assert.ok(Math.abs(moment(4) - 3) < 4 * Math.sqrt(96 / n));
});

Deno.test("uniforms lie in the open unit interval with mean 1/2 and variance 1/12", () => {
  const n = 200_000;
  const u = new CounterRng(3, "bootstrap").uniforms(n);
  assert.ok(u.every((value) => value > 0 && value < 1));
  const mean = u.reduce((a, b) => a + b, 0) / n;
  const variance = u.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
  assert.ok(Math.abs(mean - 0.5) < 4 * Math.sqrt(1 / 12 / n));
  assert.ok(Math.abs(variance - 1 / 12) < 4 * Math.sqrt(1 / 180 / n));
});

Deno.test("permutation() holds every index once", () => {
  const order = new CounterRng(3, "datasetSplit").permutation(1000);
  assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: 1000 }, (_, i) => i));
  assert.notDeepEqual([...order], Array.from({ length: 1000 }, (_, i) => i));
});

Deno.test("a seed or counter that is no integer in range is refused", () => {
  for (const seed of [-1, 0.5, NaN, 2 ** 53]) {
    assert.throws(() => new CounterRng(seed, "bootstrap"), RangeError);
  }
  const rng = new CounterRng(0, "bootstrap");
  for (const step of [-1, 0.5, 2 ** 32]) assert.throws(() => rng.normals(1, { step }), RangeError);
});
