import assert from "node:assert/strict";
import {
  decodeDataSet,
  decodeNetwork,
  decodeNetworkJson,
  decodeNpy,
  decodeNpz,
  decodeSafetensors,
  encodeDataSet,
  encodeNetwork,
  encodeNetworkJson,
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  FormatError,
  jsonText,
  type NpyArray,
  type Tensor,
} from "../../mod.ts";
import { decodeSealed, encodeSealed } from "../../lib/io/sealed_safetensors.ts";
import { randomNetwork } from "../networks/weights_files.ts";
import { madeFrom, MIXED } from "../training/recipes.ts";
import { cuts, type Damaged, flips, holes } from "./damage.ts";

const values = (length: number) => Float64Array.from({ length }, (_, i) => Math.sin(i + 1));
const FIELD = { dtype: "<f8", shape: [4, 6], data: values(24) } as const;
const ARRAYS = new Map<string, NpyArray>([
  ["Q", { dtype: "<f8", shape: [4, 6], data: values(24) }],
  ["step", { dtype: "<i4", shape: [3], data: Int32Array.of(1, 2, 3) }],
]);
const TENSORS = new Map<string, Tensor>([
  ["Q", { dtype: "F64", shape: [4, 6], data: values(24) }],
  ["bias", { dtype: "F32", shape: [3], data: Float32Array.of(1, 2, 3) }],
]);
const NETWORK = randomNetwork("gnn, cavity, diagonals, odd, silu");

/** What damaged bytes decode to, or undefined if they are refused in a line of ours. */
function decoded<T>(decode: (bytes: Uint8Array) => T, { bytes, what }: Damaged): T | undefined {
  try {
    return decode(bytes);
  } catch (error) {
    assert.ok(error instanceof FormatError, `${what}: ${(error as Error).stack}`);
    assert.match(error.message, /^Cannot (read|use|resume from) [^\n]+$/, what);
    return undefined;
  }
}

/** Holds that damage is refused, or has touched nothing that is read. */
function requireNoticed<T>(
  damages: Iterable<Damaged>,
  decode: (bytes: Uint8Array) => T,
  whole: T,
): { readonly tried: number; readonly noticed: number } {
  let [tried, noticed] = [0, 0];
  for (const damaged of damages) {
    tried++;
    const found = decoded(decode, damaged);
    if (found === undefined) noticed++;
    else assert.deepEqual(found, whole, damaged.what);
  }
  return { tried, noticed };
}

function requireAllNoticed(damages: Iterable<Damaged>, decode: (bytes: Uint8Array) => unknown) {
  for (const damaged of damages) {
    assert.equal(decoded(decode, damaged), undefined, `not noticed: ${damaged.what}`);
  }
}

const jsonBytes = (value: unknown) => new TextEncoder().encode(jsonText(value));
const decodeJson = (bytes: Uint8Array) => {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new FormatError("Cannot read it: it is not JSON");
  }
  return decodeNetworkJson(value, "w.json");
};

/** Formats with a checksum over all that is read of them, with the flips and holes tried. */
const SEALED = {
  npz: [() => encodeNpz(ARRAYS), (b: Uint8Array) => [...decodeNpz(b, "x.npz")], 800],
  "a checkpoint": [
    () => encodeSealed({ tensors: TENSORS, metadata: { format: "f", step: "3" } }),
    (b: Uint8Array) => decodeSealed(b, "c", "f", "checkpoint"),
    800,
  ],
  "a network": [() => encodeNetwork(NETWORK), (b: Uint8Array) => decodeNetwork(b, "w"), 400],
  "a network in JSON": [() => jsonBytes(encodeNetworkJson(NETWORK, "w")), decodeJson, 400],
} as const;

for (const [name, [encode, decode, count]] of Object.entries(SEALED)) {
  Deno.test(`${name}: every cut is refused, and no flipped bit or hole of ${count} changes what is read`, () => {
    const bytes = encode();
    const whole = decode(bytes);
    requireAllNoticed(cuts(bytes, 2000), decode);
    const flipped = requireNoticed(flips(bytes, count), decode, whole);
    const holed = requireNoticed(holes(bytes, count / 4), decode, whole);
    // Times, paddings and the like of a file may say nothing, but not much of it does.
    assert.ok(flipped.noticed > 0.6 * flipped.tried, `${flipped.noticed} of ${flipped.tried}`);
    assert.ok(holed.noticed > 0.6 * holed.tried, `${holed.noticed} of ${holed.tried}`);
  });
}

Deno.test("a data set: every cut is refused, and no flipped bit or hole changes what is read", async () => {
  const { bytes } = encodeDataSet(await madeFrom(MIXED));
  const decode = (b: Uint8Array) => decodeDataSet(b, "set.npz");
  const whole = decode(bytes);
  requireAllNoticed(cuts(bytes, 150), decode);
  requireNoticed(flips(bytes, 300), decode, whole);
  requireNoticed(holes(bytes, 60), decode, whole);
});

Deno.test("npy, which has no checksum: every cut is refused, a flip in the header is refused or harmless but for the bit that says the order of bytes, one in the data changes that element alone", () => {
  const bytes = encodeNpy(FIELD);
  const decode = (b: Uint8Array) => decodeNpy(b, "x.npy");
  requireAllNoticed(cuts(bytes), decode);
  const header = bytes.length - FIELD.data.byteLength;
  // "<" and ">" are a bit apart, and big-endian files are as good as others.
  const order = new TextDecoder("latin1").decode(bytes).indexOf("<f8");
  const others = everyFlip(bytes, 0, header)
    .filter(({ bytes }) => bytes[order] !== ">".charCodeAt(0));
  requireNoticed(others, decode, decode(bytes));
  for (const damaged of flips(bytes, 400, header)) {
    const element = Math.floor((damaged.at - header) / 8);
    const { dtype, shape, data } = decode(damaged.bytes);
    assert.deepEqual([dtype, shape], [FIELD.dtype, FIELD.shape]);
    data.forEach((value, i) =>
      assert.equal(Object.is(value, FIELD.data[i]), i !== element, damaged.what)
    );
  }
});

Deno.test("plain safetensors, which have no checksum: every cut is refused, a flip in the header is refused or leaves every element", () => {
  const bytes = encodeSafetensors({ tensors: TENSORS, metadata: { note: "n" } });
  const decode = (b: Uint8Array) => decodeSafetensors(b, "x");
  requireAllNoticed(cuts(bytes), decode);
  const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  for (const damaged of everyFlip(bytes, 0, header)) {
    const found = decoded(decode, damaged);
    // Names and notes have nothing that they could be held against.
    if (found) assert.deepEqual([...found.tensors.values()], [...TENSORS.values()], damaged.what);
  }
});

/** Every bit of bytes `from` … `to - 1` flipped in turn. */
function* everyFlip(bytes: Uint8Array, from: number, to: number): Generator<Damaged> {
  for (let bit = 8 * from; bit < 8 * to; bit++) {
    const damaged = bytes.slice();
    damaged[bit >> 3] ^= 1 << (bit & 7);
    yield { bytes: damaged, what: `bit ${bit & 7} of byte ${bit >> 3} flipped` };
  }
}
