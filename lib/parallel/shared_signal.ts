/** A signal that also reaches a Worker that is too busy to read messages. */
export type SharedSignal = Int32Array<SharedArrayBuffer>;

/** The signal in a form that can be sent to Workers; without one, it is never raised. */
export function shareSignal(signal: AbortSignal | undefined): SharedSignal {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const raise = () => Atomics.store(shared, 0, 1);
  if (signal?.aborted) raise();
  else signal?.addEventListener("abort", raise, { once: true });
  return shared;
}

/** What a Worker reads of the signal that it was sent. */
export function readSignal(shared: SharedSignal): { readonly aborted: boolean } {
  return {
    get aborted() {
      return Atomics.load(shared, 0) === 1;
    },
  };
}
