import { cavityWgsl, RECEIVED_WGSL } from "./wgsl.ts";

/**
 * Adds up what the poles gave: n - 1/2 as plane 0 of `found`, then four planes for each of the poles
 * with features, Re and Im of T w G and Re and Im of T w (G - G_tree).
 *
 * @param poles how many there are
 * @param beyondTree poles with windows or rings, the first ones: G of the others is the tree's
 * @param featured poles with features, the first ones
 */
export function gatherPoles(poles: number, beyondTree: number, featured: number) {
  return {
    functions: `${cavityWgsl(poles)}${RECEIVED_WGSL}
fn treeInverse(p: u32, x: u32, y: u32, site: u32) -> vec2f {
  return inverse(diagonal(site, poles[p].eta) - total(received(p, x, y)));
}

fn greenFunction(p: u32, x: u32, y: u32, site: u32) -> vec2f {
  if (p < ${beyondTree}u) { return inverses[p * SITES + site]; }
  return treeInverse(p, x, y, site);
}
`,
    body: `
  var density = 0.0f;
  for (var p = 0u; p < ${poles}u; p++) {
    let scale = poles[p].scale;
    let green = scale * greenFunction(p, x, y, site);
    density -= green.x;
    if (p < ${featured}u) {
      let beyond = green - scale * treeInverse(p, x, y, site);
      let plane = 1u + 4u * p;
      found[plane * SITES + site] = green.x;
      found[(plane + 1u) * SITES + site] = green.y;
      found[(plane + 2u) * SITES + site] = beyond.x;
      found[(plane + 3u) * SITES + site] = beyond.y;
    }
  }
  found[site] = density;
`,
  };
}
