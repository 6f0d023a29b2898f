import { basename } from "node:path";
import type { Table } from "../io/csv.ts";
import { configHash } from "../runs/config_hash.ts";
import { orderingWaveVector } from "../observables/wave_vectors.ts";
import { ensembleMean } from "../observables/resampling.ts";
import type { EnsembleAnalysis } from "./analyze_ensemble.ts";
import { type CollapseQuality, collapseQuality } from "./collapse_quality.ts";
import type { QuenchEnsemble } from "./ensemble.ts";
import type { GrowthFit } from "./growth_fit.ts";
import { identityOf } from "./quench_config.ts";

/** Where numbers of an analysis come from, as every table and figure of it says. */
export function provenanceOf(ensemble: QuenchEnsemble): Record<string, string> {
  const { config, configs, runs, steps } = ensemble;
  const { lattice: { kind, width, height }, method, temperature, preset, weights } = config;
  const seeds = [...new Set(configs.map(({ seed }) => seed))];
  return {
    source: `${runs.length} quench${runs.length === 1 ? "" : "es"} of a ${width}×${height} ` +
      `${kind} lattice, preset ${preset}, method ${method}, T = ${temperature}, ` +
      `seed${seeds.length === 1 ? "" : "s"} ${seeds.join(", ")}`,
    ...(weights && { weights: `${basename(weights.source)}, sha256 ${weights.sha256}` }),
    "configuration hash": configHash(identityOf(config)),
    steps: `${steps[0]} to ${steps.at(-1)}`,
    units: "time in τ0 = 2π√(m/k), lengths in lattice constants, energies in t",
  };
}

/** The tables of an analysis by file name: the numbers behind its figures. */
export function analysisTables(
  analysis: EnsembleAnalysis,
  growthFit: GrowthFit | undefined,
): Readonly<Record<string, Table>> {
  const header = provenanceOf(analysis.ensemble);
  return {
    "domain_size.csv": domainSizeTable(analysis, header),
    "correlation.csv": correlationTable(analysis, header),
    "structure_factor.csv": structureFactorTable(analysis, header),
    ...(growthFit ? { "growth_exponent.csv": exponentTable(analysis, growthFit, header) } : {}),
  };
}

type Header = Readonly<Record<string, string>>;

function domainSizeTable({ growth }: EnsembleAnalysis, header: Header): Table {
  return {
    header: {
      ...header,
      "domain_size": "L of C(L) = 1/2, jackknife error over trajectories",
    },
    columns: ["time", "domain_size", "error", "status"],
    rows: Array.from(
      growth.time,
      (time, j) => [time, growth.length[j], growth.error[j], growth.status[j]],
    ),
  };
}

function correlationTable({ frames }: EnsembleAnalysis, header: Header): Table {
  return {
    header: {
      ...header,
      phi_phi: "normalised correlation C(r, t) of the order parameter, Eq. (26), <phi> = 0",
      Q_Q: "<Q_i Q_j> against distance",
    },
    columns: ["step", "time", "distance", "phi_phi", "phi_phi_error", "Q_Q", "Q_Q_error"],
    rows: frames.flatMap(({ step, time, orderParameter, displacement }) => {
      const C = orderParameter.correlation({ subtractMean: false });
      const QQ = displacement.pairCorrelation();
      return Array.from(
        C.distance,
        (r, i) => [step, time, r, C.value[i], C.error[i], QQ.value[i], QQ.error[i]],
      );
    }),
  };
}

function structureFactorTable({ ensemble, frames }: EnsembleAnalysis, header: Header): Table {
  const { lattice } = ensemble;
  const centre = orderingWaveVector(lattice).map((k) => k / Math.PI);
  const name = centre.every((k) => k === 1)
    ? "(pi, pi)"
    : `pi (${centre.map((k) => k.toFixed(5)).join(", ")})`;
  return {
    header: {
      ...header,
      S: `circular average of S(k) = |sum_i n_i e^{-ik r_i}|^2 / N about ${name}, k = 0 left out`,
    },
    columns: ["step", "time", "q", "S", "error"],
    rows: frames.flatMap(({ step, time, radialWaveNumber, radialStructureFactor }) => {
      const { value, error } = ensembleMean(radialStructureFactor);
      return Array.from(radialWaveNumber, (q, i) => [step, time, q, value[i], error[i]]);
    }),
  };
}

function exponentTable(
  analysis: EnsembleAnalysis,
  { fit, againstWindow }: GrowthFit,
  header: Header,
): Table {
  const quality = collapseQuality(analysis, fit);
  return {
    header: {
      ...header,
      exponent: "alpha of L = a t^alpha; the first row is the quoted window",
      error: "bootstrap over trajectories; interval of 95 %",
      ...(quality ? { collapse: describeCollapse(quality) } : {}),
    },
    columns: ["from", "to", "exponent", "error", "low", "high", "amplitude", "points"],
    rows: [fit, ...againstWindow].map((f) => [
      f.from,
      f.to,
      f.exponent,
      f.bootstrapError,
      f.interval[0],
      f.interval[1],
      f.amplitude,
      f.points,
    ]),
  };
}

/** The quality of a collapse as a line for people. */
export function describeCollapse(quality: CollapseQuality): string {
  const { residual, reducedChiSquared, times, from, to, range } = quality;
  const chi = Number.isNaN(reducedChiSquared)
    ? ""
    : `, reduced χ² ${reducedChiSquared.toPrecision(3)},`;
  return `C(r/L) of ${times} times from ${from.toPrecision(3)} to ${
    to.toPrecision(3)
  } differs by ` +
    `${residual.toPrecision(3)}${chi} for r/L from ${range.from} to ${range.to}`;
}
