/** Exit status of a command that was interrupted, as shells count it: 128 + SIGINT. */
export const INTERRUPTED = 130;

/**
 * Milliseconds within which a second signal is taken for the first: one Ctrl-C may arrive twice, from
 * the terminal and from `deno task`, which hands on the one that it gets.
 */
const SAME = 1000;

/**
 * A signal that Ctrl-C or a request to terminate raises, so that a long run can end after its
 * present step with a checkpoint. Another Ctrl-C, a second later or more, ends the process at once.
 */
export function interruption(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let first = 0;
  const onSignal = () => {
    if (controller.signal.aborted) {
      if (performance.now() - first >= SAME) Deno.exit(INTERRUPTED);
      return;
    }
    first = performance.now();
    controller.abort();
    console.error("stopping after this step; once more to stop at once");
  };
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const name of signals) Deno.addSignalListener(name, onSignal);
  return {
    signal: controller.signal,
    stop() {
      for (const name of signals) Deno.removeSignalListener(name, onSignal);
    },
  };
}
