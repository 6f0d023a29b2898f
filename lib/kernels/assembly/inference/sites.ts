// Networks that see a site's environment at once: layers of each site alone, a few sites at a time
// through all of them.

import { activate } from "../network_operations/activate";
import { multiply } from "./product";

/**
 * The field of rows and of three more all around, as if it went on for ever, as `describeRows` takes
 * it.
 *
 * @param field f64 [N]
 * @param target f64, rows of width + 6
 */
export function padRows(
  first: i32, last: i32, width: i32, height: i32, field: usize, target: usize,
): void {
  const bytes = <usize>width << 3;
  for (let row = first - 3; row < last + 3; row++) {
    const from = field + <usize>((row + height) % height) * bytes;
    memory.copy(target, from + bytes - 24, 24);
    memory.copy(target + 24, from, bytes);
    memory.copy(target + 24 + bytes, from, 24);
    target += bytes + 48;
  }
}

/**
 * σ(W x + b) of so many sites.
 *
 * @param source `depth` numbers a site without gaps
 * @param activation as of `activate`, or -1 for none
 * @param target `columns` numbers a site, a multiple of eight
 * @param scratch 512 bytes
 */
export function layerSites(
  sites: i32, source: usize, depth: i32, panels: usize, bias: usize, activation: i32,
  target: usize, columns: i32, scratch: usize,
): void {
  multiply(
    sites, depth, source, <usize>depth << 2, panels, bias, target, <usize>columns << 2, columns,
  );
  if (activation >= 0) {
    activate(activation, 0, sites * columns, target, 0, 0, target, scratch);
  }
}

/**
 * factor · the first channel of rows, plus n - 1/2 of the density plane, where there is one; or that
 * added to what is there.
 *
 * @param source of row `first`, with no gaps between rows
 * @param out f64 [N]
 */
export function answerRows(
  first: i32, last: i32, width: i32, source: usize, channels: i32, factor: f32, density: usize,
  fieldBytes: usize, added: bool, out: usize,
): void {
  const site = <usize>channels << 2;
  let v = source;
  for (let row = first; row < last; row++) {
    const n = density + <usize>row * fieldBytes, to = out + 8 * <usize>row * <usize>width;
    for (let x: usize = 0; x < <usize>width; x++) {
      let y = <f64>(factor * load<f32>(v));
      if (density != 0) y += <f64>load<f32>(n + 4 * x) - 0.5;
      store<f64>(to + 8 * x, added ? load<f64>(to + 8 * x) + y : y);
      v += site;
    }
  }
}
