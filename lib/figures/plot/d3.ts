/**
 * The one place that names d3: of its modules those for scales, ticks, shapes, number formats and
 * colour maps.
 *
 * @module
 */
// @ts-types="npm:@types/d3-array@3.2.1"
export { extent, max, min, quantile, ticks, tickStep } from "npm:d3-array@3.2.4";
// @ts-types="npm:@types/d3-color@3.1.3"
export { rgb } from "npm:d3-color@3.1.0";
// @ts-types="npm:@types/d3-format@3.0.4"
export { format, precisionFixed } from "npm:d3-format@3.1.0";
// @ts-types="npm:@types/d3-scale@4.0.9"
export { scaleLinear, scaleLog } from "npm:d3-scale@4.0.2";
// @ts-types="npm:@types/d3-scale-chromatic@3.1.0"
export { interpolateRdBu, interpolateViridis } from "npm:d3-scale-chromatic@3.1.0";
// @ts-types="npm:@types/d3-shape@3.1.7"
export {
  area,
  line,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTimes,
  symbolTriangle,
  type SymbolType,
} from "npm:d3-shape@3.2.0";
