/**
 * Draws the figures of the experiments again, from the tables in `experiments/results`.
 *
 *     deno task figures                    all of them
 *     deno task figures fig7 fig6a         those of some experiments
 *
 * Nothing is computed: the same tables give the same bytes, and a change of how figures look needs no
 * run. The records of the experiments are told the hashes of what was drawn. Not drawn are the parity
 * plots of Figs. 2, 4 and 5 and the twins of Fig. 2, whose points are too many to keep; the
 * experiments draw these.
 */
import { fileURLToPath } from "node:url";
import { reportError } from "../cli/shared/report_error.ts";
import { ALL_FIGURES } from "./figures/all_figures.ts";
import { redraw } from "./shared/redraw.ts";

const results = fileURLToPath(new URL("./results", import.meta.url));
const unknown = Deno.args.filter((name) => !Object.hasOwn(ALL_FIGURES, name));
if (unknown.length > 0) {
  console.error(
    `error: no experiment "${unknown[0]}": there are ${Object.keys(ALL_FIGURES).join(", ")}`,
  );
  Deno.exit(2);
}
try {
  for (const [name, figures] of Object.entries(ALL_FIGURES)) {
    if (Deno.args.length > 0 && !Deno.args.includes(name)) continue;
    const drawn = await redraw(results, name, figures);
    if (drawn === undefined) console.log(`${name}: no results`);
    for (const [file, state] of Object.entries(drawn ?? {})) {
      console.log(`${name}/${file}: ${state}`);
    }
  }
} catch (error) {
  Deno.exit(reportError(error));
}
