import { join } from "node:path";
import { startProgress } from "./progress.ts";
import {
  encodeNpz,
  encodeTextFrame,
  ensureFolder,
  everyFrame,
  HolsteinModel,
  openEnsemble,
  ParameterError,
  type QuenchEnsemble,
  trajectoryArrays,
  writeBytesAtomic,
  writeTextAtomic,
} from "../../mod.ts";

/** Which frames are converted. */
interface FrameChoice {
  readonly every?: number;
}

type OnFrame = (done: number, total: number) => void;

/** Converts the frames of a run or of an ensemble and says in a line what was made. */
export async function convertRun(
  folder: string,
  output: string,
  choice: FrameChoice,
): Promise<string> {
  const ensemble = await openEnsemble([folder]);
  let progress: ReturnType<typeof startProgress> | undefined;
  const onFrame: OnFrame = (done, total) => {
    progress ??= startProgress("frames", total);
    progress.update(done);
  };
  try {
    return await (output.endsWith(".npz")
      ? stackFrames(ensemble, output, { ...choice, onFrame })
      : writeTextFrames(ensemble, output, choice, onFrame));
  } finally {
    progress?.stop();
  }
}

async function stackFrames(
  ensemble: QuenchEnsemble,
  output: string,
  options: FrameChoice & { readonly onFrame: OnFrame },
): Promise<string> {
  const arrays = await trajectoryArrays(ensemble, options);
  await writeBytesAtomic(output, encodeNpz(arrays, { compressed: false }));
  return `${output}: Q and n [${arrays.get("Q")?.shape.join(", ")}], step, time`;
}

/** The frames as the reference scripts write them; F is what the force's equation gives for Q and n. */
async function writeTextFrames(
  { config, lattice, runs, steps: all }: QuenchEnsemble,
  output: string,
  { every }: FrameChoice,
  onFrame: OnFrame,
): Promise<string> {
  if (runs.length > 1) {
    throw new ParameterError(
      `Frames of plain text are of one run: give one of the ${runs.length} folders of this ` +
        `ensemble, such as ${runs[0].path}`,
    );
  }
  const steps = everyFrame(all, every);
  const model = new HolsteinModel(lattice, config.model);
  await ensureFolder(output);
  for (const [s, step] of steps.entries()) {
    const { values: Q } = await runs[0].readFrame("Q", step);
    const { values: density } = await runs[0].readFrame("n", step);
    const text = encodeTextFrame({ Q, force: model.force(Q, density), density });
    await writeTextAtomic(join(output, `c${step}.dat`), text);
    onFrame(s + 1, steps.length);
  }
  return `${output}: ${steps.length} frames of plain text, c${steps[0]}.dat and on`;
}
