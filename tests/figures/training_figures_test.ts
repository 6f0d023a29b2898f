import assert from "node:assert/strict";
import { decodeCsv, drawLossCurves, trainingFigures } from "../../mod.ts";

const HEADER = "# config: abc123\nepoch,training_error,validation_error";

/** Texts that the figure of a table shows. */
function textsOf(csv: string): string[] {
  const { "loss.svg": svg } = trainingFigures(decodeCsv(csv, "t.csv"), "t.csv");
  assert.ok(svg.includes("config: abc123"));
  return [...svg.matchAll(/>([^<>]+)</g)].map(([, text]) => text);
}

Deno.test("a training's figure has a curve for training, validation and each of its kinds", () => {
  const kinds = ",validation_error_random,validation_error_quench";
  const texts = textsOf(`${HEADER}${kinds}\n1,0.1,0.2,0.3,0.1\n2,0.05,0.1,0.15,0.05\n`);
  for (const label of ["training", "validation", "of random", "of quench"]) {
    assert.ok(texts.includes(label), label);
  }
});

Deno.test("one kind alone is the validation error, and where nothing was held out there is none", () => {
  const rows = "1,0.1,0.2,0.2\n2,0.1,0.2,0.2\n";
  const one = textsOf(`${HEADER},validation_error_random\n${rows}`);
  assert.ok(one.includes("validation") && !one.includes("of random"));
  const none = textsOf(`${HEADER}\n1,0.1,0.1\n2,0.05,0.05\n`);
  assert.ok(none.includes("training") && !none.includes("validation"));
});

Deno.test("a single epoch is drawn as a mark, as one point makes no line", () => {
  const marks = (epoch: number[]) => {
    const curve = (label: string) => ({ label, epoch, loss: epoch.map((e) => 1 / e) });
    return drawLossCurves([curve("a"), curve("b")]).match(/class="marker"/g)?.length ?? 0;
  };
  assert.equal(marks([1, 2, 3]), 0);
  assert.ok(marks([1]) >= 2, "no marks");
});

Deno.test("few epochs are labelled one by one, many at round numbers", () => {
  const labels = (epochs: number) => {
    const epoch = Array.from({ length: epochs }, (_, e) => e + 1);
    const svg = drawLossCurves([{ label: "loss", epoch, loss: epoch.map((e) => 1 / e) }]);
    return ["1", "1.5", "2", "3", "20"].filter((label) => svg.includes(`>${label}</`));
  };
  assert.deepEqual(labels(3).slice(0, 3), ["1", "2", "3"]);
  assert.ok(!labels(3).includes("1.5") && labels(40).includes("20"));
});
