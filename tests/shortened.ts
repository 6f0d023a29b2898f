/**
 * Options that make a command of the documentation one that a test can wait for. The command itself
 * stays as it is: an option given again overrules the one before.
 */
const SHORTER: readonly (readonly [RegExp, string])[] = [
  // Lattices just wide enough for the receptive field of the networks.
  [/task quench (?!.*--resume)/, "--size 14 --steps 40 --save-every 4"],
  [/task quench .*--lattice honeycomb/, "--size 16"],
  [/task quench .*--resume/, "--steps 80"],
  [/task merge/, "--fit-from 0.03 --fit-to 0.1"],
  [/task dataset make/, "--preset smoke --sizes 12"],
  [/task train (?!.*--resume)/, "--epochs 2"],
];

/**
 * Commands that are not run here: they take minutes, are what runs this, or, as experiments with
 * `--quick`, are run by tests/experiments already.
 */
const LONG = /task (test|test:physics|bench|ok|kernels|\w+ --quick)( |$)/;

/** The same command over a time that a test can wait for; undefined if there is none. */
export function shortened(command: string): string | undefined {
  if (LONG.test(command)) return undefined;
  const added = SHORTER.filter(([of]) => of.test(`${command} `)).map(([, options]) => options);
  return [command, ...added].join(" ");
}
