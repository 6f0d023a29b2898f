import { columnOf } from "../../mod.ts";
import { floorFigure, type FormHistory } from "../shared/descriptor_figure.ts";
import type { DescriptorTwins } from "../shared/descriptor_twins.ts";
import type { DrawFigures } from "../shared/result_tables.ts";

/** What the record of Fig. 2 holds of the floors and of the data that the forms were trained on. */
interface Fig2Record {
  readonly findings: Readonly<Record<string, unknown>>;
  readonly data: readonly { readonly role: string; readonly sha256: string }[];
}

/**
 * Training on two forms of the descriptor, with the floors. The parity plot is of a million sites and
 * the plot of twins of ten thousand pairs, which are not kept: the experiment alone draws them.
 */
export const drawFig2: DrawFigures = (tables) => {
  const record = JSON.parse(tables.text("record.json")) as Fig2Record;
  const table = tables.table("descriptor.csv");
  const column = (name: string) => columnOf(table, name, "descriptor.csv");
  const histories = table.columns.slice(1).map((descriptor) => ({
    descriptor,
    history: Array.from(column("epoch"), (epoch, row) => ({
      epoch,
      validation: column(descriptor)[row],
    })),
  })) as unknown as FormHistory[];
  const floor = (name: string) => record.findings[`floor, ${name}`] as DescriptorTwins;
  const { pairs, amplitude } = record.findings["floor, features"] as Record<string, number>;
  const wide = record.data.find(({ role }) => role === "descriptor")!;
  const provenance = `data set sha256 ${wide.sha256}; ${pairs} pairs, standard deviation of Q ` +
    `${amplitude}`;
  return {
    "descriptor.svg": floorFigure(
      histories,
      { features: floor("features"), cut: floor("cut") },
      provenance,
    ),
  };
};
