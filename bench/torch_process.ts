import { PYTHON } from "../tests/io/python.ts";

/** A PyTorch process that answers each line by a line. */
export interface TorchProcess {
  /** Sends a line and returns the answer. */
  ask(line: string): Promise<string>;
  /** Ends the process. */
  close(): Promise<void>;
}

/**
 * Starts a script of this folder; a Python that has torch is needed.
 *
 * @param task sent to it first, as a line of JSON
 */
export async function startTorch(script: string, task: unknown): Promise<TorchProcess> {
  const path = (name: string) => new URL(name, import.meta.url).pathname;
  const child = new Deno.Command(PYTHON, {
    args: [path(script), path("../tests/networks")],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const say = (text: string) => input.write(new TextEncoder().encode(`${text}\n`));
  await say(JSON.stringify(task));
  return {
    async ask(line) {
      await say(line);
      // An answer may come in parts.
      let answer = "";
      while (!answer.endsWith("\n")) {
        const { value } = await output.read();
        if (value === undefined) throw new Error("PyTorch has ended");
        answer += value;
      }
      return answer.trim();
    },
    async close() {
      await input.close();
      await child.status;
    },
  };
}
