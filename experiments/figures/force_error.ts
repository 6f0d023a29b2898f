import { columnOf, drawCurves } from "../../mod.ts";
import { type DrawFigures, provenanceIn } from "../shared/result_tables.ts";

/** Standard deviation and largest error of the force against time, and the force's own deviation. */
export const drawForceError: DrawFigures = (tables) => {
  const table = tables.table("force_error.csv");
  const column = (name: string) => columnOf(table, name, "force_error.csv");
  const curve = (label: string, name: string) => ({
    label,
    x: column("step"),
    y: column(name),
    marker: "circle" as const,
  });
  return {
    "force_error.svg": drawCurves([{
      // The start, at step 0, is in the table only.
      x: { label: "steps since the quench", scale: "log" },
      y: { label: "force (*t*)", scale: "log" },
      curves: [
        { ...curve("force itself, sd", "sd_force"), marker: "none", line: "dashed" },
        curve("error, largest", "largest"),
        curve("error, sd", "sd"),
      ],
    }], {
      title: "Error of the network's force along its own quench",
      provenance: provenanceIn(table, "source"),
    }),
  };
};
