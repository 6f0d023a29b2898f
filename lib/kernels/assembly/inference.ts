// What a force field by networks is computed with, in single precision and for any strip of rows of
// the lattice: the cavity method, the descriptor, and the layers of networks. Threads run it on one
// shared memory, so that it must have no static data that changes; it takes every address from the
// caller.

export {
  addPole, addWindowPole, densityAddress, derivativesAddress, featuresAddress, fieldRowBytes,
  loadRows, logarithmsAddress, placeFields, placeStages, potentialAddress, sweepRows,
} from "./cavity/poles";
export { describeRows } from "./d4_descriptor/rows";
export { gradientRows, updateRows } from "./inference/energy/blocks";
export { hiddenRows, scaleRows } from "./inference/energy/messages";
export { normaliseSlopeRows } from "./inference/energy/norm";
export { energyRows } from "./inference/energy/readout";
export { layerRows, projectRows, readoutRows, wrapRows } from "./inference/layers";
export { fieldRows, poleRows } from "./inference/inputs";
export { answerRows, layerSites, padRows } from "./inference/sites";

/** First byte above this kernel's static data. */
export function heapBase(): usize {
  return __heap_base;
}
