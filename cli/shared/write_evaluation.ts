import { join } from "node:path";
import {
  encodeCsv,
  ensureFolder,
  errorTable,
  type Evaluation,
  evaluationFigures,
  writeJsonAtomic,
  writeTextAtomic,
} from "../../mod.ts";

/** A file that an evaluation wrote. */
export interface EvaluationFile {
  readonly path: string;
  readonly kind: "report" | "table" | "figure";
}

/** Writes report, table and figures of an evaluation into a folder. */
export async function writeEvaluation(
  evaluation: Evaluation,
  output: string,
): Promise<EvaluationFile[]> {
  await ensureFolder(output);
  const report = join(output, "report.json");
  await writeJsonAtomic(report, evaluation.report);
  const table = join(output, "errors.csv");
  await writeTextAtomic(table, encodeCsv(errorTable(evaluation.report)));
  const files: EvaluationFile[] = [{ path: report, kind: "report" }, {
    path: table,
    kind: "table",
  }];
  for (const [name, svg] of Object.entries(evaluationFigures(evaluation))) {
    const path = join(output, name);
    await writeTextAtomic(path, svg);
    files.push({ path, kind: "figure" });
  }
  return files;
}
