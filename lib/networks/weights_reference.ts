import { isAbsolute } from "node:path";
import { FormatError } from "../errors.ts";
import type { Network } from "./network.ts";
import { networkSha256 } from "./network_checksum.ts";
import { readNetwork } from "./network_file.ts";
import { loadShippedWeights } from "./shipped_weights.ts";

/** Which weights to use, as plain data. */
export interface WeightsReference {
  /** Name of shipped weights, or the absolute path of a file. */
  readonly source: string;
  /** `networkSha256` of the network; weights that have changed since are refused. */
  readonly sha256?: string;
}

/**
 * The network that a reference names.
 *
 * @throws {ParameterError} if there are no such shipped weights
 * @throws {UnavailableError} if there is no such file or it may not be read
 * @throws {FormatError} if it is damaged, no network, or not the one of this SHA-256
 */
export async function loadWeights({ source, sha256 }: WeightsReference): Promise<Network> {
  const network = isAbsolute(source) ? await readNetwork(source) : await loadShippedWeights(source);
  const found = networkSha256(network);
  if (sha256 !== undefined && sha256 !== found) {
    throw new FormatError(
      `The weights ${source} have changed: sha256 ${brief(found)}, not ${
        brief(sha256)
      } as asked for`,
    );
  }
  return network;
}

function brief(sha256: string): string {
  return `${sha256.slice(0, 12)}…`;
}
