import {
  columnOf,
  drawDomainMaps,
  drawStructureFactorCurves,
  drawStructureFactorMaps,
} from "../../mod.ts";
import { type DrawFigures, groupsOf, provenanceIn } from "../shared/result_tables.ts";

/** Half the side of the square about (π, π) that is shown, in units of π. */
const WINDOW = 0.25;

/** Decades that the colours of S span: beneath is noise. */
const DECADES = 3;

/** Maps of domains and of structure factors, and their circular averages. */
export const drawFig6bc: DrawFigures = (tables) => {
  const table = tables.table("structure_factor.csv");
  const provenance = provenanceIn(table, "source");
  const fields = tables.fields("fields.npz");
  const times = groupsOf(table, "step").map(({ key: [step], table }) => ({
    step,
    label: `step ${step}`,
    table,
  }));
  const map = (name: string, step: string) => {
    const { shape: [height, width], data } = fields.get(`${name}-${step}`)!;
    return { width, height, data: data as Float32Array };
  };
  const columns = times.length;
  const highest = times.reduce((most, { step }) => {
    return map("S", step).data.reduce((a, b) => Math.max(a, b), most);
  }, 0);
  const range = [highest / 10 ** DECADES, highest] as const;
  return {
    "domains.svg": drawDomainMaps(
      times.map(({ step, label }) => {
        const { width, height, data: phi } = map("phi", step);
        return { width, height, phi, label };
      }),
      { columns, title: "Order parameter φ of the densities after a quench", provenance },
    ),
    "structure_factor.svg": drawStructureFactorMaps(
      times.map(({ step, label }) => {
        const { width, height, data: S } = map("S", step);
        return { width, height, S, label };
      }),
      { columns, window: WINDOW, range, title: "Structure factor about (π, π)", provenance },
    ),
    "structure_factor_curve.svg": drawStructureFactorCurves(
      times.map(({ label, table }) => {
        const column = (name: string) => columnOf(table, name, "structure_factor.csv");
        return { label, q: column("q"), S: column("S"), error: column("error") };
      }),
      { title: "Structure factor averaged over circles about (π, π)", provenance },
    ),
  };
};
