import { join } from "node:path";
import { fileError } from "../io/file_error.ts";
import { isTemporaryName, writeBytesAtomic } from "../io/atomic_write.ts";
import { encodeNpy } from "../io/npy.ts";
import { type Field, readNpyField } from "../io/npy_field.ts";
import { isFile } from "../io/is_file.ts";
import { readBytes } from "../io/read_file.ts";
import type { Lattice } from "../lattice/lattice.ts";

/** Fields that a frame holds: displacements and site densities. */
export type FrameField = "Q" | "n";

/**
 * Where a run keeps its files.
 *
 *     config.json             the configuration, complete
 *     frames/Q-00000100.npy   displacements after 100 steps, float64 [H, W]
 *     frames/n-00000100.npy   site densities after 100 steps
 *     observables.csv         one row every few steps
 *     checkpoint.safetensors  what a resume continues from
 *     *.svg                   figures
 */
export class RunDirectory {
  /** Path of the folder. */
  readonly path: string;

  /**
   * The files of the run in a folder.
   *
   * @param path the folder; nothing is read or written here
   */
  constructor(path: string) {
    this.path = path;
  }

  /** Path of the configuration. */
  get config(): string {
    return join(this.path, "config.json");
  }

  /** Path of the table of observables. */
  get observables(): string {
    return join(this.path, "observables.csv");
  }

  /** Path of the checkpoint. */
  get checkpoint(): string {
    return join(this.path, "checkpoint.safetensors");
  }

  /** Path of the file whose lock a running process holds. */
  get lock(): string {
    return join(this.path, ".lock");
  }

  /** Folder of the frames. */
  get frames(): string {
    return join(this.path, "frames");
  }

  /** Path of one field of the frame after `step` steps. */
  frame(field: FrameField, step: number): string {
    return join(this.frames, `${field}-${String(step).padStart(8, "0")}.npy`);
  }

  /**
   * Steps whose frames are there, ascending.
   *
   * @throws {UnavailableError} if there is no folder of frames, or it may not be read
   */
  async frameSteps(): Promise<number[]> {
    const steps: number[] = [];
    try {
      for await (const entry of Deno.readDir(this.frames)) {
        const match = /^n-(\d{8,})\.npy$/.exec(entry.name);
        if (match) steps.push(Number(match[1]));
      }
    } catch (error) {
      throw fileError(error, "read", this.frames);
    }
    return steps.sort((a, b) => a - b);
  }

  /** Writes one frame; the density last, so that a frame with a density is whole. */
  async writeFrame(
    lattice: Lattice,
    step: number,
    fields: Readonly<Record<FrameField, Float64Array>>,
  ): Promise<void> {
    const shape = [lattice.height, lattice.width];
    for (const field of ["Q", "n"] as const) {
      const bytes = encodeNpy({ dtype: "<f8", shape, data: fields[field] });
      await writeBytesAtomic(this.frame(field, step), bytes);
    }
  }

  /**
   * One field of the frame after `step` steps.
   *
   * @throws {UnavailableError} if there is no such frame
   * @throws {FormatError} if the file is damaged
   */
  async readFrame(field: FrameField, step: number): Promise<Field> {
    const path = this.frame(field, step);
    return readNpyField(await readBytes(path), path);
  }

  /** Removes the temporary files of a process that was killed; only the lock's holder may. */
  async removeLeftovers(): Promise<void> {
    for (const folder of [this.path, this.frames]) {
      for await (const { name } of Deno.readDir(folder)) {
        if (isTemporaryName(name)) await Deno.remove(join(folder, name));
      }
    }
  }

  /** Whether the folder holds a run already. */
  holdsRun(): Promise<boolean> {
    return isFile(this.config);
  }

  /** Whether the run has reached a checkpoint. */
  holdsCheckpoint(): Promise<boolean> {
    return isFile(this.checkpoint);
  }
}
