/** Runs asynchronous tasks one after the other, in the order in which they were handed in. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs the task when all earlier ones have ended, well or badly. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {});
    return result;
  }
}
