import { ParameterError } from "../../errors.ts";
import {
  completeForceFieldSpec,
  isNetworkMethod,
  requireNoNetwork,
} from "../../forcefields/complete_spec.ts";
import { makeForceField } from "../../forcefields/make_force_field.ts";
import { driverOf } from "./driver.ts";
import { forceFieldOf } from "./plan.ts";
import type { DataSetRecipe } from "./recipe.ts";

/**
 * The recipe with what a method or driver that is a network leaves open: weights for every
 * temperature by their SHA-256, and the backend. Recipes of other methods come back as they are.
 *
 * @throws {ParameterError} if they are two kinds of network, neither takes weights, there are none
 *   for a temperature, or they cannot be used on one of the lattices
 * @throws {UnavailableError} if a file is not there or may not be read
 * @throws {FormatError} if weights are damaged or have changed
 */
export async function settleRecipe(recipe: DataSetRecipe): Promise<DataSetRecipe> {
  const [first] = recipe.lattices;
  const networks = new Set([driverOf(recipe), recipe.method].filter(isNetworkMethod));
  if (networks.size > 1) {
    throw new ParameterError(
      `Labels and trajectories by two kinds of network, ${[...networks].join(" and ")}: ` +
        "one of them must be none",
    );
  }
  const [learned] = networks;
  if (learned === undefined) {
    requireNoNetwork(recipe);
    return recipe;
  }
  const settled = await Promise.all(
    recipe.temperatures.map((_, number) =>
      completeForceFieldSpec(forceFieldOf(recipe, learned, first, number))
    ),
  );
  const weights = settled.flatMap((spec) => spec.weights === undefined ? [] : [spec.weights]);
  const { backend = "" } = settled[0];
  const complete = { ...recipe, weights, backend };
  // Made once for each lattice and temperature: a lattice too small is not to be met hours later.
  for (const lattice of recipe.lattices) {
    for (const number of recipe.temperatures.keys()) {
      (await makeForceField(forceFieldOf(complete, learned, lattice, number))).close();
    }
  }
  return complete;
}
