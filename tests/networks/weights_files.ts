import { join } from "node:path";
import { PRESETS } from "../../lib/holstein/presets.ts";
import type { Architecture } from "../../lib/networks/architecture.ts";
import type { Network } from "../../lib/networks/network.ts";
import { networkSha256 } from "../../lib/networks/network_checksum.ts";
import { writeNetwork } from "../../lib/networks/network_file.ts";
import type { WeightsReference } from "../../lib/networks/weights_reference.ts";
import { ARCHITECTURES, randomParameters } from "./networks.ts";

/** A small network with random weights, as if it had been trained at T/t = 0.1. */
export function randomNetwork(architecture: Architecture | string, seed = 1): Network {
  const chosen = typeof architecture === "string" ? ARCHITECTURES[architecture] : architecture;
  const parameters = new Map(randomParameters(chosen, seed));
  if (chosen.target === "density") {
    // As large as the electrons' answer can be, so that no search for half filling runs away.
    parameters.set("output.scale", Float32Array.of(0.02));
  }
  return {
    architecture: chosen,
    parameters,
    conditions: {
      temperature: 0.1,
      ...(chosen.target === "force" && { model: PRESETS.reference.model }),
    },
    inputRange: [-60, 60],
    provenance: { note: "random numbers, for tests" },
  };
}

/** Writes a network to a file and says how a specification refers to it. */
export async function writeWeights(
  folder: string,
  network: Network,
  name = "w.safetensors",
): Promise<Required<WeightsReference>> {
  const source = join(folder, name);
  await writeNetwork(source, network);
  return { source, sha256: networkSha256(network) };
}
