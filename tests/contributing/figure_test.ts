import assert from "node:assert/strict";
import { ParameterError } from "../../mod.ts";
import { readAxis } from "../figures/read_axes.ts";
import { find, parseXml, textOf } from "../figures/xml.ts";
import { drawNeighbourCorrelations } from "./neighbour_figure.ts";

const ROWS = [0, 1].flatMap((t) => [0, 50, 100].map((step) => [t, step, -step / 10 - 2 * t]));
const TABLE = { header: {}, columns: ["trajectory", "step", "QQ"], rows: ROWS };

Deno.test("a figure of one's own shows the numbers of its table, each where its axes say", () => {
  const svg = drawNeighbourCorrelations(TABLE);
  assert.equal(drawNeighbourCorrelations(TABLE), svg);
  const [panel] = find(parseXml(svg), "g", "panel");
  const [x, y] = [readAxis(panel, "x", "linear"), readAxis(panel, "y", "linear")];
  const drawn = find(panel, "g", "markers").flatMap((group) =>
    find(group, "path", "marker").map(({ attributes }) => {
      const [, px, py] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(attributes.transform)!;
      return [x(Number(px)), y(Number(py))];
    })
  );
  assert.equal(drawn.length, ROWS.length);
  ROWS.forEach(([, step, QQ], r) => {
    assert.ok(Math.abs(drawn[r][0] - step) < 0.2 && Math.abs(drawn[r][1] - QQ) < 0.05, `${r}`);
  });
  assert.match(textOf(parseXml(svg)), /trajectory 1/);
});

Deno.test("with nothing to draw it says so", () => {
  const empty = { ...TABLE, rows: [] };
  assert.throws(() => drawNeighbourCorrelations(empty), ParameterError);
});
