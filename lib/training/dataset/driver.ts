import type { DataSetRecipe } from "./recipe.ts";

/** Name of the method whose forces drive a recipe's trajectories. */
export function driverOf({ driver, method }: Pick<DataSetRecipe, "driver" | "method">): string {
  return driver ?? method;
}

/**
 * The recipe in the one form that files hold: `driver` is left out where it is the method. So
 * recipes that mean the same have one hash, also those of files from before there was a driver.
 */
export function withoutIdleDriver(recipe: DataSetRecipe): DataSetRecipe {
  if (driverOf(recipe) !== recipe.method) return recipe;
  const { driver: _, ...plain } = recipe;
  return plain;
}
