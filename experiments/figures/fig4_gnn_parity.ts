import { type ErrorGroup, FormatError, type TextTable } from "../../mod.ts";
import { type Competitor, errorByStepFigure, frontierFigure } from "../shared/frontier.ts";
import { type DrawFigures, rowsOf } from "../shared/result_tables.ts";

/** What a row of `frontier.csv` says of its name where nothing was trained. */
const ALONE = / alone$/;

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

/** Networks and baselines in the order of the table, where a baseline comes before its network. */
function competitorsIn(frontier: TextTable, errors: TextTable): Competitor[] {
  let baseline = "none";
  return rowsOf(frontier).map((row) => {
    const name = row["forces by"];
    const parameters = Number(row.parameters);
    if (ALONE.test(name)) baseline = name.replace(ALONE, "");
    const own = baseline;
    // The next network may start from nothing.
    if (!ALONE.test(name)) baseline = "none";
    const groups = frontier.columns.slice(2).map((group): ErrorGroup => {
      const of = rowsOf(errors).find((row) => row.group === group && row.part === "test");
      if (of === undefined) throw new FormatError(`errors.csv says nothing of "${group}"`);
      return {
        ...{ grouping: of.grouping, group },
        range: [Number(of.lower), Number(of.upper)],
        // What is drawn is the deviation alone.
        errors: { sd: Number(row[group]) },
      } as unknown as ErrorGroup;
    });
    return { name, baseline: own, parameters, groups };
  });
}
