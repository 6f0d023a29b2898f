import assert from "node:assert/strict";
import {
  JUPYTER_DISPLAY,
  openRunStore,
  ParameterError,
  recordRun,
  showFigures,
  showRun,
  showRuns,
} from "../../mod.ts";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>⟨φ⟩</title></svg>';

Deno.test("one figure shows itself as SVG, several as images with their names, byte for byte", () => {
  for (const text of [SVG, `<?xml version="1.0"?>\n${SVG}`]) {
    assert.equal(showFigures(text)[JUPYTER_DISPLAY]()["image/svg+xml"], SVG);
  }
  const bundle = showFigures({ "a.svg": SVG, "b<.svg": SVG })[JUPYTER_DISPLAY]();
  const images = [...bundle["text/html"].matchAll(/base64,([^"]+)"/g)];
  const decoded = images.map(([, text]) => new TextDecoder().decode(Uint8Array.fromBase64(text)));
  assert.deepEqual(decoded, [SVG, SVG]);
  assert.match(bundle["text/html"], /<figcaption>b&lt;\.svg<\/figcaption>/);
  assert.equal(bundle["text/plain"], "a.svg\nb<.svg");
  assert.throws(() => showFigures("growth.svg"), ParameterError);
});

Deno.test("runs show themselves as a table, in a terminal as text; what they hold is no markup", async () => {
  using store = await openRunStore(":memory:");
  const config = { size: 40, note: "<b>&" };
  await recordRun(store, { verb: "quench", config, seed: 3 }, (run) => {
    run.metrics(7, { energy: NaN });
  });
  const [run] = await store.list();
  const list = showRuns([run])[JUPYTER_DISPLAY]();
  assert.match(list["text/html"], /<th>status<\/th>.*<td>finished<\/td>.*<td>3<\/td><td>7<\/td>/);
  assert.equal(Deno.inspect(showRuns([run])), list["text/plain"]);
  const whole = showRun(await store.get(run.id))[JUPYTER_DISPLAY]();
  assert.match(whole["text/html"], /&lt;b>&amp;/);
  assert.match(whole["text/plain"], /last numbers: \{\s+"energy": "NaN"/);
});
