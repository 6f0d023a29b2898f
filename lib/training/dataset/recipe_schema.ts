import { v } from "../../quench/valibot.ts";
import type { DataSetRecipe } from "./recipe.ts";

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * The schema of a recipe as files hold it: every key is known, and every key is there but those of
 * networks, of imports, and `driver`, without which trajectories are driven by `method`.
 */
export const RECIPE_SCHEMA: v.GenericSchema<unknown, DataSetRecipe> = v.strictObject({
  preset: v.string(),
  constants: v.string(),
  model: v.strictObject({ t: number, g: number, k: number, kappa: number, mass: number }),
  method: v.string(),
  driver: v.exactOptional(v.string()),
  eigensolver: v.string(),
  weights: v.exactOptional(
    v.array(v.strictObject({ source: v.string(), sha256: v.exactOptional(v.string()) })),
  ),
  backend: v.exactOptional(v.string()),
  lattices: v.array(v.strictObject({ kind: v.string(), width: count, height: count })),
  temperatures: v.array(number),
  random: v.array(v.strictObject({ amplitude: number, count })),
  quench: v.strictObject({
    trajectories: count,
    snapshotSteps: v.array(count),
    integrator: v.string(),
    dampingRate: number,
    timeStep: number,
    initialDisplacement: number,
    initialVelocity: number,
  }),
  particleHole: v.boolean(),
  heldOut: number,
  seed: count,
  imported: v.exactOptional(v.array(v.strictObject({ frames: count, sha256: v.string() }))),
});
