/** What a device does for a `LookAhead`. */
export interface LookAheadDevice<T> {
  /** Goes on by this many steps, and hands over the state then reached as soon as it is read back. */
  readonly launch: (steps: number) => Promise<T>;
  /** Puts the device back to the state that was handed over last. */
  readonly rewind: () => void;
}

/** A stretch of steps under way. */
interface Stretch<T> {
  readonly steps: number;
  readonly state: Promise<T>;
}

/** Milliseconds that are to be under way: twice what a read-back takes that has nothing to wait for. */
const WINDOW = 25;
/** Stretches under way, besides the one that was asked for. */
const MOST_AHEAD = 16;
/** Weight of the last stretch in the mean time of one. */
const NEWEST = 0.25;

/**
 * Hands over states at the steps asked for, and lets the device work ahead meanwhile, in stretches
 * like the last: the state of a device takes some ten milliseconds to be read back, however little
 * there was to do, in which a small lattice makes a hundred steps. Where another number of steps is
 * asked for, what was done ahead is thrown away.
 *
 * It changes no bits, as these do not depend on how steps are grouped.
 */
export class LookAhead<T> {
  readonly #device: LookAheadDevice<T>;
  readonly #mostSteps: number;
  #underWay: Stretch<T>[] = [];
  #meanTime = Infinity;

  /**
   * Nothing under way yet.
   *
   * @param mostSteps longest stretch that is worked on ahead
   */
  constructor(device: LookAheadDevice<T>, mostSteps: number) {
    this.#device = device;
    this.#mostSteps = mostSteps;
  }

  /** The state so many steps after the last that was handed over. */
  async take(steps: number): Promise<T> {
    if (this.#underWay.length > 0 && this.#underWay[0].steps !== steps) {
      await this.settle();
      this.#device.rewind();
    }
    const begun = performance.now();
    const { state } = this.#underWay.shift() ?? this.#launch(steps);
    const worthwhile = steps > 0 && steps <= this.#mostSteps;
    const ahead = worthwhile ? Math.min(MOST_AHEAD, Math.floor(WINDOW / this.#meanTime)) : 0;
    while (this.#underWay.length < ahead) this.#underWay.push(this.#launch(steps));
    const reached = await state;
    const time = performance.now() - begun;
    // The first stretch may have waited for programs to be compiled.
    this.#meanTime = Number.isFinite(this.#meanTime)
      ? this.#meanTime + NEWEST * (time - this.#meanTime)
      : Math.min(time, WINDOW);
    return reached;
  }

  /** Waits for what is under way, and forgets it. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#underWay.splice(0).map(({ state }) => state));
  }

  #launch(steps: number): Stretch<T> {
    const state = this.#device.launch(steps);
    // What fails ahead fails when it is asked for.
    state.catch(() => {});
    return { steps, state };
  }
}
