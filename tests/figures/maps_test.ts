import assert from "node:assert/strict";
import { drawDomainMaps, drawStructureFactorMaps } from "../../lib/figures/mod.ts";
import { decode } from "../../lib/figures/plot/fast_png.ts";
import { find, parseXml, textOf } from "./xml.ts";

type Rgb = readonly number[];

/** The pixels of the first image of a figure, one per site: rgb(x, y) with y upwards. */
function imageOf(svg: string, width: number, height: number, index = 0) {
  const image = find(parseXml(svg), "image")[index];
  const [, base64] = /^data:image\/png;base64,(.*)$/.exec(image.attributes["xlink:href"]) ?? [];
  const png = decode(Uint8Array.fromBase64(base64));
  const factor = png.width / width;
  assert.ok(Number.isInteger(factor) && factor > 1 && png.height === factor * height);
  const palette = png.palette ?? [];
  const at = (column: number, row: number): Rgb => palette[png.data[column + png.width * row]];
  for (let row = 0; row < png.height; row++) {
    for (let column = 0; column < png.width; column++) {
      const first = at(column - column % factor, row - row % factor);
      assert.deepEqual(at(column, row), first, "a site is one colour");
    }
  }
  return {
    attributes: image.attributes,
    rgb: (x: number, y: number) => at(x * factor, (height - 1 - y) * factor),
  };
}

const isRed = ([r, , b]: Rgb) => r > b + 60;
const isBlue = ([r, , b]: Rgb) => b > r + 60;
const isWhite = (rgb: Rgb) => rgb.every((value) => value > 235);

Deno.test("a map of domains shows each site at its place, y upwards, blue below and red above zero", () => {
  const [width, height] = [7, 5];
  const phi = Float64Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x === 3 ? 0 : x + 2 * y < 8 ? -1 : 0.9;
  });
  const svg = drawDomainMaps([{ width, height, phi, label: "t" }], { limit: 1 });
  const { rgb, attributes } = imageOf(svg, width, height);
  for (let i = 0; i < phi.length; i++) {
    const color = rgb(i % width, Math.floor(i / width));
    assert.ok((phi[i] === 0 ? isWhite : phi[i] < 0 ? isBlue : isRed)(color), `${i}: ${color}`);
  }
  assert.equal(attributes.style, "image-rendering:pixelated");
  const ratio = Number(attributes.height) / Number(attributes.width);
  assert.ok(Math.abs(ratio - height / width) < 1e-3, "sites are square");
});

Deno.test("sites without a value are grey, values beyond the colours take the last of them", () => {
  const svg = drawDomainMaps(
    [{ width: 3, height: 1, phi: [NaN, 50, 1], label: "t" }],
    { limit: 1 },
  );
  const { rgb } = imageOf(svg, 3, 1);
  const [r, g, b] = rgb(0, 0);
  assert.ok(r === g && g === b && r < 230);
  assert.deepEqual(rgb(1, 0), rgb(2, 0));
});

Deno.test("maps side by side share the scale of their colours", () => {
  const map = (value: number) => ({
    width: 4,
    height: 4,
    phi: new Float64Array(16).fill(value),
    label: "t",
  });
  const svg = drawDomainMaps([map(0.2), map(1)]);
  const faint = imageOf(svg, 4, 4, 0).rgb(0, 0);
  const full = imageOf(svg, 4, 4, 1).rgb(0, 0);
  assert.ok(faint[1] > full[1] + 60);
});

Deno.test("the scale bar is as long as it says", () => {
  const map = { width: 40, height: 40, phi: new Float64Array(1600).fill(1), label: "t" };
  for (const [scaleBar, label] of [[undefined, "10 a"], [4, "4 a"]] as const) {
    const root = parseXml(drawDomainMaps([map], scaleBar === undefined ? {} : { scaleBar }));
    const [group] = find(root, "g", "scale-bar");
    assert.equal(textOf(group), label);
    const [bar] = find(group, "rect", "bar");
    const [frame] = find(root, "rect", "frame");
    const length = 40 * Number(bar.attributes.width) / Number(frame.attributes.width);
    assert.ok(Math.abs(length - (scaleBar ?? 10)) < 1e-2);
  }
  assert.equal(find(parseXml(drawDomainMaps([map], { scaleBar: 0 })), "g", "scale-bar").length, 0);
});

Deno.test("maps of lattices of different widths each have a scale bar, equal ones share one", () => {
  const map = (width: number) => ({
    width,
    height: 8,
    phi: new Float64Array(8 * width).fill(1),
    label: "t",
  });
  const bars = (...widths: number[]) =>
    find(parseXml(drawDomainMaps(widths.map(map))), "g", "scale-bar").length;
  assert.equal(bars(8, 8, 8), 1);
  assert.equal(bars(8, 16, 8), 3);
});

Deno.test("a structure factor is centred on (π, π), with the edge at 2π repeating that at 0", () => {
  const n = 8;
  const S = new Float64Array(n * n).fill(1);
  S[4 + n * 4] = 100;
  S[0 + n * 4] = 40;
  S[6 + n * 1] = 0;
  const svg = drawStructureFactorMaps([{ width: n, height: n, S, label: "t" }]);
  const { rgb, attributes } = imageOf(svg, n + 1, n + 1);
  assert.ok(rgb(4, 4)[0] > 240 && rgb(4, 4)[1] > 220, "yellow at the middle");
  assert.deepEqual(rgb(0, 4), rgb(8, 4));
  assert.notDeepEqual(rgb(0, 4), rgb(1, 4));
  assert.deepEqual(rgb(6, 1), rgb(1, 4), "zero takes the lowest of logarithmic colours");
  const [frame] = find(parseXml(svg), "rect", "frame");
  const centre = Number(attributes.x) + Number(attributes.width) / 2;
  assert.ok(Math.abs(centre - Number(frame.attributes.width) / 2) < 1e-2);
});

Deno.test("a window shows the wave vectors near (π, π) only", () => {
  const n = 16;
  const S = Float64Array.from({ length: n * n }, (_, i) => 1 + i);
  const root = parseXml(
    drawStructureFactorMaps([{ width: n, height: n, S, label: "t" }], { window: 0.25 }),
  );
  const labels = find(root, "text", "tick-label x").map((text) => Number(textOf(text)));
  assert.ok(Math.min(...labels) >= 0.75 && Math.max(...labels) <= 1.25);
  assert.ok(labels.includes(1));
});
