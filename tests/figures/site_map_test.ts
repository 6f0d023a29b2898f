import assert from "node:assert/strict";
import { siteMap } from "../../lib/figures/plot/site_map.ts";
import { HoneycombLattice } from "../../lib/lattice/honeycomb_lattice.ts";
import { sitePosition } from "../../lib/lattice/sites_in_plane.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";

Deno.test("on the square lattice a site is a pixel", () => {
  const { width, height, geometry, sites } = new SquareLattice(6, 4);
  const values = Float64Array.from({ length: sites }, (_, i) => i);
  const expected = { values, width, height, x: [-0.5, 5.5], y: [-0.5, 3.5] };
  assert.deepEqual(siteMap({ values, width, height }), expected);
  assert.deepEqual(siteMap({ values, width, height, geometry }), expected);
});

Deno.test("on the honeycomb lattice every pixel has the value of the nearest site, around the edges too", () => {
  const lattice = new HoneycombLattice(6, 4);
  const { width, height, geometry, sites } = lattice;
  const numbers = Float64Array.from({ length: sites }, (_, i) => i);
  const { values, x, y, ...pixels } = siteMap({ values: numbers, width, height, geometry });
  const periods = [x[1] - x[0], y[1] - y[0]];
  assert.ok(Math.abs(periods[0] - 6 * Math.sqrt(0.75)) < 1e-12 && periods[1] === 6);
  const counts = new Int32Array(sites);
  for (let k = 0; k < values.length; k++) {
    const px = x[0] + (k % pixels.width + 0.5) * periods[0] / pixels.width;
    const py = y[0] + (Math.floor(k / pixels.width) + 0.5) * periods[1] / pixels.height;
    const distances = Array.from(numbers, (_, i) => {
      const d = sitePosition(lattice, i).map((c, axis) => {
        const away = c - [px, py][axis];
        return away - periods[axis] * Math.round(away / periods[axis]);
      });
      return Math.hypot(...d);
    });
    assert.ok(distances[values[k]] < Math.min(...distances) + 1e-9);
    counts[values[k]]++;
  }
  // Cells of equal areas.
  const mean = values.length / sites;
  assert.ok(counts.every((count) => Math.abs(count / mean - 1) < 0.02));
});
