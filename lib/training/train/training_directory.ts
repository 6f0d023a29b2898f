import { join } from "node:path";
import { isTemporaryName } from "../../io/atomic_write.ts";

/**
 * Where a training keeps its files.
 *
 *     config.json             the configuration, complete
 *     best.safetensors        the network of the epoch with the least validation error
 *     last.safetensors        the network of the last epoch
 *     training.csv            one row an epoch
 *     checkpoint.safetensors  what a resume continues from
 *     start.safetensors       the network that training started from, if any
 *     data.json               paths of the data sets, where these were told
 *     loss.svg                errors against epochs
 */
export class TrainingDirectory {
  /** Path of the folder. */
  readonly path: string;

  /**
   * The files of the training in a folder.
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

  /** Path of the best network. */
  get best(): string {
    return join(this.path, "best.safetensors");
  }

  /** Path of the last network. */
  get last(): string {
    return join(this.path, "last.safetensors");
  }

  /** Path of the table of epochs. */
  get table(): string {
    return join(this.path, "training.csv");
  }

  /** Path of the figure of errors. */
  get figure(): string {
    return join(this.path, "loss.svg");
  }

  /** Path of the checkpoint. */
  get checkpoint(): string {
    return join(this.path, "checkpoint.safetensors");
  }

  /** Path of the list of data sets. */
  get data(): string {
    return join(this.path, "data.json");
  }

  /** Path of the network that training started from. */
  get start(): string {
    return join(this.path, "start.safetensors");
  }

  /** Path of the file whose lock a running process holds. */
  get lock(): string {
    return join(this.path, ".lock");
  }

  /** Removes the temporary files of a process that was killed; only the lock's holder may. */
  async removeLeftovers(): Promise<void> {
    for await (const { name } of Deno.readDir(this.path)) {
      if (isTemporaryName(name)) await Deno.remove(join(this.path, name));
    }
  }
}
