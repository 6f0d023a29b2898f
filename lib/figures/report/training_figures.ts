import { columnOf, type TextTable } from "../../io/csv.ts";
import { drawLossCurves, type LossCurve } from "../loss_curve.ts";

const KIND = /^validation_error_(.+)$/;

/**
 * The figures of a training by file name: errors of the force against epochs, on training and
 * validation configurations and on the latter by kind.
 *
 * @param table of epochs, as the training wrote it
 * @param name how errors call the table, usually its path
 * @throws {ParameterError} if there is no epoch to draw
 * @throws {FormatError} if a column is missing
 */
export function trainingFigures(table: TextTable, name: string): Record<string, string> {
  const epoch = columnOf(table, "epoch", name);
  const curve = (label: string, column: string): LossCurve => ({
    label,
    epoch,
    loss: columnOf(table, column, name),
  });
  const kinds = table.columns.flatMap((column) => KIND.exec(column)?.[1] ?? []);
  const curves = [curve("training", "training_error")];
  // Without validation configurations the column repeats the training error.
  if (kinds.length > 0) curves.push(curve("validation", "validation_error"));
  if (kinds.length > 1) {
    curves.push(...kinds.map((kind) => curve(`of ${kind}`, `validation_error_${kind}`)));
  }
  return {
    "loss.svg": drawLossCurves(curves, {
      yLabel: "rms error of force",
      title: "Error of the force against epochs of training",
      provenance: Object.entries(table.header).map(([key, value]) => `${key}: ${value}`).join("; "),
    }),
  };
}
