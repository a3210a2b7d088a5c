/** The takes this page can play without asking; those heard last stay longest. */

const REMEMBERED = 64e6;

/**
 * @typedef {object} Word
 * @property {string} text
 * @property {number} start seconds
 * @property {number} end seconds
 * @property {[number, number] | null} span letters of the script, in UTF-16 units
 * @property {string} [ipa] as it was spoken
 * @property {boolean} [respelt] whether the script says how it is spoken
 * @property {string} [after] what stands behind it in the script, such as a comma
 * @property {boolean} [mark] whether it was heard for a tag
 */

/** @typedef {{words: Word[], data: any, url: string, size: number, stage?: import("./stage.js").Stage}} Sound */

export class Sounds {
  /** @type {Map<string, Sound>} */
  #known = new Map();

  /** @param {string} take */
  get(take) {
    const sound = this.#known.get(take);
    if (!sound) return undefined;
    this.#known.delete(take);
    this.#known.set(take, sound);
    return sound;
  }

  /**
   * @param {string} take
   * @param {Word[]} words
   * @param {any} data what a player reads of it
   * @param {DataView} view a WAV file
   */
  keep(take, words, data, view) {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
    this.forget(take);
    const url = URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }));
    this.#known.set(take, { words, data, size: bytes.length, url });
    const sizes = [...this.#known].map(([name, { size }]) => /** @type {[string, number]} */ ([name, size]));
    for (const name of findOverflow(sizes, REMEMBERED)) this.forget(name);
  }

  /** @param {string} take */
  forget(take) {
    const old = this.#known.get(take);
    if (!old) return;
    old.stage?.destroy();
    URL.revokeObjectURL(old.url);
    this.#known.delete(take);
  }

  /** @param {string[]} takes all that are still there */
  retain(takes) {
    for (const take of [...this.#known.keys()]) if (!takes.includes(take)) this.forget(take);
  }

  clear() {
    this.retain([]);
  }
}

/**
 * Which of the oldest must go so that the rest fit; the newest always stays.
 *
 * @param {[string, number][]} sizes name and bytes, oldest first
 * @param {number} room bytes
 */
export function findOverflow(sizes, room) {
  let total = 0;
  return [...sizes]
    .reverse()
    .filter(([, size], age) => (total += size) > room && age > 0)
    .map(([name]) => name);
}
