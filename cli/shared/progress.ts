import { cliProgress } from "./cli_progress.ts";

/** Shows how far a long computation is: a live line on a terminal, plain lines in a log. */
export interface Progress {
  /** Reports that `done` of the total is reached, with a short note such as "T = 0.11". */
  update(done: number, note?: string): void;
  /** Ends the display. */
  stop(): void;
}

/** Seconds between two lines of a log. */
const LOG_INTERVAL = 10;

/**
 * A display for `total` units of work (say, "steps"), of which `start` were done before. All of it
 * goes to standard error, so that standard output stays clean for results.
 */
export function startProgress(unit: string, total: number, start = 0): Progress {
  return Deno.stderr.isTerminal()
    ? terminalProgress(unit, total, start)
    : logProgress(unit, total, start);
}

function terminalProgress(unit: string, total: number, start: number): Progress {
  const rate = rateMeter(total, start);
  const bar = new cliProgress.SingleBar({
    format: `{bar} {value}/{total} ${unit}  {rate}  ETA {remaining}  {note}`,
    barsize: 24,
    hideCursor: true,
    fps: 5,
    stream: undefined,
  }, cliProgress.Presets.shades_classic);
  bar.start(total, start, { rate: "", remaining: "–", note: "" });
  return {
    update(done, note = "") {
      const { perSecond, remaining } = rate(done);
      bar.update(done, { rate: `${formatRate(perSecond)} ${unit}/s`, remaining, note });
    },
    stop() {
      bar.stop();
    },
  };
}

function logProgress(unit: string, total: number, start: number): Progress {
  const rate = rateMeter(total, start);
  let last = performance.now();
  return {
    update(done, note = "") {
      const now = performance.now();
      if (now - last < 1000 * LOG_INTERVAL && done < total) return;
      last = now;
      const { perSecond, remaining } = rate(done);
      const line = `${done}/${total} ${unit}, ${formatRate(perSecond)} ${unit}/s, ETA ${remaining}`;
      console.error(note ? `${line}, ${note}` : line);
    },
    stop() {},
  };
}

/** Rate since the start and the time left at that rate. */
function rateMeter(total: number, start: number) {
  const begun = performance.now();
  return (done: number) => {
    const seconds = (performance.now() - begun) / 1000;
    const perSecond = seconds > 0 ? (done - start) / seconds : 0;
    const left = perSecond > 0 ? (total - done) / perSecond : NaN;
    return { perSecond, remaining: Number.isNaN(left) ? "–" : formatDuration(left) };
  };
}

function formatRate(perSecond: number): string {
  return perSecond >= 100 ? perSecond.toFixed(0) : perSecond.toPrecision(3);
}

/** Seconds as 42s, 3m05s or 2h07m. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  const two = (value: number) => String(value).padStart(2, "0");
  return minutes < 60
    ? `${minutes}m${two(whole % 60)}s`
    : `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}
