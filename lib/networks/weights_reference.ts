import { isAbsolute, resolve } from "node:path";
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
 * What a text means as weights: a plain word is a name, anything with a folder or an ending a file.
 *
 * @param absolute makes a path absolute; from the working folder when left out
 *
 * @example
 * ```ts
 * import { weightsReference } from "./mod.ts";
 * import assert from "node:assert/strict";
 * assert.deepEqual(weightsReference("gnn-large-T0.1"), { source: "gnn-large-T0.1" });
 * assert.match(weightsReference("gnn/best.safetensors").source, /^.+gnn.best\.safetensors$/);
 * ```
 */
export function weightsReference(text: string, absolute = resolve): WeightsReference {
  const isFile = /[/\\]/.test(text) || /\.(safetensors|json)$/.test(text);
  return { source: isFile ? absolute(text) : text };
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
