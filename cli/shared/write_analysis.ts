import { join } from "node:path";
import {
  analysisTables,
  analyzeEnsemble,
  type CollapseQuality,
  collapseQuality,
  describeCollapse,
  drawObservables,
  encodeCsv,
  ensureFolder,
  FEWEST_FIT_TIMES,
  fitGrowth,
  type FitWindow,
  type GrowthFit,
  type MeanObservables,
  meanObservables,
  openEnsemble,
  provenanceOf,
  type QuenchEnsemble,
  quenchFigures,
  writeTextAtomic,
} from "../../mod.ts";

/** A file that an analysis wrote. */
export interface AnalysisFile {
  readonly path: string;
  readonly kind: "table" | "figure" | "report";
}

/** What an analysis wrote and found. */
export interface WrittenAnalysis {
  /** The files, by the order in which they were written. */
  readonly files: AnalysisFile[];
  /** What was found, in lines for people. */
  readonly summary: string;
  /** The runs. */
  readonly ensemble: QuenchEnsemble;
  /** Their observables. */
  readonly observables: MeanObservables;
}

/**
 * Analyses runs as one ensemble and writes tables and figures into a folder.
 *
 * @param folders of runs or of ensembles
 * @param window of the growth law, in τ0; the default window when left out
 */
export async function writeAnalysis(
  folders: readonly string[],
  output: string,
  window: FitWindow | undefined,
  onFrame: (done: number, total: number) => void,
): Promise<WrittenAnalysis> {
  const ensemble = await openEnsemble(folders);
  const analysis = await analyzeEnsemble(ensemble, {
    onFrame: (done) => onFrame(done, ensemble.steps.length),
  });
  const growthFit = fitGrowth(analysis.growth, window);
  const provenance = Object.entries(provenanceOf(ensemble))
    .map(([key, value]) => `${key}: ${value}`).join("; ");
  const observables = await meanObservables(ensemble);
  const tables = Object.entries(analysisTables(analysis, growthFit))
    .map(([name, table]) => [name, encodeCsv(table)] as const);
  const figures = Object.entries({
    ...await quenchFigures(analysis, growthFit),
    "observables.svg": drawObservables(observables.mean, ensemble.config.temperature, provenance),
  });
  await ensureFolder(output);
  const files: AnalysisFile[] = [];
  for (const [kind, entries] of [["table", tables], ["figure", figures]] as const) {
    for (const [name, text] of entries) {
      const path = join(output, name);
      await writeTextAtomic(path, text);
      files.push({ path, kind });
    }
  }
  const quality = growthFit && collapseQuality(analysis, growthFit.fit);
  return { files, summary: summarise(growthFit, quality), ensemble, observables };
}

/** What an analysis found, in lines for people. */
function summarise(
  growthFit: GrowthFit | undefined,
  quality: CollapseQuality | undefined,
): string {
  const collapse = quality ? [`collapse: ${describeCollapse(quality)}`] : [];
  return [describeGrowth(growthFit), ...collapse].join("\n");
}

function describeGrowth(growthFit: GrowthFit | undefined): string {
  if (growthFit === undefined) {
    return `growth law: fewer than ${FEWEST_FIT_TIMES} times with a resolved domain size in their ` +
      "last decade, too few to fit";
  }
  const { exponent, bootstrapError, interval: [low, high], from, to, points } = growthFit.fit;
  const window = `${points} times from ${from.toPrecision(3)} to ${to.toPrecision(3)} τ0`;
  return Number.isNaN(bootstrapError)
    ? `growth law: α = ${exponent.toFixed(3)} (one trajectory: no error bar), ${window}`
    : `growth law: α = ${exponent.toFixed(3)} ± ${bootstrapError.toFixed(3)} ` +
      `(95 %: ${low.toFixed(3)} … ${high.toFixed(3)}), ${window}`;
}
