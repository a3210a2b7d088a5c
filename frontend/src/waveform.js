/** Loudness over time as numbers and as an SVG path; the same shape the Python side draws. */

/**
 * The loudest sample of each of `count` equal parts, 0 to 1.
 *
 * @param {ArrayLike<number>} samples -1 to 1
 * @param {number} count
 */
export function peaksOf(samples, count) {
  const peaks = new Float32Array(count);
  for (let part = 0; part < count; part++) {
    const end = Math.floor(((part + 1) * samples.length) / count);
    let peak = 0;
    for (let at = Math.floor((part * samples.length) / count); at < end; at++)
      peak = Math.max(peak, Math.abs(samples[at]));
    peaks[part] = peak;
  }
  return peaks;
}

/**
 * Base64 of one byte a peak, as the page carries them.
 *
 * @param {string} text
 */
export const decodePeaks = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/**
 * A closed outline, mirrored at the middle, in a box `peaks.length` wide and 100 high.
 *
 * @param {ArrayLike<number>} peaks
 * @param {number} loudest the peak that fills the box
 */
export function outlineOf(peaks, loudest = 1) {
  const top = [];
  const bottom = [];
  for (let at = 0; at < peaks.length; at++) {
    const half = Math.max(1, Math.round((49 * peaks[at]) / loudest));
    top.push(`${at} ${50 - half}`);
    bottom.unshift(`${at} ${50 + half}`);
  }
  return `M${top.join("L")}L${bottom.join("L")}Z`;
}
