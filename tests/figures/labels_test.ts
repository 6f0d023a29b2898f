import assert from "node:assert/strict";
import { escapeMath, mathWidth, parseMath } from "../../lib/figures/plot/math_text.ts";
import {
  formatFixed,
  formatNumber,
  formatUncertain,
} from "../../lib/figures/plot/number_format.ts";

Deno.test("the markup gives italics, bold, subscripts and superscripts", () => {
  const plain = { italic: false, bold: false, script: 0 };
  assert.deepEqual(parseMath("*L*(*t*) ∝ *t*^{1/2}"), [
    { ...plain, text: "L", italic: true },
    { ...plain, text: "(" },
    { ...plain, text: "t", italic: true },
    { ...plain, text: ") ∝ " },
    { ...plain, text: "t", italic: true },
    { ...plain, text: "1/2", script: 1 },
  ]);
  assert.deepEqual(parseMath("*S*(**k**)_0 10^{-3}"), [
    { ...plain, text: "S", italic: true },
    { ...plain, text: "(" },
    { ...plain, text: "k", bold: true },
    { ...plain, text: ")" },
    { ...plain, text: "0", script: -1 },
    { ...plain, text: " 10" },
    { ...plain, text: "−3", script: 1 },
  ]);
  assert.deepEqual(
    parseMath("⟨*Q_iQ_{j}*⟩").map(({ text, italic, script }) => [text, italic, script]),
    [
      ["⟨", false, 0],
      ["Q", true, 0],
      ["i", true, -1],
      ["Q", true, 0],
      ["j", true, -1],
      ["⟩", false, 0],
    ],
  );
});

Deno.test("text that looks like markup can be shown as it is", () => {
  for (const text of ["run_3 a*b*c", "5 * 3", "a^b", "back\\slash", "x_", "end*"]) {
    const runs = parseMath(escapeMath(text));
    assert.equal(runs.map((run) => run.text).join(""), text);
    assert.ok(runs.every((run) => run.script === 0 && !run.italic), text);
  }
  assert.equal(parseMath("5 * 3")[0].text, "5 * 3", "a lone star is a star");
});

Deno.test("widths are those of Helvetica", () => {
  // From the font's metrics: H 722, e 556, l 222, v 500, t 278, i 222, c 500, a 556.
  assert.ok(Math.abs(mathWidth("Helvetica", 1000) - 4112) < 1e-9);
  assert.ok(mathWidth("10^{-3}", 10) < mathWidth("10-3", 10));
});

Deno.test("numbers have real minus signs and no superfluous zeros", () => {
  assert.equal(formatFixed(-2.5, 1), "−2.5");
  assert.equal(formatFixed(-1e-9, 2), "0.00");
  assert.equal(formatNumber(0.5), "0.5");
  assert.equal(formatNumber(100), "100");
  assert.equal(formatNumber(-0.00306), "−0.00306");
  assert.equal(formatNumber(1e-5), "10^{−5}");
  assert.equal(formatNumber(2.5e-5), "2.5 × 10^{−5}");
  assert.equal(formatNumber(123456), "1.23 × 10^{5}");
});

Deno.test("an error is given to one digit, or two after a 1, and the value to the same decimal", () => {
  assert.equal(formatUncertain(0.0592, 0.0031), "0.059 ± 0.003");
  assert.equal(formatUncertain(0.1153, 0.0012), "0.1153 ± 0.0012");
  assert.equal(formatUncertain(-0.5, 0.02), "−0.50 ± 0.02");
  assert.equal(formatUncertain(12.34, 3), "12 ± 3");
  assert.equal(formatUncertain(0.5, 0), "0.5");
  assert.equal(formatUncertain(0.5, NaN), "0.5");
});
