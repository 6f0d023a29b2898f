/**
 * What the growth exponent of Fig. 7 depends on, and what not: checks that the paper does not have.
 *
 *     deno task growth_checks --quick
 *     deno task growth_checks              goes on with what --runs holds
 *
 * Every variant but the last differs in one thing from the standard, quenches of a 100×100 lattice
 * to T = 0.1 under the forces of a direct GNN, and is fitted in the same windows of time:
 *
 * - the lattice: domains of a few sites do not know how large it is;
 * - half the time step, another integrator: α must not hang on how the equation of motion is solved;
 * - an energy-based GNN, whose force is a gradient, in place of one that need not be;
 * - electrons of fixed number in place of fixed μ: the paper takes the conservation of their number
 *   for a reason of slow growth, and the standard here conserves nothing;
 * - the constants of the paper's text, all at once: a fifth of the damping, a slightly weaker
 *   coupling (λ = 1.5 instead of 1.53) and a time step 2.2 times longer.
 *
 * One trajectory under exact forces, the same noise as one of the standard's, shows whether domains
 * grow alike without any network.
 *
 * Results: exponents.csv, domain_size.csv, exact.csv, exponents.svg, growth.svg, exact.svg,
 * record.json.
 */
import {
  cdwOrderParameter,
  fieldDomainSize,
  presetNamed,
  type QuenchEnsemble,
  type QuenchOptions,
  timeOf,
  UnavailableError,
} from "../mod.ts";
import { drawGrowthChecks } from "./figures/growth_checks.ts";
import { type EnsembleOptions, runWithEnsembles } from "./shared/ensemble_program.ts";
import { ensembleOrNone, type EnsembleRequest } from "./shared/ensembles.ts";
import {
  analyzeGrowth,
  DOMAIN_SIZE_COLUMNS,
  domainSizeRows,
  endOf,
  EXPONENT_COLUMNS,
  EXPONENT_HEADER,
  exponentRows,
  MAIN_WINDOW,
  three,
} from "./shared/growth_analysis.ts";
import { growthEnsemble } from "./shared/growth_ensembles.ts";
import type { Results } from "./shared/results.ts";

await runWithEnsembles(
  "growth_checks",
  "The growth exponent against lattice, time step, network, ensemble, constants and integrator.",
  async (options, results) => {
    // 1. The standard, and all that differs from it in one thing.
    const standard = growthEnsemble("growth/standard", {}, options.quick ? "quick" : "medium");
    let end: number | undefined;
    let standardRuns: QuenchEnsemble | undefined;
    const exponents: Rows = [];
    const sizes: Rows = [];
    for (const [variant, request] of Object.entries(variantsOf(standard, options))) {
      const ensemble = await ensembleOrNone(request, options, results);
      if (ensemble === undefined) {
        console.error(`${variant}: left out, as ${request.name} holds no finished trajectory`);
        continue;
      }
      standardRuns ??= variant === "standard" ? ensemble : undefined;
      const analysis = await analyzeGrowth(ensemble, options.signal);
      end ??= endOf(analysis.phi.growth);
      const count = ensemble.runs.length;
      const fits = exponentRows(analysis, end);
      exponents.push(...fits.map((row) => [variant, count, ...row]));
      sizes.push(...domainSizeRows(analysis).map((row) => [variant, ...row]));
    }
    if (sizes.length === 0) {
      throw new UnavailableError(`${options.runs}/growth holds no finished trajectory`);
    }

    // 2. How far each exponent is from the standard's, in the errors of both.
    const errors = "difference from the standard's in the same field and window, and its error";
    await results.table("exponents.csv", {
      header: { ...sourceOf(standard), ...EXPONENT_HEADER, difference: errors },
      columns: [
        ...["variant", "trajectories", ...EXPONENT_COLUMNS],
        ...["difference", "difference_error"],
      ],
      rows: exponents.map((row) => [...row, ...differenceFrom(exponents, row)]),
    });
    await results.table("domain_size.csv", {
      header: {
        ...sourceOf(standard),
        domain_size: "L of C(L) = 1/2, jackknife error over trajectories",
      },
      columns: ["variant", ...DOMAIN_SIZE_COLUMNS],
      rows: sizes,
    });
    for (const row of exponents) {
      const [variant, trajectories, field, window, , , , exponent, , low, high] = row;
      results.find(`α, ${variant}, ${field}, ${window}`, { exponent, low, high, trajectories });
      if (window !== MAIN_WINDOW || field !== "phi") continue;
      const [difference, error] = differenceFrom(exponents, row);
      console.log(
        `${variant}: α = ${three(exponent)} (${three(low)} to ${three(high)})` +
          (Number.isNaN(difference)
            ? ""
            : `, ${three(difference)} ± ${three(error)} from the standard`),
      );
    }

    // 3. Exact forces: the same noise, no network.
    if (standardRuns) await compareExact(standard, standardRuns, options, results);

    await results.draw(drawGrowthChecks);
  },
);

