/**
 * Fig. 7 of Fan and Chern: growth of domains after quenches to three temperatures, and whether one
 * length describes them (Sec. VI).
 *
 *     deno task fig7 --quick
 *     deno task fig7                       goes on with what --runs holds
 *
 * (a) C(r, t) of Eq. (26) against r/L(t), with L from C(L) = 1/2: where one length tells all, the
 * curves of all times are one. How far they are from that is a number here.
 *
 * (b) L(t) and power laws L ∝ t^α. The paper fits "the late-time regime" and finds α = 0.059, 0.115
 * and 0.155 for rising temperature. L spans only a few lattice constants, so α depends on where it is
 * fitted and on what L is taken from. So it is given for three windows, from φ and from the signs of
 * φ, with intervals from resampling whole trajectories.
 *
 * The paper names one of its temperatures, 0.1. For the others we took those at which single
 * trajectories of fig7_temperatures.ts have exponents nearest to its own, so that values agree there
 * is no test of anything; that α rises with T, by how much, and whether domains scale, is.
 *
 * Results: domain_size.csv, collapse.csv, collapse_quality.csv, exponents.csv, local_exponents.csv,
 * collapse-T*.svg, growth.svg, growth_signs.svg, local_exponents.svg, record.json.
 */
import { collapseQuality, localExponents, type QuenchEnsemble, UnavailableError } from "../mod.ts";
import { drawFig7 } from "./figures/fig7_growth.ts";
import { runWithEnsembles } from "./shared/ensemble_program.ts";
import { ensembleOrNone } from "./shared/ensembles.ts";
import {
  analyzeGrowth,
  DOMAIN_SIZE_COLUMNS,
  domainSizeRows,
  endOf,
  EXPONENT_COLUMNS,
  EXPONENT_HEADER,
  exponentRows,
  type FieldGrowth,
  FIELDS,
  MAIN_WINDOW,
  three,
  windowOf,
  WINDOWS,
} from "./shared/growth_analysis.ts";
import { growthEnsemble } from "./shared/growth_ensembles.ts";

/** In the order of rising temperature, with the exponents that the paper finds in this order. */
const FULL = [
  { temperature: 0.1, paper: 0.059 },
  { temperature: 0.2, paper: 0.115 },
  { temperature: 0.25, paper: 0.155 },
];
/** Temperatures that weights come with the library for. */
const QUICK = [0.1, 0.15, 0.2].map((temperature, t) => ({ ...FULL[t], temperature }));

/** Times of the collapse, as parts of the whole, and how far C is shown. */
const COLLAPSE_TIMES = [0.02, 0.05, 0.1, 0.2, 0.5, 1];
const COLLAPSE_DISTANCE = 4;

/** Points on either side that a local exponent is taken from. */
const HALF_WIDTH = 3;

