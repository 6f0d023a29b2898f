import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import * as figures from "../../lib/figures/mod.ts";

/** The call fails with one line that matches. */
function refuses(call: () => void, kind: typeof ParameterError | typeof ShapeError, line: RegExp) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof kind, String(error));
    assert.match(error.message, line);
    assert.ok(!error.message.includes("\n"));
    return true;
  });
}

const curve = { label: "t", r: [0, 1], value: [1, 0.5] };
const map = { width: 2, height: 2, phi: [1, 1, -1, -1], label: "t" };
const factor = { width: 2, height: 2, S: [1, 1, 1, 2], label: "t" };

Deno.test("no data at all is refused by every figure", () => {
  const nothing = /^(Nothing to draw|Time series need)/;
  const draws = [
    figures.drawCollapse,
    figures.drawCorrelations,
    figures.drawCurves,
    figures.drawDomainMaps,
    figures.drawGrowth,
    figures.drawLossCurves,
    figures.drawParity,
    figures.drawScaling,
    figures.drawStructureFactorCurves,
    figures.drawStructureFactorMaps,
    figures.drawTimeSeries,
  ];
  for (const draw of draws) refuses(() => draw([]), ParameterError, nothing);
});

Deno.test("data without one number that can be drawn are refused", () => {
  const NaNs = [NaN, NaN];
  refuses(
    () => figures.drawCorrelations([{ ...curve, value: NaNs }]),
    ParameterError,
    /^Nothing to draw along the axis "r": no finite number in the data$/,
  );
  refuses(
    () => figures.drawGrowth([{ label: "T", t: [1, 2], L: [0, -1] }]),
    ParameterError,
    /no positive number \(the axis is logarithmic\)/,
  );
  refuses(
    () => figures.drawDomainMaps([{ ...map, phi: [NaN, NaN, NaN, NaN] }]),
    ParameterError,
    /no map of domains holds a finite number/,
  );
  refuses(
    () => figures.drawStructureFactorMaps([{ ...factor, S: [0, 0, NaN, 0] }]),
    ParameterError,
    /no structure factor holds a positive number/,
  );
});

Deno.test("arrays whose lengths disagree are refused with the lengths", () => {
  refuses(
    () => figures.drawCorrelations([{ ...curve, value: [1, 2, 3] }]),
    ShapeError,
    /^The curve "t" has 2 x but 3 y/,
  );
  refuses(
    () => figures.drawCorrelations([{ ...curve, error: [1] }]),
    ShapeError,
    /has 2 x but 2 y and 1 errors/,
  );
  refuses(
    () => figures.drawDomainMaps([{ ...map, width: 3 }]),
    ShapeError,
    /^A map of 3 × 2 sites needs as many values: given are 4$/,
  );
  refuses(
    () => figures.drawStructureFactorMaps([{ ...factor, height: 5 }]),
    ShapeError,
    /given are 4$/,
  );
  refuses(
    () => figures.drawParity([{ label: "test", exact: [1, 2], predicted: [1] }]),
    ShapeError,
    /^The set "test" has 2 exact but 1 predicted values/,
  );
});

Deno.test("options out of range are refused with the value given", () => {
  const cases: [() => void, RegExp][] = [
    [() => figures.drawCorrelations([curve], { width: 5 }), /from 30 to 1000 mm.*is 5$/],
    [() => figures.drawCorrelations([curve], { width: NaN }), /is NaN$/],
    [() => figures.drawDomainMaps([map], { limit: 0 }), /limit.*is 0$/],
    [() => figures.drawDomainMaps([map], { columns: 1.5 }), /columns.*is 1.5$/],
    [() => figures.drawDomainMaps([map], { scaleBar: 7 }), /scale bar.*0 to 2.*is 7$/],
    [() => figures.drawStructureFactorMaps([factor], { window: 2 }), /window.*is 2$/],
    [() => figures.drawStructureFactorMaps([factor], { range: [0, 1] }), /from 0 to 1: .*positive/],
    [() => figures.drawCollapse([{ ...curve, domainSize: 0 }]), /domain size at t.*is 0$/],
    [
      () => figures.drawTimeSeries([{ yLabel: "E", series: [{ t: [1], value: [1] }] }]),
      /only t = 1$/,
    ],
    [
      () =>
        figures.drawGrowth([{
          label: "T",
          t: [1, 2],
          L: [1, 2],
          fit: { exponent: NaN, prefactor: 1, from: 1, to: 2 },
        }]),
      /^The fit of "T" cannot be drawn: 1 t\^NaN from t = 1 to 2$/,
    ],
    [
      () =>
        figures.drawCurves([{
          x: { label: "*x*", min: 3, max: 2 },
          y: { label: "y" },
          curves: [{ x: [1, 2], y: [1, 2] }],
        }]),
      /^The axis "x" cannot reach from 3 to 2/,
    ],
  ];
  for (const [call, line] of cases) refuses(call, ParameterError, line);
});
