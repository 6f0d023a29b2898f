/**
 * At most `count` of the frames, from the first to the last, evenly spaced in the logarithm of time:
 * coarsening happens in decades.
 */
export function chooseFrames<Frame extends { readonly time: number }>(
  frames: readonly Frame[],
  count: number,
): Frame[] {
  if (frames.length <= count) return [...frames];
  const rising = frames.filter(({ time }) => time > 0);
  const [first, last] = [rising[0].time, rising[rising.length - 1].time];
  const chosen = new Set<Frame>([frames[0]]);
  const wanted = count - (frames[0] === rising[0] ? 0 : 1);
  for (let c = 0; c < wanted; c++) {
    const target = Math.log(first) + (c / (wanted - 1)) * Math.log(last / first);
    const distance = (frame: Frame) => Math.abs(Math.log(frame.time) - target);
    chosen.add(rising.reduce((best, frame) => distance(frame) < distance(best) ? frame : best));
  }
  return frames.filter((frame) => chosen.has(frame));
}
