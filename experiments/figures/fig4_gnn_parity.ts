import { type ErrorGroup, FormatError, type TextTable } from "../../mod.ts";
import { type Competitor, errorByStepFigure, frontierFigure } from "../shared/frontier.ts";
import { type DrawFigures, rowsOf } from "../shared/result_tables.ts";

/**
 * Accuracy against cost, and error against time. The parity plot is of a million sites and not kept:
 * it is drawn by the experiment alone.
 */
export const drawFig4: DrawFigures = (tables) => {
  const errors = tables.table("errors.csv");
  const competitors = competitorsIn(tables.table("frontier.csv"), errors);
  const provenance = `test data ${errors.header["data set"]}`;
  const timings = tables.table("timings.csv");
  const { lattice, processor } = timings.header;
  const perSite = Object.fromEntries(
    rowsOf(timings).map((row) => [row["forces by"], Number(row.microseconds)]),
  );
  return {
    "error_by_step.svg": errorByStepFigure(competitors, provenance),
    "frontier.svg": frontierFigure(competitors, perSite, `${provenance}; ${lattice}, ${processor}`),
  };
};

/** Networks and baselines in the order of the table. */
function competitorsIn(frontier: TextTable, errors: TextTable): Competitor[] {
  return rowsOf(frontier).map((row) => {
    const { "forces by": name, baseline } = row;
    const parameters = Number(row.parameters);
    const groups = frontier.columns.slice(3).map((group): ErrorGroup => {
      const of = rowsOf(errors).find((row) => row.group === group && row.part === "test");
      if (of === undefined) throw new FormatError(`errors.csv says nothing of "${group}"`);
      return {
        ...{ grouping: of.grouping, group },
        range: [Number(of.lower), Number(of.upper)],
        // What is drawn is the deviation alone.
        errors: { sd: Number(row[group]) },
      } as unknown as ErrorGroup;
    });
    return { name, baseline, parameters, groups };
  });
}
