import { createHash } from "node:crypto";
import { bytesOf } from "../io/elements.ts";
import type { Tensor } from "../io/safetensors.ts";
import { canonicalJson } from "../runs/config_hash.ts";
import type { Network } from "./network.ts";
import { parameterLayout } from "./parameter_layout.ts";

/** The arrays of a network as the tensors of a file. */
export function networkTensors({ architecture, parameters }: Network): Map<string, Tensor> {
  return new Map<string, Tensor>(
    parameterLayout(architecture).map(({ name, shape }) => [
      name,
      { dtype: "F32", shape, data: parameters.get(name)! },
    ]),
  );
}

/** SHA-256 of everything in a file but the checksum, in an order that does not depend on the file. */
export function checksum(
  tensors: ReadonlyMap<string, Tensor>,
  texts: Readonly<Record<string, string>>,
): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(Object.entries(texts).sort(([a], [b]) => a < b ? -1 : 1)));
  for (const [name, { dtype, shape, data }] of [...tensors].sort(([a], [b]) => a < b ? -1 : 1)) {
    hash.update(JSON.stringify([name, dtype, shape]));
    hash.update(bytesOf(data));
  }
  return hash.digest("hex");
}

/**
 * SHA-256 of what a network is: arrays, architecture, conditions, input range and provenance. It is
 * the same for whatever file the network lies in, and names it in configurations and records.
 */
export function networkSha256(network: Network): string {
  const { architecture, conditions, inputRange, provenance } = network;
  const texts = Object.entries({ architecture, conditions, inputRange, provenance })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, canonicalJson(value)]);
  return checksum(networkTensors(network), Object.fromEntries(texts));
}
