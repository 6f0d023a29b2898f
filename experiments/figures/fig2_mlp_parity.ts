import { columnOf } from "../../mod.ts";
import { type Floor, floorFigure, type FormHistory } from "../shared/descriptor_figure.ts";
import { type DrawFigures, rowsOf } from "../shared/result_tables.ts";

/**
 * Training on two forms of the descriptor, with the floors. The parity plot is of a million sites and
 * the plot of twins of twenty thousand pairs, which are not kept: the experiment alone draws them.
 */
export const drawFig2: DrawFigures = (tables) => {
  const table = tables.table("descriptor.csv");
  const column = (name: string) => columnOf(table, name, "descriptor.csv");
  const histories = table.columns.slice(1).map((descriptor): FormHistory => ({
    descriptor,
    history: Array.from(column("epoch"), (epoch, row) => ({
      epoch,
      validation: column(descriptor)[row],
    })),
  }));
  const floors = rowsOf(tables.table("floors.csv"));
  const [features, cut] = ["features", "cut"].map((name): Floor => {
    const { floor, error } = floors.find(({ known }) => known === name)!;
    return { floor: Number(floor), floorError: Number(error) };
  });
  const [{ pairs, amplitude }] = floors;
  const provenance =
    `data set ${table.header["data set"]}; ${pairs} pairs, standard deviation of ` +
    `Q ${amplitude}`;
  return { "descriptor.svg": floorFigure(histories, { features, cut }, provenance) };
};
