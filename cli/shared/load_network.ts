import { userPath } from "./user_path.ts";
import { type Network, readNetwork } from "../../mod.ts";

/**
 * The network that `--weights` names: a safetensors file.
 *
 * @throws {UnavailableError} if there is no such file
 * @throws {FormatError} if it is damaged or no network
 */
export function loadNetwork(weights: string): Promise<Network> {
  return readNetwork(userPath(weights));
}
