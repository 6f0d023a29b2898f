import { FormatError, ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { ModelName } from "./architecture.ts";
import { isSameConstant, latticeOf, type Network } from "./network.ts";
import { decodeNetworkJson, type NetworkJson } from "./network_json.ts";
import { parameterCount } from "./parameters.ts";

type JsonModule = () => Promise<{ readonly default: unknown }>;

/**
 * The weights in `weights/`, for each kind and temperature the default first. Imports with names
 * written out: Deno loads such files with the module, by URL too, without any permission to read.
 *
 * To add some: `deno task weights export FILE --output weights/NAME.json`, and a line here.
 */
const SHIPPED: Readonly<Record<string, JsonModule>> = {
  "gnn-medium-T0.1": () => import("../../weights/gnn-medium-T0.1.json", { with: { type: "json" } }),
  "gnn-small-T0.1": () => import("../../weights/gnn-small-T0.1.json", { with: { type: "json" } }),
  "gnn-large-T0.1": () => import("../../weights/gnn-large-T0.1.json", { with: { type: "json" } }),
  "gnn-raw-T0.1": () => import("../../weights/gnn-raw-T0.1.json", { with: { type: "json" } }),
  "gnn-medium-T0.15": () =>
    import("../../weights/gnn-medium-T0.15.json", { with: { type: "json" } }),
  "gnn-medium-T0.2": () => import("../../weights/gnn-medium-T0.2.json", { with: { type: "json" } }),
  "gnn-medium-T0.25": () =>
    import("../../weights/gnn-medium-T0.25.json", { with: { type: "json" } }),
  "gnn-raw-honeycomb-T0.1": () =>
    import("../../weights/gnn-raw-honeycomb-T0.1.json", { with: { type: "json" } }),
  "mlp-compact-T0.1": () =>
    import("../../weights/mlp-compact-T0.1.json", { with: { type: "json" } }),
  "energy-gnn-compact-T0.1": () =>
    import("../../weights/energy-gnn-compact-T0.1.json", { with: { type: "json" } }),
};

/** The names of the weights that come with the library. */
export const SHIPPED_WEIGHTS: readonly string[] = Object.keys(SHIPPED);

/** What is known of shipped weights without their arrays. */
export interface ShippedWeights extends Omit<NetworkJson, "format" | "arrays"> {
  /** Number of trainable parameters. */
  readonly parameters: number;
}

/** The weights that come with the library, without their arrays. */
export async function shippedWeights(): Promise<ShippedWeights[]> {
  return await Promise.all(SHIPPED_WEIGHTS.map(async (name) => {
    const { format: _format, arrays: _arrays, ...rest } = await importWeights(name);
    return { ...rest, parameters: parameterCount(rest.architecture) };
  }));
}

/**
 * Shipped weights, checked as a file would be.
 *
 * @throws {ParameterError} if there are none of that name, with the names that there are
 * @throws {FormatError} if they are damaged
 *
 * @example
 * ```ts
 * import { loadShippedWeights, shippedWeights } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const [{ name, sha256 }] = await shippedWeights();
 * const { conditions } = await loadShippedWeights(name);
 * assert.ok(conditions.temperature > 0 && sha256.length === 64);
 * ```
 */
export async function loadShippedWeights(name: string): Promise<Network> {
  return decodeNetworkJson(await importWeights(name), `the weights ${name}`);
}

/**
 * The name of the shipped weights that a kind of network uses unless told: the first for the kind of
 * lattice and T/t.
 *
 * @throws {ParameterError} if there are none, with the temperatures that there are
 */
export async function defaultWeightsFor(
  model: ModelName,
  { kind }: Pick<Lattice, "kind">,
  temperature: number,
): Promise<string> {
  const ofKind = (await shippedWeights()).filter((weights) =>
    weights.architecture.model === model && latticeOf(weights) === kind
  );
  const found = ofKind.find(({ conditions }) =>
    isSameConstant(conditions.temperature, temperature)
  );
  if (found !== undefined) return found.name;
  const temperatures = new Set(ofKind.map(({ conditions }) => conditions.temperature));
  const what = `weights of a network ${model} for ${kind} lattices`;
  const instead = kind === "square" ? "window" : "exact";
  throw new ParameterError(
    ofKind.length === 0
      ? `No ${what} come with the library: give a file of your own`
      : `No ${what} at T/t = ${temperature} come with the library, only at T/t = ${
        [...temperatures].sort((a, b) => a - b).join(", ")
      }: give a file of your own, or take a method without weights, such as ${instead}`,
  );
}

async function importWeights(name: string): Promise<NetworkJson> {
  if (!Object.hasOwn(SHIPPED, name)) {
    throw new ParameterError(
      `Unknown weights "${name}": accepted are ${
        SHIPPED_WEIGHTS.join(", ")
      }, or the absolute path of a file`,
    );
  }
  const value = (await SHIPPED[name]()).default as NetworkJson;
  if (value.name !== name) {
    throw new FormatError(`The weights ${name} are of a file that calls itself "${value.name}"`);
  }
  return value;
}
