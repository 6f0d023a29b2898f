import { textWidth } from "./font_metrics.ts";
import type { SvgElement } from "./svg.ts";

/** A stretch of text of one style. `script` is 1 for a superscript, -1 for a subscript. */
export interface TextRun {
  readonly text: string;
  readonly italic: boolean;
  readonly bold: boolean;
  readonly script: -1 | 0 | 1;
}

type Style = Omit<TextRun, "text">;

/** Where and how a text is put. */
export interface TextPlacement {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly size: number;
  readonly anchor?: "start" | "middle" | "end";
  /** Turned by 90° against the clock, as the label of a vertical axis. */
  readonly vertical?: boolean;
  readonly className?: string;
  readonly fill?: string;
}

const SCRIPT_SIZE = 0.7;
const SCRIPT_SHIFT = { "-1": 0.22, "0": 0, "1": -0.4 } as const;

function closingBrace(markup: string, open: number): number {
  let depth = 0;
  for (let i = open; i < markup.length; i++) {
    if (markup[i] === "\\") i++;
    else if (markup[i] === "{") depth++;
    else if (markup[i] === "}" && --depth === 0) return i;
  }
  return -1;
}

function parseInto(runs: TextRun[], markup: string, outer: Style): void {
  let style = outer;
  let text = "";
  const flush = () => {
    // A hyphen before a digit in a script is a minus sign: 10^{-3}.
    const shown = style.script === 0 ? text : text.replace(/-(?=[\d.])/g, "−");
    if (shown !== "") runs.push({ ...style, text: shown });
    text = "";
  };
  for (let i = 0; i < markup.length; i++) {
    const character = markup[i];
    if (character === "\\" && i + 1 < markup.length) {
      text += markup[++i];
    } else if (markup.startsWith("**", i) && (style.bold || markup.indexOf("**", i + 2) > 0)) {
      flush();
      style = { ...style, bold: !style.bold };
      i++;
    } else if (character === "*" && (style.italic || markup.indexOf("*", i + 1) > 0)) {
      flush();
      style = { ...style, italic: !style.italic };
    } else if ((character === "_" || character === "^") && i + 1 < markup.length) {
      flush();
      const close = markup[i + 1] === "{" ? closingBrace(markup, i + 1) : -1;
      const inner = close > 0 ? markup.slice(i + 2, close) : markup[i + 1];
      parseInto(runs, inner, { ...style, script: character === "^" ? 1 : -1 });
      i = close > 0 ? close : i + 1;
    } else {
      text += character;
    }
  }
  flush();
}

/**
 * The runs of a label. `*x*` is italic (a variable), `**k**` bold (a vector), `_i`, `_{ij}` a
 * subscript, `^2`, `^{-3}` a superscript, and a backslash takes the next character as it is.
 */
export function parseMath(markup: string): TextRun[] {
  const runs: TextRun[] = [];
  parseInto(runs, markup, { italic: false, bold: false, script: 0 });
  return runs;
}

/** The text with everything that `parseMath` would interpret taken as it is. */
export function escapeMath(text: string): string {
  return text.replace(/[\\*_^]/g, "\\$&");
}

/** Width of a label in points, in Helvetica. */
export function mathWidth(markup: string, size: number): number {
  let width = 0;
  for (const run of parseMath(markup)) {
    width += textWidth(run.text, run.script === 0 ? size : size * SCRIPT_SIZE);
  }
  return width;
}

/** Writes a label as text (not as outlines), so that it stays searchable and editable. */
export function appendMath(parent: SvgElement, markup: string, placement: TextPlacement): void {
  const { x, y, size, anchor = "start", vertical = false, className, fill } = placement;
  const text = parent.append("text", {
    class: className,
    x: vertical ? undefined : x,
    y: vertical ? undefined : y,
    transform: vertical ? `translate(${x.toFixed(2)},${y.toFixed(2)}) rotate(-90)` : undefined,
    "font-size": size,
    "text-anchor": anchor === "start" ? undefined : anchor,
    // Else some programs drop the spaces at the ends of the runs.
    "xml:space": "preserve",
    fill,
  });
  const runs = parseMath(markup);
  if (runs.length === 1 && !runs[0].italic && !runs[0].bold && runs[0].script === 0) {
    text.text(runs[0].text);
    return;
  }
  let shift = 0;
  for (const { text: content, italic, bold, script } of runs) {
    const wanted = SCRIPT_SHIFT[`${script}`] * size;
    text.append("tspan", {
      "font-style": italic ? "italic" : undefined,
      "font-weight": bold ? "bold" : undefined,
      "font-size": script === 0 ? undefined : size * SCRIPT_SIZE,
      dy: wanted === shift ? undefined : wanted - shift,
    }).text(content);
    shift = wanted;
  }
}
