import type { EnsembleAnalysis, FrameAnalysis } from "../../quench/analyze_ensemble.ts";
import { provenanceOf } from "../../quench/analysis_tables.ts";
import type { GrowthFit } from "../../quench/growth_fit.ts";
import { cdwOrderParameter } from "../../observables/order_parameter.ts";
import { ensembleMean } from "../../observables/resampling.ts";
import { drawCollapse } from "../collapse.ts";
import { drawCorrelations } from "../correlation.ts";
import { drawDomainMaps } from "../domain_map.ts";
import { drawGrowth } from "../growth.ts";
import { drawStructureFactorCurves } from "../structure_factor_curve.ts";
import { drawStructureFactorMaps } from "../structure_factor_map.ts";
import { chooseFrames } from "./choose_frames.ts";

/** Figures of an analysis that have a place in maps, curves and panels for so many times. */
const MAPS = 4;
const CURVES = 6;

/**
 * The figures of a phase-ordering analysis, by file name: domains, structure factor, correlations,
 * and, where domains have grown enough, their collapse and the growth law.
 *
 * @throws {UnavailableError} if a frame that a map needs is gone
 */
export async function quenchFigures(
  analysis: EnsembleAnalysis,
  growthFit: GrowthFit | undefined,
): Promise<Readonly<Record<string, string>>> {
  const { ensemble, frames, growth } = analysis;
  const provenance = Object.entries(provenanceOf(ensemble))
    .map(([key, value]) => `${key}: ${value}`).join("; ");
  const later = frames.filter(({ time }) => time > 0);
  const options = { provenance };
  const figures: Record<string, string> = {
    "domains.svg": await domainMaps(analysis, provenance),
    "structure_factor.svg": structureFactorMaps(analysis, provenance),
  };
  if (later.length > 0) {
    const curves = chooseFrames(later, CURVES);
    figures["structure_factor_radial.svg"] = drawStructureFactorCurves(
      curves.map((frame) => ({
        label: timeLabel(frame),
        q: frame.radialWaveNumber.subarray(1),
        ...afterFirst(ensembleMean(frame.radialStructureFactor), "S"),
      })),
      { ...options, ...(ensemble.lattice.kind !== "square" && { centre: "**Q**" }) },
    );
    figures["displacement_correlation.svg"] = drawCorrelations(
      curves.map((frame) => {
        const { distance, value, error } = frame.displacement.pairCorrelation();
        return { label: timeLabel(frame), r: distance, value, error };
      }),
      options,
    );
  }
  const resolved = later.filter((_, j) => growth.status[j] === "resolved");
  if (resolved.length > 1) {
    figures["collapse.svg"] = drawCollapse(
      chooseFrames(resolved, CURVES).map((frame) => {
        const { distance, value, error } = frame.orderParameter.correlation({
          subtractMean: false,
        });
        const domainSize = growth.length[later.indexOf(frame)];
        return { label: timeLabel(frame), r: distance, value, error, domainSize };
      }),
      options,
    );
    figures["growth.svg"] = growthFigure(analysis, growthFit, provenance);
  }
  return figures;
}

/** A mean and its error without the first bin, Q itself, which a logarithmic axis cannot show. */
function afterFirst({ value, error }: { value: Float64Array; error: Float64Array }, name: "S") {
  return { [name]: value.subarray(1), error: error.subarray(1) } as {
    S: Float64Array;
    error: Float64Array;
  };
}

function timeLabel({ time }: FrameAnalysis): string {
  if (time === 0) return "*t* = 0";
  return `*t* = ${time < 10 ? time.toPrecision(2) : time.toFixed(0)} *τ*_0`;
}

async function domainMaps(
  { ensemble: { lattice, runs }, frames }: EnsembleAnalysis,
  provenance: string,
): Promise<string> {
  const maps = await Promise.all(
    chooseFrames(frames, MAPS).map(async (frame) => {
      const density = (await runs[0].readFrame("n", frame.step)).values;
      const phi = cdwOrderParameter(lattice, density);
      const { width, height, geometry } = lattice;
      return { width, height, geometry, phi, label: timeLabel(frame) };
    }),
  );
  return drawDomainMaps(maps, { provenance, limit: 1 });
}

function structureFactorMaps(
  { ensemble: { lattice: { width, height, geometry } }, frames }: EnsembleAnalysis,
  provenance: string,
): string {
  const maps = chooseFrames(frames, MAPS).map((frame) => ({
    width,
    height,
    geometry,
    S: frame.structureFactor,
    label: timeLabel(frame),
  }));
  return drawStructureFactorMaps(maps, { provenance });
}

function growthFigure(
  { ensemble: { config }, growth }: EnsembleAnalysis,
  growthFit: GrowthFit | undefined,
  provenance: string,
): string {
  const curve = {
    label: `*T* = ${config.temperature}`,
    t: growth.time,
    L: growth.length,
    error: growth.error,
  };
  if (growthFit === undefined) return drawGrowth([curve], { provenance });
  const { exponent, bootstrapError, amplitude, from, to } = growthFit.fit;
  // One trajectory has no error over trajectories, and the scatter of its points is none.
  const error = Number.isNaN(bootstrapError) ? {} : { exponentError: bootstrapError };
  const fit = { exponent, ...error, prefactor: amplitude, from, to };
  return drawGrowth([{ ...curve, fit }], { provenance });
}
