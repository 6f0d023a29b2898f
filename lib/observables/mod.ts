/**
 * Phase-ordering analysis of fields on periodic lattices: order parameter, domain walls, structure
 * factor, correlation functions, domain size, growth exponents with errors over trajectories,
 * scaling collapse, temperatures; and model A, the reference dynamics that it is validated on.
 *
 * @module
 */
export { cdwOrderParameter, globalOrderParameter } from "./order_parameter.ts";
export { domainAreas, domainSigns, domainWallDensity } from "./domains.ts";
export { structureFactor, type StructureFactorOptions } from "./structure_factor.ts";
export { orderingWaveVector, type SpectrumCentre } from "./wave_vectors.ts";
export {
  circularAverage,
  type CircularAverageOptions,
  type SpectralProfile,
} from "./circular_average.ts";
export {
  type MomentLengths,
  momentLengths,
  secondMomentCorrelationLength,
  type SpectralLengthOptions,
} from "./spectral_lengths.ts";
export { autocorrelation } from "./autocorrelation.ts";
export {
  type RadialAverage,
  radialAverage,
  type RadialAverageKind,
  radialProfile,
} from "./radial_average.ts";
export { firstCrossing, type Interpolation } from "./crossing.ts";
export {
  type DomainSize,
  domainSize,
  type DomainSizeOptions,
  type DomainSizeStatus,
} from "./domain_size.ts";
export { fieldDomainSize } from "./field_domain_size.ts";
export { EnsembleStructureFactor } from "./ensemble_structure_factor.ts";
export { EnsembleSamples, type EnsembleSamplesState } from "./ensemble_samples.ts";
export {
  bootstrapError,
  bootstrapWeights,
  ensembleMean,
  type Estimate,
  jackknife,
  meanAndError,
  type Statistic,
} from "./resampling.ts";
export { studentFactor } from "./student_t.ts";
export {
  type CorrelationCurve,
  EnsembleCorrelation,
  type EnsembleCorrelationState,
  type NormalisationOptions,
} from "./ensemble_correlation.ts";
export { fitPowerLaw, type FitWindow, type PowerLaw } from "./power_law.ts";
export {
  type CorrelationAtTime,
  type DomainGrowth,
  domainGrowth,
  type DomainGrowthOptions,
  exponentAgainstWindow,
  type GrowthExponent,
  growthExponent,
} from "./domain_growth.ts";
export { type LocalExponents, localExponents } from "./local_exponent.ts";
export {
  bhattacharjeeSeno,
  houdayerHartmann,
  rescaleCorrelation,
  rescaleStructureFactor,
  type ScalingCurve,
  type ScalingRange,
} from "./scaling_collapse.ts";
export { configurationalTemperature, kineticTemperature } from "./temperature.ts";
export { ModelA, type ModelAInterval, type ModelAParameters } from "./model_a.ts";
