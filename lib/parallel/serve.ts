import { toPlainError } from "../errors.ts";
import type { PoolAnswer, PoolMessage } from "./worker_pool.ts";

/** What a worker of a pool does: set up once, then answer requests one at a time. */
export type Service<Setup, Request, Reply> = (
  setup: Setup,
) => Promise<(request: Request) => Promise<Reply>>;

interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
}

/**
 * Makes the module that calls it a worker of a `WorkerPool`. Errors thrown by the service reach
 * the caller of the pool with their message.
 */
export function serve<Setup, Request, Reply>(service: Service<Setup, Request, Reply>): void {
  const scope = self as unknown as WorkerScope;
  let answer: (request: Request) => Promise<Reply>;
  const handle = async (message: PoolMessage<Setup, Request>) => {
    const id = message.kind === "request" ? message.id : -1;
    try {
      if (message.kind === "setup") {
        answer = await service(message.setup);
        scope.postMessage({ kind: "ready" } satisfies PoolAnswer<Reply>);
      } else {
        const reply = await answer(message.request);
        scope.postMessage({ kind: "reply", id, reply } satisfies PoolAnswer<Reply>);
      }
    } catch (error) {
      scope.postMessage(
        { kind: "error", id, error: toPlainError(error) } satisfies PoolAnswer<Reply>,
      );
    }
  };
  // One at a time and in order: a request waits for the setup and for the requests before it.
  let tail: Promise<void> = Promise.resolve();
  scope.onmessage = ({ data }) => {
    tail = tail.then(() => handle(data));
  };
}
