/**
 * Which word is due, and the loop that asks.
 *
 * `timeupdate` comes about four times a second and misses short words, so the painted frame is the
 * clock; the event still serves a hidden tab, in which no frame is painted.
 */

/**
 * Index of the last start at or before `time`, or -1 before the first.
 *
 * @param {ArrayLike<number>} starts rising seconds
 * @param {number} time seconds
 * @param {number} [near] an earlier answer: playing on is then one comparison
 */
export function indexAt(starts, time, near = -1) {
  let low = near >= 0 && starts[near] <= time ? near : -1;
  let high = starts.length;
  for (let step = 1; low + step < high; step *= 2) {
    if (starts[low + step] > time) high = low + step;
    else low += step;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] > time) high = middle;
    else low = middle;
  }
  return low;
}

/**
 * Seconds a frame looks ahead, for it is seen a little after it is drawn. No more: at double speed
 * Chromium's clock saws 13 ms about the truth, and a word lit early by it counts as wrong.
 */
const AHEAD = 0.001;

/**
 * Call `tick` with the media time on every painted frame while sound plays, and after every seek.
 * At the end `tick` gets -1 once, so that no word stays lit.
 *
 * @param {HTMLMediaElement} audio
 * @param {(time: number) => void} tick
 * @param {AbortSignal} signal
 */
export function followClock(audio, tick, signal) {
  let frame = 0;
  const show = () => tick(audio.ended ? -1 : audio.currentTime);
  const step = () => {
    if (audio.paused) show();
    else tick(audio.currentTime + AHEAD * audio.playbackRate);
    frame = audio.paused || signal.aborted ? 0 : requestAnimationFrame(step);
  };
  const start = () => {
    frame ||= requestAnimationFrame(step);
  };
  for (const name of ["play", "playing"]) audio.addEventListener(name, start, { signal });
  for (const name of ["timeupdate", "seeking", "seeked", "pause", "ended"])
    audio.addEventListener(name, show, { signal });
}

/**
 * Seconds as a reader says them, such as `1:04.5`.
 *
 * @param {number} seconds
 */
export function sayTime(seconds) {
  const tenths = Math.max(0, Math.round(seconds * 10));
  const minutes = Math.floor(tenths / 600);
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}
