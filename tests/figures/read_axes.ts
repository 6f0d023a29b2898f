import { type Element, find, textOf } from "./xml.ts";

/** The number that a tick's label shows: 2.5, −3 or 10 with a superscript. */
function labelValue(label: Element): number {
  const parts = label.children.map((child) => typeof child === "string" ? child : textOf(child));
  const [base, power] = parts.map((part) => Number(part.replace("−", "-")));
  return power === undefined ? base : base ** power;
}

/** From a position in a panel to the value there, as a reader of the printed axis finds it. */
export function readAxis(
  panel: Element,
  direction: "x" | "y",
  kind: "linear" | "log",
): (position: number) => number {
  const labels = find(panel, "text", `tick-label ${direction}`);
  const marks = find(panel, "path", `ticks major ${direction}`)[0].attributes.d;
  // Each tick is drawn on both sides; the first subpath of a pair tells where.
  const positions = [...marks.matchAll(/M([-\d.]+),([-\d.]+)/g)]
    .filter((_, i) => i % 2 === 0)
    .map(([, x, y]) => Number(direction === "x" ? x : y));
  const on = kind === "log" ? Math.log : (value: number) => value;
  const back = kind === "log" ? Math.exp : (value: number) => value;
  const last = labels.length - 1;
  const [a, b] = [on(labelValue(labels[0])), on(labelValue(labels[last]))];
  const slope = (b - a) / (positions[last] - positions[0]);
  return (position) => back(a + slope * (position - positions[0]));
}

/** Centres of the markers of a panel. */
export function markerPositions(panel: Element): [number, number][] {
  const [markers] = find(panel, "g", "markers");
  return find(markers, "path", "marker").map(({ attributes }) => {
    const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(attributes.transform) ?? [];
    return [Number(x), Number(y)];
  });
}

/** Points of a path of straight lines, with gaps left out. */
export function pathPoints(d: string): [number, number][] {
  return [...d.matchAll(/[ML]([-\d.e]+),([-\d.e]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}
