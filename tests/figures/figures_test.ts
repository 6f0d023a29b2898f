import assert from "node:assert/strict";
import { textWidth } from "../../lib/figures/plot/font_metrics.ts";
import { drawCurves } from "../../lib/figures/mod.ts";
import { sampleFigures } from "./sample_figures.ts";
import { type Element, find, parseXml, textOf, walk } from "./xml.ts";

const SAMPLES = sampleFigures();
const PARSED = Object.entries(SAMPLES).map(([name, svg]) => ({ name, svg, root: parseXml(svg) }));

Deno.test("the same data give the same bytes", () => {
  assert.deepEqual(sampleFigures(), SAMPLES);
});

Deno.test("a figure is as many mm wide as a column and one of its units is a point", () => {
  for (const { name, root } of PARSED) {
    const { width, height, viewBox } = root.attributes;
    assert.match(width, /^(86|178)mm$/, name);
    const [x, y, right, bottom] = viewBox.split(" ").map(Number);
    assert.deepEqual([x, y], [0, 0]);
    for (const [points, mm] of [[right, width], [bottom, height]] as const) {
      assert.ok(Math.abs(points * 25.4 / 72 - parseFloat(mm)) < 1e-2, `${name}: ${points} ${mm}`);
    }
    assert.ok(bottom > 50 && bottom < 700, `${name} fits on a page`);
  }
});

Deno.test("the title and the origin of the data stand first in the file, whatever they hold", () => {
  const panel = { x: { label: "x" }, y: { label: "y" }, curves: [{ x: [1, 2], y: [1, 2] }] };
  const title = 'Growth & "collapse" <L>';
  const provenance = "config: 5f3c\u0000; seed: 1; \ud800 ]]>";
  const root = parseXml(drawCurves([panel], { title, provenance }));
  assert.deepEqual(root.children.slice(0, 2).map((child) => (child as Element).name), [
    "title",
    "desc",
  ]);
  assert.equal(textOf(find(root, "title")[0]), title);
  assert.equal(textOf(find(root, "desc")[0]), "config: 5f3c\ufffd; seed: 1; \ufffd ]]>");
});

Deno.test("labels are text in Helvetica or what stands in for it, of 5 to 8 points", () => {
  for (const { name, root } of PARSED) {
    assert.match(root.attributes["font-family"], /^Helvetica, Arial, .*sans-serif$/);
    const texts = find(root, "text");
    assert.ok(texts.length > 5, name);
    for (const text of texts) assert.notEqual(textOf(text).trim(), "", name);
    for (const { attributes } of walk(root)) {
      const size = attributes["font-size"];
      if (size !== undefined) assert.ok(Number(size) >= 5 && Number(size) <= 8, `${name}: ${size}`);
    }
  }
});

Deno.test("no line is thinner than half a point", () => {
  for (const { name, root } of PARSED) {
    for (const { attributes } of walk(root)) {
      const width = attributes["stroke-width"];
      if (width !== undefined) assert.ok(Number(width) >= 0.5, `${name}: ${width}`);
      if (attributes.stroke !== undefined) assert.ok(width !== undefined, name);
    }
  }
});

/** Every text with the place of its baseline in the figure. */
function* placedTexts(element: Element, dx = 0, dy = 0): Generator<[Element, number, number]> {
  const { attributes } = element;
  const shift = /translate\(([-\d.]+),([-\d.]+)\)/.exec(attributes.transform ?? "");
  const [x, y] = [dx + Number(shift?.[1] ?? 0), dy + Number(shift?.[2] ?? 0)];
  if (element.name === "text") {
    yield [element, x + Number(attributes.x ?? 0), y + Number(attributes.y ?? 0)];
  }
  for (const child of element.children) {
    if (typeof child !== "string") yield* placedTexts(child, x, y);
  }
}

function boxOf([text, x, y]: [Element, number, number]) {
  const size = Number(text.attributes["font-size"]);
  const width = text.children.reduce((sum, child) => {
    if (typeof child === "string") return sum + textWidth(child, size);
    return sum + textWidth(textOf(child), Number(child.attributes["font-size"] ?? size));
  }, 0);
  const before = { start: 0, middle: 0.5, end: 1 }[text.attributes["text-anchor"] ?? "start"] ?? 0;
  const vertical = text.attributes.transform?.includes("rotate(-90)");
  return vertical
    ? { left: x - 0.72 * size, right: x + 0.2 * size, top: y - width / 2, bottom: y + width / 2 }
    : {
      left: x - before * width,
      right: x + (1 - before) * width,
      top: y - 0.72 * size,
      bottom: y + 0.2 * size,
    };
}

Deno.test("no text is cut off at the edge of the figure", () => {
  for (const { name, root } of PARSED) {
    const [, , width, height] = root.attributes.viewBox.split(" ").map(Number);
    for (const placed of placedTexts(root)) {
      const { left, right, top, bottom } = boxOf(placed);
      const inside = left >= 0 && right <= width && top >= 0 && bottom <= height;
      assert.ok(inside, `${name}: ${textOf(placed[0])} ${[left, right, top, bottom]}`);
    }
  }
});

Deno.test("no text lies on another", () => {
  for (const { name, root } of PARSED) {
    const texts = [...placedTexts(root)];
    const boxes = texts.map(boxOf);
    boxes.forEach((a, i) => {
      boxes.slice(0, i).forEach((b, j) => {
        const apart = a.left >= b.right || b.left >= a.right || a.top >= b.bottom ||
          b.top >= a.bottom;
        assert.ok(apart, `${name}: ${textOf(texts[i][0])} on ${textOf(texts[j][0])}`);
      });
    });
  }
});

Deno.test("what figures on one page share by name is the same in all of them", () => {
  const seen = new Map<string, string>();
  for (const { root } of PARSED) {
    for (const element of walk(root)) {
      const { id } = element.attributes;
      if (id === undefined) continue;
      const text = JSON.stringify(element);
      assert.equal(seen.get(id) ?? text, text, id);
      seen.set(id, text);
    }
  }
  assert.ok(seen.size > 10);
});

Deno.test("several panels are labelled (a), (b) …, a single one is not", () => {
  const labels = (name: string) => find(parseXml(SAMPLES[name]), "text", "panel-label").map(textOf);
  assert.deepEqual(labels("time_series"), ["(a)", "(b)", "(c)"]);
  assert.deepEqual(labels("domain_map"), ["(a)", "(b)", "(c)"]);
  assert.deepEqual(labels("growth"), []);
});
