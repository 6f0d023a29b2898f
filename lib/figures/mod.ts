/**
 * Publication figures: each function takes plain arrays and returns an SVG of one or two columns of
 * an APS journal, the same bytes for the same data. Labels are in a small markup: `*x*` is italic,
 * `**k**` bold, `_{ij}` a subscript, `^{-3}` a superscript, and a backslash takes the next character
 * as it is.
 *
 * @module
 */
export { type CollapseCurve, type CollapseOptions, drawCollapse } from "./collapse.ts";
export {
  type CorrelationOptions,
  type CorrelationSeries,
  drawCorrelations,
  type RadialFunction,
} from "./correlation.ts";
export { type CurvePanel, type CurvesOptions, drawCurves } from "./curves.ts";
export { type DomainMap, type DomainMapOptions, drawDomainMaps } from "./domain_map.ts";
export { drawGrowth, type GrowthCurve, type GrowthLaw, type GrowthOptions } from "./growth.ts";
export { drawLossCurves, type LossCurve, type LossCurveOptions } from "./loss_curve.ts";
export { drawParity, type ParityOptions, type ParitySet } from "./parity.ts";
export { drawScaling, type ScalingOptions, type ScalingSeries } from "./scaling.ts";
export {
  drawStructureFactorCurves,
  type StructureFactorCurve,
  type StructureFactorCurveOptions,
} from "./structure_factor_curve.ts";
export {
  drawStructureFactorMaps,
  type StructureFactorMap,
  type StructureFactorMapOptions,
} from "./structure_factor_map.ts";
export {
  drawTimeSeries,
  type TimeSeries,
  type TimeSeriesOptions,
  type TimeSeriesPanel,
} from "./time_series.ts";
export { showFigures } from "./show_figures.ts";
export { drawObservables } from "./report/observable_figure.ts";
export { evaluationFigures } from "./report/evaluation_figures.ts";
export { quenchFigures } from "./report/quench_figures.ts";
export { trainingFigures } from "./report/training_figures.ts";
export type { Curve, LineStyle } from "./plot/curve.ts";
export type { FigureOptions } from "./plot/figure.ts";
export type { MarkerShape } from "./plot/markers.ts";
export { escapeMath } from "./plot/math_text.ts";
export type { AxisSpec, ScaleKind } from "./plot/scale.ts";
export { DOUBLE_COLUMN, SINGLE_COLUMN } from "./plot/style.ts";
