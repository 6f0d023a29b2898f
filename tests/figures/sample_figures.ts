/** One of each figure, from the sample data. */
import * as figures from "../../lib/figures/mod.ts";
import * as data from "./sample_data.ts";

const PROVENANCE = {
  provenance: "model A, seed 1 and following; configuration 5f3c, Nearsight 0.1.0",
};
const TIMES = [2, 5, 10, 20, 40, 80];
const SIZE = 96;
const label = (t: number) => `*t* = ${t} *τ*_0`;

/** The figures by name. */
export function sampleFigures(): Record<string, string> {
  const runs = [1, 2, 3, 4].map((seed) => data.modelA(SIZE, TIMES, seed));
  const [run] = runs;
  const at = (t: number) => run[TIMES.indexOf(t)];
  const correlations = TIMES.map((t, i) => {
    const { mean, error } = data.meanAndError(
      runs.map((snapshots) => data.correlationOf(snapshots[i]).value),
    );
    return { t, r: mean.map((_, r) => r), value: mean, error };
  });
  const sizes = data.meanAndError(
    runs.map((snapshots) => snapshots.map((s) => data.halfWidth(data.correlationOf(s)))),
  );
  const factors = TIMES.map((_, i) => data.structureFactorOf(run[i]));
  return {
    domain_map: figures.drawDomainMaps(
      [5, 20, 80].map((t) => ({ width: SIZE, height: SIZE, phi: at(t).phi, label: label(t) })),
      { title: "Domains after a quench", ...PROVENANCE },
    ),
    domain_map_single: figures.drawDomainMaps(
      [{ width: SIZE, height: SIZE, phi: at(40).phi, label: label(40) }],
      PROVENANCE,
    ),
    structure_factor_map: figures.drawStructureFactorMaps(
      [0, 2, 5].map((i) => ({ width: SIZE, height: SIZE, S: factors[i], label: label(TIMES[i]) })),
      { window: 0.5, ...PROVENANCE },
    ),
    structure_factor_zone: figures.drawStructureFactorMaps(
      [0, 1, 3, 5].map((i) => ({
        width: SIZE,
        height: SIZE,
        S: factors[i],
        label: label(TIMES[i]),
      })),
      PROVENANCE,
    ),
    structure_factor_curve: figures.drawStructureFactorCurves(
      [1, 3, 5].map((i) => ({
        ...data.ringAverage(SIZE, factors[i]),
        label: label(TIMES[i]),
      })),
      { porodGuide: [0.4, 1], ...PROVENANCE },
    ),
    correlation: figures.drawCorrelations(
      correlations.slice(1, 4).map(({ t, r, value, error }) => ({
        label: label(t),
        r: r.slice(0, 21),
        value: value.slice(0, 21).map((c, i) => 9.3 * c * (-1) ** i),
        error: error.slice(0, 21).map((e) => 9.3 * e),
        reference: {
          r: r.slice(0, 21),
          value: value.slice(0, 21).map((c, i) => 9.3 * (c + 0.3 * error[i]) * (-1) ** i),
          error: error.slice(0, 21).map((e) => 9.3 * e),
        },
      })),
      PROVENANCE,
    ),
    correlation_single: figures.drawCorrelations(
      correlations.map(({ t, r, value, error }) => ({ label: label(t), r, value, error })),
      { yLabel: "*C*(*r*)", maxDistance: 30, ...PROVENANCE },
    ),
    collapse: figures.drawCollapse(
      correlations.slice(1).map(({ t, r, value, error }, i) => ({
        label: label(t),
        r,
        value,
        error,
        domainSize: sizes.mean[i + 1],
      })),
      PROVENANCE,
    ),
    growth: figures.drawGrowth(
      [0.059, 0.115, 0.155].map((alpha, k) => {
        const t = Array.from({ length: 14 }, (_, i) => 2 * 1.5 ** i);
        const noise = data.normals(t.length, 40 + k);
        const prefactor = 2.4 + 0.3 * k;
        const L = t.map((x, i) => prefactor * (x + 3) ** alpha * (1 + 0.008 * noise[i]));
        return {
          label: `*T* = ${(0.1 + 0.05 * k).toFixed(2)}`,
          t,
          L,
          error: L.map((x) => 0.012 * x),
          fit: { exponent: alpha, exponentError: 0.0031, prefactor, from: 20, to: 350 },
        };
      }),
      PROVENANCE,
    ),
    growth_model_a: figures.drawGrowth([{
      label: "model A",
      t: TIMES,
      L: sizes.mean,
      error: sizes.error,
      fit: {
        exponent: 0.5,
        exponentError: 0.02,
        prefactor: sizes.mean[4] / Math.sqrt(40),
        from: 10,
        to: 80,
      },
    }], { xLabel: "*t*", ...PROVENANCE }),
    time_series: figures.drawTimeSeries(timeSeries(), PROVENANCE),
    parity: figures.drawParity(paritySets(), PROVENANCE),
    loss_curve: figures.drawLossCurves(losses(), { yLabel: "loss (MSE of *F*)", ...PROVENANCE }),
    scaling: figures.drawScaling([
      {
        label: "diagonalization",
        sites: [64, 144, 256, 400, 900, 1600],
        seconds: [4e-4, 3e-3, 8e-3, 1.7e-2, 0.12, 0.61],
        guideExponent: 3,
      },
      {
        label: "GNN",
        sites: [64, 256, 1024, 4096, 16384, 40000],
        seconds: [3e-4, 4e-4, 1.3e-3, 5e-3, 2.1e-2, 5.3e-2],
        guideExponent: 1,
      },
    ], PROVENANCE),
  };
}

