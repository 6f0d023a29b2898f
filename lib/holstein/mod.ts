/**
 * The semiclassical Holstein model: constants, presets, elastic energy and force.
 *
 * @module
 */
export { HolsteinModel } from "./holstein_model.ts";
export {
  dimensionlessCoupling,
  type HolsteinParameters,
  orderedDisplacement,
  oscillatorPeriod,
  validateHolstein,
} from "./parameters.ts";
export { type HolsteinPreset, presetNamed, PRESETS } from "./presets.ts";
