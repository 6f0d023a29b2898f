import { ParameterError } from "../errors.ts";
import { escapeHtml, shownAs, type ShownInJupyter } from "../io/jupyter.ts";

/**
 * Figures as a value that shows itself at the end of a notebook's cell: one as SVG, several, by name
 * as `quenchFigures` has them, one below the other. The functions that draw return strings, which go
 * into files as they are and cannot show themselves.
 *
 * @param figures SVG, or SVGs by name
 * @throws {ParameterError} if one of them is no SVG
 *
 * @example
 * ```ts
 * import { drawCurves, JUPYTER_DISPLAY, showFigures } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const axis = { label: "*x*" };
 * const svg = drawCurves([{ x: axis, y: axis, curves: [{ x: [0, 1], y: [0, 1] }] }]);
 * const shown = showFigures(svg)[JUPYTER_DISPLAY]();
 * assert.ok(svg.endsWith(shown["image/svg+xml"]));
 * ```
 */
export function showFigures(figures: string | Readonly<Record<string, string>>): ShownInJupyter {
  if (typeof figures === "string") {
    return shownAs({ "image/svg+xml": requireSvg(figures, "It"), "text/plain": "a figure" });
  }
  const named = Object.entries(figures).map(([name, svg]) => [name, requireSvg(svg, name)]);
  return shownAs({
    "text/html": named.map(([name, svg]) => htmlFigure(name, svg)).join("\n"),
    "text/plain": named.map(([name]) => name).join("\n"),
  });
}

/** As an image of its own: in one document the names inside the SVGs would clash. */
function htmlFigure(name: string, svg: string): string {
  const bytes = new TextEncoder().encode(svg);
  const caption = escapeHtml(name);
  const source = `data:image/svg+xml;base64,${bytes.toBase64()}`;
  return `<figure><img src="${source}" alt="${caption}"><figcaption>${caption}</figcaption></figure>`;
}

/** The element alone: the declaration of a file of XML has no place inside a page. */
function requireSvg(text: string, name: string): string {
  const svg = text.replace(/^<\?xml[^>]*\?>\s*/, "");
  if (svg.startsWith("<svg")) return svg;
  throw new ParameterError(
    `${name} is no SVG: it begins with ${JSON.stringify(text.slice(0, 20))}`,
  );
}
