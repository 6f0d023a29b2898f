import type { Lattice } from "../lattice/lattice.ts";
import { sitePosition } from "../lattice/sites_in_plane.ts";
import { spacing } from "../lattice/plane_geometry.ts";
import { aroundCentre, centreIndex, type SpectrumCentre } from "./wave_vectors.ts";

/**
 * The structure factor by its definition, N² terms: the slow and obvious twin of
 * `structureFactor`, for tests and for reading.
 */
export function structureFactorDirect(
  lattice: Lattice,
  field: Float64Array,
  centre: SpectrumCentre = "origin",
): Float64Array {
  const { width, height, sites, geometry } = lattice;
  const [columns, rows] = spacing(geometry);
  const from = centreIndex(lattice, centre);
  return Float64Array.from({ length: sites }, (_, k) => {
    const [a, b] = aroundCentre(lattice, from, k);
    const kx = 2 * Math.PI * (a + from[0]) / (width * columns);
    const ky = 2 * Math.PI * (b + from[1]) / (height * rows);
    let re = 0, im = 0;
    for (let i = 0; i < sites; i++) {
      const [x, y] = sitePosition(lattice, i);
      const phase = kx * x + ky * y;
      re += field[i] * Math.cos(phase);
      im -= field[i] * Math.sin(phase);
    }
    return (re * re + im * im) / sites;
  });
}

/**
 * The correlation function by its definition, N² terms: the slow and obvious twin of
 * `autocorrelation`.
 */
export function autocorrelationDirect(lattice: Lattice, field: Float64Array): Float64Array {
  const { width, height, sites } = lattice;
  return Float64Array.from({ length: sites }, (_, d) => {
    const dx = d % width, dy = Math.floor(d / width);
    let sum = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        sum += field[x + width * y] * field[(x + dx) % width + width * ((y + dy) % height)];
      }
    }
    return sum / sites;
  });
}
