/** Messages between the two halves of the workbench; checked, because a kernel may be older. */

export const VERSION = 1;

const KINDS = new Set([
  "take.start", "take.chunk", "take.end", "take.audio", "compared", "learnt", "exported", "ack", "error",
]);

/**
 * @param {string} kind
 * @param {Record<string, unknown>} content
 */
export const make = (kind, content) => ({ v: VERSION, kind, ...content });

/**
 * The message if it is one that this page knows.
 *
 * @param {any} content
 */
export function check(content) {
  if (content?.v !== VERSION || !KINDS.has(content.kind))
    throw new Error("This page does not match the kernel. Run the cell again.");
  return content;
}

/**
 * PCM16, in whatever memory it came, as samples for WebAudio.
 *
 * @param {DataView} view
 */
export function readSamples(view) {
  const samples = new Float32Array(view.byteLength >> 1);
  for (let at = 0; at < samples.length; at++) samples[at] = view.getInt16(2 * at, true) / 32768;
  return samples;
}
