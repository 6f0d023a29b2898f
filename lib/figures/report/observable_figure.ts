import type { ObservableRow } from "../../quench/observe.ts";
import { drawTimeSeries } from "../time_series.ts";

/**
 * Temperatures and energies of a run against time.
 *
 * @param bath temperature of the bath, drawn as a level
 * @throws {ParameterError} if there is no row to draw
 */
export function drawObservables(
  rows: readonly ObservableRow[],
  bath: number,
  provenance: string,
): string {
  const t = rows.map((row) => row.time);
  const column = (name: keyof ObservableRow) => rows.map((row) => row[name]);
  return drawTimeSeries([
    {
      yLabel: "*k*_{B}*T*/*t*",
      scale: "log",
      series: [
        { label: "kinetic", t, value: column("kineticTemperature") },
        { label: "configurational", t, value: column("configurationalTemperature") },
        { label: "bath", t, value: t.map(() => bath), dashed: true },
      ],
    },
    {
      yLabel: "energy per site/*t*",
      series: [
        { label: "free energy", t, value: column("freeEnergy") },
        { label: "⟨*H*⟩", t, value: column("internalEnergy"), dashed: true },
        { label: "kinetic", t, value: column("kineticEnergy") },
      ].filter(({ value }) => value.some(Number.isFinite)),
    },
    {
      yLabel: "*L*",
      series: [{ t, value: column("domainSize") }],
    },
  ], { provenance });
}
