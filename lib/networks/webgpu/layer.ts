import type { GnnArchitecture } from "../architecture.ts";
import { activationWgsl } from "./activation.ts";

/** What programs of a GNN's layers need to know. */
export interface LayerShape {
  /** Channels in. */
  readonly inputs: number;
  /** Channels out. */
  readonly outputs: number;
  /** Whether the input is the embedding, to be brought to order one, and mirrored for image 1. */
  readonly first: boolean;
  /** 1, or 2 where the odd symmetry is built in: image 1 has the mirrored field. */
  readonly images: 1 | 2;
}

/** Channels out of one invocation: four times as many. */
const QUADS = 4;

/** The z of a layer's dispatch: blocks of channels out, for each image. */
export function layerDepth({ outputs, images }: LayerShape): number {
  return blocksOf(outputs) * images;
}

/** Quadruples of channels out that weights are padded to. */
export function paddedQuads(outputs: number): number {
  const quads = Math.ceil(outputs / 4);
  return quads > QUADS ? QUADS * Math.ceil(quads / QUADS) : quads;
}

function quadsOf(outputs: number): number {
  return Math.min(QUADS, paddedQuads(outputs));
}

function blocksOf(outputs: number): number {
  return paddedQuads(outputs) / quadsOf(outputs);
}

/**
 * `fn around(c, image, …)`: a channel at a site, and ⊕ of it over each shell. Values are planes,
 * [image][channel][site]; those of the embedding are x, then what the cavity method found, the same
 * for both images.
 */
function gatherWgsl(architecture: GnnArchitecture, { inputs, first }: LayerShape): string {
  const { embedding, shells, aggregation } = architecture;
  const factor = aggregation === "mean" ? 0.25 : 1;
  const planes = embedding.kind === "raw"
    ? "return field[site];"
    : "if (c == 0u) { return field[site]; }\n  return found[(c - 1u) * SITES + site];";
  const read = first
    ? `fn value(c: u32, image: u32, site: u32) -> f32 {\n  ${planes}\n}`
    : `fn value(c: u32, image: u32, site: u32) -> f32 {
  return features[(image * ${inputs}u + c) * SITES + site];
}`;
  const shell = (name: string) =>
    `((value(c, image, at.${name}.x) + value(c, image, at.${name}.y)) + ` +
    `(value(c, image, at.${name}.z) + value(c, image, at.${name}.w)))`;
  // The mirrored field is brought to order one as it stands, each term of a sum by itself.
  const terms = `vec3f(1.0f, ${4 * factor}f, ${4 * factor}f)`;
  return `
struct Around {
  near: vec4u,
  diagonal: vec4u,
}

fn sitesAround(x: u32, y: u32) -> Around {
  return Around(
    vec4u(siteAt(x, y, 1, 0), siteAt(x, y, -1, 0), siteAt(x, y, 0, 1), siteAt(x, y, 0, -1)),
    vec4u(siteAt(x, y, 1, 1), siteAt(x, y, -1, 1), siteAt(x, y, 1, -1), siteAt(x, y, -1, -1)),
  );
}

${read}

/** The channel at the site, over its neighbours, and over its diagonal neighbours. */
fn around(c: u32, image: u32, site: u32, at: Around) -> vec3f {
  let sum = vec3f(
    value(c, image, site),
    ${factor}f * ${shell("near")},
    ${shells === 2 ? `${factor}f * ${shell("diagonal")}` : "0.0f"},
  );
${
    first
      ? `  // Shift, scale and parity of the channel.
  let normal = normals[c];
  let mirrored = select(1.0f, normal.z, image == 1u);
  return (mirrored * sum - normal.x * ${terms}) / normal.y;`
      : "  return sum;"
  }
}
`;
}

/** Channels of one turn of a loop. */
const UNROLLED = 4;

/** A loop over channels, several a turn: a GPU then waits for their values all at once. */
function overChannels(count: number, body: (c: string) => string): string {
  const whole = UNROLLED * Math.floor(count / UNROLLED);
  const turn = Array.from({ length: UNROLLED }, (_, k) => body(`c + ${k}u`)).join("");
  const rest = Array.from({ length: count - whole }, (_, k) => body(`${whole + k}u`)).join("");
  if (whole === 0) return rest;
  return `    for (var c = 0u; c < ${whole}u; c += ${UNROLLED}u) {${turn}\n    }${rest}`;
}

/**
 * σ(W_self V_i + Σ over shells W_shell ⊕_j V_j + b), up to sixteen channels an invocation. Weights are
 * [in][source][out], four channels out together; `layerDepth` is z.
 */
export function layerProgram(architecture: GnnArchitecture, shape: LayerShape) {
  const { inputs, outputs } = shape;
  const sources = 1 + architecture.shells;
  const quads = quadsOf(outputs), stride = paddedQuads(outputs), blocks = blocksOf(outputs);
  const each = (line: (q: number) => string) =>
    Array.from({ length: quads }, (_, q) => line(q)).join("\n");
  const term = (q: number) =>
    ["V.x", "V.y", "V.z"].slice(0, sources)
      .map((v, s) => `    sum${q} += ${v} * weights[at + ${s * stride + q}u];`).join("\n");
  const store = (q: number) =>
    Array.from(
      "xyzw",
      (component, k) => `  write(image, channel + ${4 * q + k}u, site, sum${q}.${component});`,
    ).join("\n");
  return {
    functions: `${activationWgsl(architecture.activation)}${gatherWgsl(architecture, shape)}
fn write(image: u32, channel: u32, site: u32, sum: f32) {
  if (channel < ${outputs}u) {
    output[(image * ${outputs}u + channel) * SITES + site] = activate(sum);
  }
}
`,
    body: `
  let image = z / ${blocks}u;
  let quad = ${quads}u * (z % ${blocks}u);
  let places = sitesAround(x, y);
${each((q) => `  var sum${q} = biases[quad + ${q}u];`)}
${
      overChannels(inputs, (c) => `
    {
      let V = around(${c}, image, site, places);
      let at = (${c}) * ${sources * stride}u + quad;
${each(term)}
    }`)
    }
  let channel = 4u * quad;
${each(store)}
`,
  };
}

/**
 * The last layer, linear and to one number a site: scaled, odd where that is built in, and with the
 * baseline added where there is one. Weights are [in][source].
 */
export function readoutProgram(
  architecture: GnnArchitecture,
  shape: LayerShape,
  hasBaseline: boolean,
) {
  const { inputs, images } = shape;
  const sources = 1 + architecture.shells;
  const terms = ["V.x", "V.y", "V.z"].slice(0, sources)
    .map((v, s) => `      sum += ${v} * weights[at + ${s}u];`).join("\n");
  return {
    functions: gatherWgsl(architecture, shape),
    body: `
  let places = sitesAround(x, y);
  var answer = 0.0f;
  for (var image = 0u; image < ${images}u; image++) {
    var sum = constants[0];
${
      overChannels(inputs, (c) => `
      {
        let V = around(${c}, image, site, places);
        let at = ${sources}u * (${c});
${terms}
      }`)
    }
    answer ${images === 1 ? "= sum" : "+= select(0.5f, -0.5f, image == 1u) * sum"};
  }
  values[site] = constants[1] * answer${hasBaseline ? " + found[site]" : ""};
`,
  };
}
