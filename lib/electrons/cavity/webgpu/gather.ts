import { receivedWgsl } from "./messages.ts";
import { type RingedPoles, ringedWgsl } from "./rings.ts";

/**
 * Adds up what the poles gave: n - 1/2 as plane 0 of `found`, then four planes for each of the poles
 * with features, Re and Im of T w G and Re and Im of T w (G - G_tree).
 *
 * @param featured poles with features, those nearest to the real axis
 */
export function gatherPoles(ringed: RingedPoles, featured: number) {
  const { poles, first, count } = ringed;
  const withRings = `
    let ringed = p - ${first}u;
    let half = poles[p].adjoints;
    let east = adjoints[adjointAt(half, ringed, 1u, siteAt(x, y, 1, 0))];
    let west = adjoints[adjointAt(half, ringed, 0u, siteAt(x, y, -1, 0))];
    let north = adjoints[adjointAt(half, ringed, 3u, siteAt(x, y, 0, 1))];
    let south = adjoints[adjointAt(half, ringed, 2u, siteAt(x, y, 0, -1))];
    return own[ringed * SITES + site] - ((east + west) + (north + south));
  `;
  // What a configuration has none of, there is no buffer for.
  const cases = [
    first > 0 ? `if (p < ${first}u) { return centres[p * SITES + site]; }` : "",
    count > 0 ? `if (p < ${first + count}u) { ${withRings} }` : "",
  ];
  return {
    functions: `${receivedWgsl(poles)}${ringedWgsl(ringed)}
fn treeInverse(p: u32, x: u32, y: u32, site: u32) -> vec2f {
  let at = received(poles[p].messages, p, x, y);
  let sum = (messages[at[0]] + messages[at[1]]) + (messages[at[2]] + messages[at[3]]);
  return inverse(diagonal(site, poles[p].eta) - sum);
}

fn greenFunction(p: u32, x: u32, y: u32, site: u32) -> vec2f {
  ${cases.join("\n  ")}
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