type Rows = (number | string)[][];

/** The standard first. Sizes of a quick run are small, and differ all the same. */
function variantsOf(
  standard: EnsembleRequest,
  { quick }: EnsembleOptions,
): Readonly<Record<string, EnsembleRequest>> {
  const { quench } = standard;
  const { steps = 0, saveEvery = 0 } = quench;
  const variant = (name: string, change: Partial<QuenchOptions>, trajectories?: number) => ({
    ...standard,
    name: `growth/${name}`,
    quench: { ...quench, ...change },
    ...(trajectories !== undefined && { trajectories }),
  });
  // The paper's time step is longer: frames at the same times.
  const [reference, paper] = ["reference", "paper"].map((name) => presetNamed(name).timeStep);
  const paperEvery = Math.round(saveEvery * reference / paper);
  return {
    "standard": standard,
    "200×200": quick
      ? variant("size-200", { width: 32 })
      : { ...growthEnsemble("fig7/T0.1", {}, "large") },
    // Two of these have as many sites as 32 of the standard.
    "400×400": variant("size-400", { width: quick ? 40 : 400 }, 2),
    "half step": variant("half-step", {
      timeStep: reference / 2,
      steps: 2 * steps,
      saveEvery: 2 * saveEvery,
    }),
    "BAOAB": variant("baoab", { integrator: "baoab" }),
    "energy GNN": variant("energy-gnn", { method: "energy-gnn" }),
    "fixed number": variant("canonical", { ensemble: "canonical" }),
    "paper's constants": variant("paper", {
      preset: "paper",
      saveEvery: paperEvery,
      steps: steps / saveEvery * paperEvery,
    }),
  };
}

/** An exponent's difference from the standard's, and the error of that. */
function differenceFrom(exponents: Rows, row: Rows[number]): readonly [number, number] {
  const [, , field, window, , , , exponent, error] = row;
  const standard = exponents.find((other) =>
    other[0] === "standard" && other[2] === field && other[3] === window
  );
  if (standard === undefined || standard === row) return [NaN, NaN];
  return [Number(exponent) - Number(standard[7]), Math.hypot(Number(error), Number(standard[8]))];
}

/** L(t) and the fields themselves of one trajectory under exact forces and under the network's. */
async function compareExact(
  standard: EnsembleRequest,
  network: QuenchEnsemble,
  options: EnsembleOptions,
  results: Results,
): Promise<void> {
  const exact = await ensembleOrNone(
    {
      name: "growth/exact-100",
      quench: { ...standard.quench, method: "exact" },
      trajectories: 1,
      fixedCount: true,
    },
    options,
    results,
  );
  const trajectory = network.configs.findIndex(({ trajectory }) => trajectory === 0);
  if (exact === undefined || trajectory < 0) {
    console.error("exact forces: left out, as growth/exact-100 holds no finished trajectory");
    return;
  }
  const { lattice, config } = exact;
  const rows: number[][] = [];
  for (const step of exact.steps.filter((step) => network.steps.includes(step))) {
    const [a, b] = await Promise.all(
      [exact.runs[0], network.runs[trajectory]].map(async (run) => {
        const density = (await run.readFrame("n", step)).values;
        const phi = cdwOrderParameter(lattice, density);
        return { phi, L: fieldDomainSize(lattice, phi).length };
      }),
    );
    const same = a.phi.filter((phi, i) => phi * b.phi[i] > 0).length / lattice.sites;
    const time = timeOf(config, step);
    rows.push([step, time, a.L, b.L, same]);
  }
  await results.table("exact.csv", {
    header: {
      ...sourceOf(standard),
      domain_size: "L of C(L) = 1/2 of trajectory 0 alone",
      same_sign: "share of sites with the same sign of phi under both forces",
    },
    columns: ["step", "time", "domain_size_exact", "domain_size_network", "same_sign"],
    rows,
  });
  const [, , L, LNetwork, same] = rows[rows.length - 1];
  results.find("last frame, exact forces and the network's", { L, LNetwork, same });
  console.log(`exact forces: L = ${three(L)}, the network's ${three(LNetwork)}`);
}

function sourceOf({ quench: { width, temperature, seed } }: EnsembleRequest) {
  return {
    source: `quenches to T = ${temperature}, seed ${seed}; the standard: ${width}×${width}, ` +
      `preset reference, direct GNN, fixed chemical potential`,
  };
}
