import assert from "node:assert/strict";
import { evaluationFigures } from "../../lib/figures/mod.ts";
import { type ErrorGroup, evaluateNetwork } from "../../lib/training/mod.ts";
import { roomySet, untrained } from "../training/evaluation/networks.ts";
import { markerPositions, readAxis } from "./read_axes.ts";
import { normals } from "./sample_data.ts";
import { find, parseXml, textOf } from "./xml.ts";

const FILE = await roomySet();
const EVALUATION = await evaluateNetwork(untrained("small", 0.05), FILE, {
  parts: ["test", "train"],
  untrained: "baseline",
});

Deno.test("the error against time is read off at the steps and deviations of the report", () => {
  const { "error_by_step.svg": svg } = evaluationFigures(EVALUATION);
  const [panel] = find(parseXml(svg), "g", "panel");
  const [x, y] = [readAxis(panel, "x", "log"), readAxis(panel, "y", "log")];
  const drawn = markerPositions(panel).map(([a, b]) => [x(a), y(b)]);
  const [test, train] = EVALUATION.report.parts;
  const expected = [test.network, train.network, test.untrained!].flatMap((groups) =>
    groups.filter(({ grouping }) => grouping === "step").map(({ range, errors }) => [
      Math.sqrt(range![0] * range![1]),
      errors.sd,
    ])
  );
  assert.equal(drawn.length, 9);
  for (const [step, sd] of expected) {
    const isThere = drawn.some(([a, b]) =>
      Math.abs(a / step - 1) < 2e-3 && Math.abs(b / sd - 1) < 2e-3
    );
    assert.ok(isThere, `${step} ${sd}`);
  }
});

Deno.test("training data lie under test data, and both figures name network and data by hash", () => {
  const { report } = EVALUATION;
  for (const svg of Object.values(evaluationFigures(EVALUATION))) {
    assert.ok(svg.includes(report.network.sha256) && svg.includes(FILE.sha256));
  }
  const { "parity.svg": parity } = evaluationFigures(EVALUATION);
  const [panel] = find(parseXml(parity), "g", "panel");
  assert.deepEqual(find(panel, "text", "legend-label").map(textOf), ["training", "test"]);
});

Deno.test("without snapshots of quenches there is no error against time", () => {
  const unquenched = ({ grouping }: ErrorGroup) => grouping !== "step";
  const parts = EVALUATION.report.parts.map((part) => ({
    ...part,
    network: part.network.filter(unquenched),
    untrained: part.untrained!.filter(unquenched),
  }));
  const figures = evaluationFigures({ ...EVALUATION, report: { ...EVALUATION.report, parts } });
  assert.deepEqual(Object.keys(figures), ["parity.svg"]);
});

Deno.test("the parity plot of a network that knows nothing stays below 300 kB", () => {
  const cloud = (seed: number) => {
    const [exact, predicted] = [normals(10_000, seed), normals(10_000, seed + 1)];
    const errors = predicted.map((F, i) => F - exact[i]);
    return {
      exact: Float64Array.from(exact),
      predicted: Float64Array.from(predicted),
      errors: Float64Array.from(errors),
    };
  };
  const parity = { test: cloud(1), train: cloud(3) };
  const { "parity.svg": svg } = evaluationFigures({ ...EVALUATION, parity });
  assert.ok(svg.length < 300_000, `${svg.length}`);
});
