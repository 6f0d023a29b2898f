/** The name of the method by which Deno's Jupyter kernel asks a value how to show it. */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** Something to look at, by MIME type: a notebook takes the richest that it knows. */
export type MediaBundle = Readonly<Record<string, string>>;

/** A value that shows itself where a cell of a notebook ends with it. */
export interface ShownInJupyter {
  /** What is shown. */
  [JUPYTER_DISPLAY](): MediaBundle;
}

/** A value that shows itself so in a notebook, and by its plain text elsewhere. */
export function shownAs(bundle: MediaBundle): ShownInJupyter {
  return {
    [JUPYTER_DISPLAY]: () => bundle,
    // What `console.log` prints.
    [Symbol.for("Deno.customInspect")]: () => bundle["text/plain"],
  } as ShownInJupyter;
}

/** Text as it stands in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
