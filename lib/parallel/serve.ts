import { toPlainError } from "../errors.ts";
import type { PoolAnswer, PoolMessage } from "./worker_pool.ts";

/**
 * What a worker of a pool does: set up once, then answer requests one at a time. On the way to an
 * answer it may report how far it is.
 */
export type Service<Setup, Request, Reply, Progress = never> = (
  setup: Setup,
) => Promise<(request: Request, report: (progress: Progress) => void) => Promise<Reply>>;

interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
}

/**
 * Makes the module that calls it a worker of a `WorkerPool`. Errors thrown by the service reach
 * the caller of the pool with their message.
 */
export function serve<Setup, Request, Reply, Progress = never>(
  service: Service<Setup, Request, Reply, Progress>,
): void {
  const scope = self as unknown as WorkerScope;
  const post = (answer: PoolAnswer<Reply, Progress>) => scope.postMessage(answer);
  let answer: Awaited<ReturnType<typeof service>>;
  const handle = async (message: PoolMessage<Setup, Request>) => {
    const id = message.kind === "request" ? message.id : -1;
    try {
      if (message.kind === "setup") {
        answer = await service(message.setup);
        post({ kind: "ready" });
      } else {
        const report = (progress: Progress) => post({ kind: "progress", id, progress });
        post({ kind: "reply", id, reply: await answer(message.request, report) });
      }
    } catch (error) {
      post({ kind: "error", id, error: toPlainError(error) });
    }
  };
  // One at a time and in order: a request waits for the setup and for the requests before it.
  let tail: Promise<void> = Promise.resolve();
  scope.onmessage = ({ data }) => {
    tail = tail.then(() => handle(data));
  };
}