function timeSeries(): figures.TimeSeriesPanel[] {
  const t = Array.from({ length: 4000 }, (_, i) => i * 0.02);
  const noise = data.normals(2 * t.length, 9);
  const decay = t.map((x) => Math.exp(-x / 6));
  return [
    {
      yLabel: "*E*/*N*",
      series: [
        { label: "total", t, value: decay.map((d, i) => -1.42 + 6.1 * d + 0.01 * noise[i]) },
        { label: "electrons", t, value: decay.map((d, i) => -2.9 + 2.2 * d + 0.02 * noise[i]) },
        { label: "lattice", t, value: decay.map((d, i) => 1.45 + 3.9 * d + 0.02 * noise[i]) },
      ],
    },
    {
      yLabel: "*T*/*t*_{nn}",
      scale: "log",
      series: [
        {
          label: "kinetic",
          t,
          value: decay.map((d, i) => (0.1 + 4 * d) * Math.exp(0.05 * noise[4000 + i])),
        },
        { label: "bath", t: [0, 80], value: [0.1, 0.1], dashed: true },
      ],
    },
    {
      yLabel: "*L*",
      series: [{ t, value: t.map((x, i) => x < 3 ? NaN : 2.1 * x ** 0.12 + 0.02 * noise[i]) }],
    },
  ];
}

function paritySets(): figures.ParitySet[] {
  return [["training", 40000, 2e-3, 1], ["test", 16000, 3e-3, 2]].map(
    ([name, count, sigma, seed]) => {
      const n = Number(count);
      const [a, b] = [data.normals(n, Number(seed)), data.normals(n, 100 + Number(seed))];
      const exact = a.map((x, i) => 2 * Math.sign(x) + x + 0.3 * Math.sin(i));
      const predicted = exact.map((F, i) => F + Number(sigma) * b[i] * (1 + 0.4 * b[i] ** 2));
      return { label: String(name), exact, predicted };
    },
  );
}

function losses(): figures.LossCurve[] {
  const epoch = Array.from({ length: 300 }, (_, i) => i + 1);
  const noise = data.normals(600, 77);
  return [["training", 1, 1e-5], ["test", 1.4, 2.4e-5]].map(([name, factor, floor], k) => ({
    label: String(name),
    epoch,
    loss: epoch.map((e, i) =>
      (Number(factor) * e ** -2 + Number(floor)) * Math.exp(0.15 * noise[300 * k + i])
    ),
  }));
}
