/** Exit status of a command that was interrupted, as shells count it: 128 + SIGINT. */
export const INTERRUPTED = 130;

/**
 * A signal that Ctrl-C or a request to terminate raises, so that a long run can end after its
 * present step with a checkpoint. The second Ctrl-C ends the process at once.
 */
export function interruption(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) Deno.exit(INTERRUPTED);
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
