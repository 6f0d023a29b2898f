/**
 * Which temperatures to quench to: at which the charge-density wave is stable, and at which its
 * domains grow visibly.
 *
 *     deno task fig7_temperatures --quick
 *     deno task fig7_temperatures
 *
 * The paper's Fig. 7 has three temperatures and names one, 0.1. Two more are to lie well below the
 * temperature at which order is lost, or domains would not grow but fluctuate; and among those we
 * take the two at which the exponents found here come nearest to the paper's.
 *
 * No training is needed for this. The perfect checkerboard shows up to where order lasts, with the
 * forces of 7×7 windows in the cavity method; quenches from disorder show how fast domains grow, with
 * those of the cavity method alone, which is less exact in disorder and much faster.
 *
 * Results: order.csv, growth.csv, temperatures.svg, record.json.
 */
import {
  cdwOrderParameter,
  disorderedState,
  domainWallDensity,
  fieldDomainSize,
  fitPowerLaw,
  globalOrderParameter,
  quenchConfig,
  timeOf,
} from "../mod.ts";
import { drawTemperatures } from "./figures/fig7_temperatures.ts";
import { runDynamics } from "./shared/dynamics.ts";
import { checkerboard, propagate } from "./shared/propagate.ts";
import { blockError } from "./shared/statistics.ts";

/** The checkerboard: lattice, steps before order is measured, steps in which it is, temperatures. */
const ORDER = {
  size: 32,
  wait: 1000,
  measure: 2000,
  temperatures: [0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 4, 5, 5.5, 6, 6.5, 7, 8, 10],
};
const QUICK_ORDER = { size: 14, wait: 100, measure: 200, temperatures: [0.1, 1, 20] };

/** Quenches: lattice, steps, temperatures. */
const GROWTH = {
  size: 100,
  steps: 20_000,
  temperatures: [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1],
};
const QUICK_GROWTH = { size: 32, steps: 600, temperatures: [0.1, 0.5, 1] };

/** Exponents are fitted to the steps after this part of all. */
const LATE = 0.1;
/** Steps between two measurements. */
const EVERY = 10;
/** Parts of a series whose means are taken to be independent. */
const BLOCKS = 10;
/** Domain sizes are noted at steps that rise by this factor. */
const GROWTH_FACTOR = 1.25;

await runDynamics(
  "fig7_temperatures",
  "Temperatures for Fig. 7: order from the checkerboard, growth from disorder, against T.",
  async (options, results) => {
    // 1. From the checkerboard: the staggered density 2|⟨n_i e^{iQ·r_i}⟩|, 1 in the ordered state.
    const { size, wait, measure, temperatures } = options.quick ? QUICK_ORDER : ORDER;
    const orders: number[][] = [];
    for (const temperature of temperatures) {
      const config = quenchConfig({ width: size, method: "window", temperature });
      const order: number[] = [];
      const walls: number[] = [];
      await propagate(
        config,
        checkerboard,
        wait + measure,
        options,
        (step, lattice, { density }) => {
          if (step <= wait || step % EVERY !== 0) return;
          order.push(2 * Math.abs(globalOrderParameter(lattice, density)));
          walls.push(domainWallDensity(lattice, cdwOrderParameter(lattice, density)));
        },
      );
      orders.push([temperature, ...blockError(order, BLOCKS), ...blockError(walls, BLOCKS)]);
      console.log(`T = ${temperature}: order ${blockError(order, BLOCKS)[0].toFixed(3)}`);
    }
    await results.table("order.csv", {
      header: {
        source: `${size}×${size}, method window, preset reference, one trajectory a temperature ` +
          `from the checkerboard, steps ${wait} to ${wait + measure}`,
        order:
          "2 |(1/N) sum_i n_i (-1)^(x+y)|, mean over time, error from blocks, too small near the transition",
        walls: "bonds across which phi changes sign, per site",
      },
      columns: ["temperature", "order", "order_error", "walls", "walls_error"],
      rows: orders,
    });
    results.find("highest temperature with order above 1/2", highestOrdered(orders));

    // 2. From disorder: how far domains get. The exponents are of one trajectory, to choose by.
    const quench = options.quick ? QUICK_GROWTH : GROWTH;
    const growth: (number | string)[][] = [];
    for (const temperature of quench.temperatures) {
      const config = quenchConfig({ width: quench.size, method: "cavity", temperature });
      const times: number[] = [];
      const lengths: number[] = [];
      let next = 20;
      await propagate(
        config,
        disorderedState,
        quench.steps,
        options,
        (step, lattice, { density }) => {
          if (step < next && step < quench.steps) return;
          next = Math.max(step + 1, Math.round(step * GROWTH_FACTOR));
          const phi = cdwOrderParameter(lattice, density);
          const { length, status } = fieldDomainSize(lattice, phi);
          times.push(timeOf(config, step));
          lengths.push(length);
          growth.push([temperature, step, times.at(-1)!, length, status]);
        },
      );
      const to = times.at(-1)!;
      const { exponent } = fitPowerLaw(Float64Array.from(times), Float64Array.from(lengths), {
        from: LATE * to,
        to,
      });
      results.find(`exponent in the last decade, T = ${temperature}`, exponent);
      console.log(
        `T = ${temperature}: L = ${lengths.at(-1)!.toFixed(2)}, α = ${exponent.toFixed(3)}`,
      );
    }
    await results.table("growth.csv", {
      header: {
        source:
          `${quench.size}×${quench.size}, method cavity, preset reference, one trajectory a ` +
          `temperature from disorder, seed 1`,
        domain_size: "L of C(L) = 1/2 of one configuration, in lattice constants",
        time: "in tau0 = 2 pi sqrt(m/k)",
      },
      columns: ["temperature", "step", "time", "domain_size", "status"],
      rows: growth,
    });
    await results.draw(drawTemperatures);
  },
);

/** The last temperature before the first at which order has fallen to less than half. */
function highestOrdered(orders: readonly number[][]): number {
  const lost = orders.findIndex(([, order]) => order < 0.5);
  return orders.at(lost < 0 ? -1 : Math.max(0, lost - 1))![0];
}
