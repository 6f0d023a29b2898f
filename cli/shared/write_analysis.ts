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
  fitGrowth,
  type FitWindow,
  type GrowthFit,
  openEnsemble,
  provenanceOf,
  quenchFigures,
  readObservables,
  writeTextAtomic,
} from "../../mod.ts";

/** A file that an analysis wrote. */
export interface AnalysisFile {
  readonly path: string;
  readonly kind: "table" | "figure";
}

/**
 * Analyses runs as one ensemble and writes tables and figures into a folder.
 *
 * @param window of the growth law, in τ0; the default window when left out
 */
export async function writeAnalysis(
  folders: readonly string[],
  output: string,
  window: FitWindow | undefined,
  onFrame: (done: number, total: number) => void,
): Promise<{ files: AnalysisFile[]; summary: string }> {
  const ensemble = await openEnsemble(folders);
  const analysis = await analyzeEnsemble(ensemble, {
    onFrame: (done) => onFrame(done, ensemble.steps.length),
  });
  const growthFit = fitGrowth(analysis.growth, window);
  const provenance = Object.entries(provenanceOf(ensemble))
    .map(([key, value]) => `${key}: ${value}`).join("; ");
  const rows = await readObservables(ensemble.runs[0].observables);
  const tables = Object.entries(analysisTables(analysis, growthFit))
    .map(([name, table]) => [name, encodeCsv(table)] as const);
  const figures = Object.entries({
    ...await quenchFigures(analysis, growthFit),
    "observables.svg": drawObservables(rows, ensemble.config.temperature, provenance),
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
  return { files, summary: summarise(growthFit, quality) };
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
  if (growthFit === undefined) return "growth law: too few times with a resolved domain size";
  const { exponent, bootstrapError, interval: [low, high], from, to, points } = growthFit.fit;
  const window = `${points} times from ${from.toPrecision(3)} to ${to.toPrecision(3)} τ0`;
  return Number.isNaN(bootstrapError)
    ? `growth law: α = ${exponent.toFixed(3)} (one trajectory: no error bar), ${window}`
    : `growth law: α = ${exponent.toFixed(3)} ± ${bootstrapError.toFixed(3)} ` +
      `(95 %: ${low.toFixed(3)} … ${high.toFixed(3)}), ${window}`;
}
