import assert from "node:assert/strict";
import type { Activation } from "../../lib/networks/architecture.ts";
import { activate } from "../../lib/networks/tfjs/activate.ts";
import { useBackend } from "../../lib/networks/tfjs/backend.ts";
import { columnSums } from "../../lib/networks/tfjs/columns.ts";
import { wasmPrimitives } from "../../lib/networks/tfjs/primitives/wasm_primitives.ts";
import { product } from "../../lib/networks/tfjs/product.ts";
import type { Tensor, Tfjs } from "../../lib/networks/tfjs/tfjs.ts";
import { scalarActivation } from "../../lib/networks/twin/scalar_activation.ts";
import module from "../../lib/kernels/network_operations_module.js";
import { largestDifference, randomFeatures, rms } from "./networks.ts";
import { plainColumnSums, plainProduct, plainTranspose } from "./plain_primitives.ts";

const tf = await useBackend("wasm");

const matrix = (rows: number, columns: number, seed: number) => {
  const data = randomFeatures(rows * columns, seed);
  return {
    tensor: tf.tensor2d(data, [rows, columns]) as Tensor,
    plain: { rows, columns, data: Float64Array.from(data) },
  };
};

Deno.test("the memory of the backend wasm of this TensorFlow.js is where the kernel looks for it", () => {
  assert.notEqual(wasmPrimitives(tf), undefined);
  assert.equal(tf.version.tfjs, "4.22.0");
});

Deno.test("the kernel brings no data of its own into the memory that it shares", () => {
  assert.deepEqual(WebAssembly.Module.imports(module).map(({ name }) => name), ["memory"]);
  const memory = new WebAssembly.Memory({ initial: 1 });
  new WebAssembly.Instance(module, { env: { memory } });
  assert.ok(new Uint8Array(memory.buffer).every((byte) => byte === 0));
});

/** Rows, inner lengths and columns around the sizes of tiles, panels and blocks. */
const SIZES = [
  [1, 1, 1],
  [6, 2, 8],
  [11, 5, 9],
  [13, 64, 32],
  [7, 257, 3],
  [5, 300, 131],
  [131, 9, 129],
] as const;

Deno.test("products of every size are those of double precision", async () => {
  for (const [m, k, n] of SIZES) {
    const [a, b] = [matrix(m, k, 1), matrix(k, n, 2)];
    const [bias, addend] = [matrix(1, n, 3), matrix(m, n, 4)];
    const exact = plainProduct(a.plain, b.plain, bias.plain, addend.plain).data;
    const extras = { bias: tf.reshape(bias.tensor, [n]), addend: addend.tensor };
    const straight = product(tf, a.tensor, b.tensor, extras);
    const transposed = product(tf, a.tensor, tf.transpose(b.tensor), {
      ...extras,
      transposeB: true,
    });
    for (const c of [straight, transposed]) {
      const error = largestDifference(await c.data(), exact) / rms(exact);
      assert.ok(error <= 3e-6, `${m}×${k}×${n}: ${error}`);
    }
  }
});

Deno.test("products with the left transposed and sums of columns of every size are those of double precision", async () => {
  for (const [m, n, k] of SIZES) {
    const [a, b] = [matrix(k, m, 1), matrix(k, n, 2)];
    const exact = plainProduct(plainTranspose(a.plain), b.plain).data;
    const c = await product(tf, a.tensor, b.tensor, { transposeA: true }).data();
    const error = largestDifference(c, exact) / rms(exact);
    assert.ok(error <= 3e-6, `${m}×${k}×${n}: ${error}`);
    const sums = await columnSums(tf, b.tensor).data();
    assert.ok(largestDifference(sums, plainColumnSums(b.plain).data) <= 1e-4);
  }
});

Deno.test("the kernel follows the memory when it grows", async () => {
  const { tensor, plain } = matrix(40, 30, 5);
  const large = tf.zeros([64, 1024, 1024]);
  const squared = await product(tf, tensor, tensor, { transposeB: true }).data();
  large.dispose();
  assert.ok(largestDifference(squared, plainProduct(plain, plainTranspose(plain)).data) < 1e-4);
});

/** Distance in units of the last place of single precision. */
function ulps(value: number, exact: number): number {
  const single = Math.fround(exact);
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, Math.max(Math.abs(single), 2 ** -100));
  const above = bits.getUint32(0) + 1;
  bits.setUint32(0, above);
  return Math.abs(value - exact) / (bits.getFloat32(0) - Math.max(Math.abs(single), 2 ** -100));
}

for (const [activation, allowed] of [["silu", 4], ["softplus", 3], ["tanh", 4]] as const) {
  Deno.test(`${activation} is right to ${allowed} units in the last place`, async () => {
    const points = Float32Array.from({ length: 40001 }, (_, k) => (k - 20000) / 1000);
    const values = await activate(tf, tf.tensor1d(points), activation).data();
    const exact = (x: number) =>
      activation === "softplus" ? Math.log1p(Math.exp(x)) : scalarActivation(activation).value(x);
    const worst = points.reduce((most, x, k) => Math.max(most, ulps(values[k], exact(x))), 0);
    assert.ok(worst <= allowed, `${worst}`);
  });
}

Deno.test("third derivatives of activations are right, and at the ends of the range all orders", async () => {
  const points = Float32Array.of(-7, -2.5, -1, -0.1, 0, 0.3, 1.7, 4, 9);
  const extremes = Float32Array.of(-1e30, -200, -88.5, 88.5, 200, 1e30);
  const h = 1e-3;
  for (const activation of ["silu", "softplus", "tanh"] as const) {
    const { slope } = scalarActivation(activation);
    const exact = Array.from(points, (x) => (slope(x + h) - 2 * slope(x) + slope(x - h)) / h ** 2);
    const orders = derivatives(tf, activation);
    const third = await orders[3](tf.tensor1d(points)).data();
    assert.ok(largestDifference(third, exact) < 3e-6, activation);
    const limits = [tf.tensor1d(extremes)].map((x) => orders.slice(1).map((order) => order(x)));
    for (const [k, limit] of limits[0].entries()) {
      const expected = Array.from(extremes, (x) => k === 0 ? slope(x) : 0);
      assert.ok(largestDifference(await limit.data(), expected) < 1e-30 + 1e-6, activation);
    }
  }
});

function derivatives(tf: Tfjs, activation: Activation): ((x: Tensor) => Tensor)[] {
  const orders = [(x: Tensor): Tensor => activate(tf, x, activation)];
  for (let order = 1; order <= 3; order++) orders.push(tf.grad(orders[order - 1]));
  return orders;
}

Deno.test("what is not a number stays so", async () => {
  for (const activation of ["relu", "silu", "softplus", "tanh"] as const) {
    const x = tf.tensor1d([NaN, 1, NaN, 2, NaN]);
    const values = await activate(tf, x, activation).data();
    assert.deepEqual([...values].map(Number.isNaN), [true, false, true, false, true], activation);
  }
});