await runWithEnsembles(
  "fig7",
  "Fig. 7: scaling collapse and growth of domains at three temperatures.",
  async (options, results) => {
    const sizes: Rows = [];
    const exponents: Rows = [];
    const curves: Rows = [];
    const qualities: Rows = [];
    const local: Rows = [];
    const ensembles: QuenchEnsemble[] = [];
    for (const { temperature, paper } of options.quick ? QUICK : FULL) {
      const size = options.quick ? "quick" : "large";
      const request = growthEnsemble(`fig7/T${temperature}`, { temperature }, size);
      const ensemble = await ensembleOrNone(request, options, results);
      if (ensemble === undefined) continue;
      ensembles.push(ensemble);

      // Of each temperature: L(t), exponents, how well C(r, t) collapses, local exponents.
      const analysis = await analyzeGrowth(ensemble, options.signal);
      const at = (row: Rows[number]) => [temperature, ...row];
      sizes.push(...domainSizeRows(analysis).map(at));
      const fits = exponentRows(analysis);
      exponents.push(...fits.map((row) => [...at(row), paper]));
      for (const field of FIELDS) {
        curves.push(...collapseRows(analysis[field]).map((row) => at([field, ...row])));
        local.push(...localRows(analysis[field]).map((row) => at([field, ...row])));
        const window = windowOf(WINDOWS[MAIN_WINDOW], endOf(analysis[field].growth));
        const quality = collapseQuality(analysis[field], window);
        if (quality === undefined) continue;
        const { from, to, times, residual, reducedChiSquared } = quality;
        qualities.push(at([field, from, to, times, residual, reducedChiSquared]));
      }
      for (const [field, window, , , , exponent, , low, high] of fits) {
        results.find(`α, T = ${temperature}, ${field}, ${window}`, { exponent, low, high, paper });
        if (window !== MAIN_WINDOW) continue;
        console.log(
          `T = ${temperature}, ${field}, ${window}: α = ${three(exponent)} ` +
            `(${three(low)} to ${three(high)}), the paper's ${paper}`,
        );
      }
    }
    if (ensembles.length === 0) {
      throw new UnavailableError(`${options.runs}/fig7 holds no finished trajectory`);
    }

    const header = { source: sourceOf(ensembles) };
    await results.table("domain_size.csv", {
      header: { ...header, domain_size: "L of C(L) = 1/2, jackknife error over trajectories" },
      columns: ["temperature", ...DOMAIN_SIZE_COLUMNS],
      rows: sizes,
    });
    await results.table("exponents.csv", {
      header: {
        ...header,
        ...EXPONENT_HEADER,
        paper: "the paper's exponent of the same rank in temperature, which it names for 0.1 alone",
      },
      columns: ["temperature", ...EXPONENT_COLUMNS, "paper"],
      rows: exponents,
    });
    await results.table("collapse.csv", {
      header: { ...header, C: "normalised correlation C(r, t), Eq. 26 with <phi> = 0" },
      columns: ["temperature", "field", "step", "time", "domain_size", "distance", "C", "error"],
      rows: curves,
    });
    await results.table("collapse_quality.csv", {
      header: {
        ...header,
        window: `${MAIN_WINDOW}; r/L from 0.25 to 2`,
        residual: "mean distance between curves of C(r/L) of different times; C(0) = 1",
        chi_squared: "mean squared distance in units of the errors over trajectories",
      },
      columns: ["temperature", "field", "from", "to", "times", "residual", "chi_squared"],
      rows: qualities,
    });
    await results.table("local_exponents.csv", {
      header: {
        ...header,
        exponent: `d ln L / d ln t from ${2 * HALF_WIDTH + 1} neighbouring frames, bootstrap error`,
      },
      columns: ["temperature", "field", "time", "exponent", "error"],
      rows: local,
    });
    await results.draw(drawFig7);
  },
);

type Rows = (number | string)[][];

/** C(r, t) at some times, as far out as the figure shows it. */
function collapseRows({ frames, growth }: FieldGrowth): Rows {
  const end = frames[frames.length - 1].step;
  return frames.flatMap(({ step, time, orderParameter }, j) => {
    const L = growth.length[j];
    if (!COLLAPSE_TIMES.some((part) => Math.round(part * end) === step) || !(L > 0)) return [];
    const { distance, value, error } = orderParameter.correlation({ subtractMean: false });
    return Array.from(distance, (r, i) => [step, time, L, r, value[i], error[i]])
      .filter(([, , , r]) => r <= COLLAPSE_DISTANCE * L);
  });
}

function localRows({ growth }: FieldGrowth): Rows {
  const { time, exponent, error } = localExponents(growth, HALF_WIDTH);
  return Array.from(time, (t, j) => [t, exponent[j], error[j]]);
}

function sourceOf(ensembles: readonly QuenchEnsemble[]): string {
  const [{ config: { lattice: { width, height }, method, preset, seed } }] = ensembles;
  const counts = ensembles.map(({ config, runs }) => `T = ${config.temperature}: ${runs.length}`);
  return `${width}×${height}, method ${method}, preset ${preset}, seed ${seed}; trajectories at ` +
    counts.join(", ");
}
