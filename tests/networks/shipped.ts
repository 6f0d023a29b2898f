import { latticeOf, type Network } from "../../lib/networks/network.ts";
import { loadShippedWeights, SHIPPED_WEIGHTS } from "../../lib/networks/shipped_weights.ts";

/** A network that comes with the library. */
export interface Shipped {
  /** Its name. */
  readonly name: string;
  /** The network. */
  readonly network: Network;
}

/** Every network for square lattices that comes with the library. */
export async function shippedNetworks(): Promise<Shipped[]> {
  const all = await Promise.all(SHIPPED_WEIGHTS.map(async (name) => ({
    name,
    network: await loadShippedWeights(name),
  })));
  return all.filter(({ network }) => latticeOf(network) === "square");
}
