/** The sound of takes that this page has heard, the last ones first to stay. */

const REMEMBERED = 64e6;

/** @typedef {{text: string, start: number, end: number, span: [number, number] | null, ipa?: string}} Word */
/** @typedef {{words: Word[], url: string, size: number}} Sound */

export class Sounds {
  /** @type {Map<string, Sound>} */
  #known = new Map();

  /** @param {string} take */
  get(take) {
    return this.#known.get(take);
  }

  /**
   * @param {string} take
   * @param {Word[]} words
   * @param {DataView} view a WAV file
   */
  keep(take, words, view) {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
    this.forget(take);
    const url = URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }));
    this.#known.set(take, { words, size: bytes.length, url });
    const sizes = [...this.#known].map(([name, { size }]) => /** @type {[string, number]} */ ([name, size]));
    for (const name of findOverflow(sizes, REMEMBERED)) this.forget(name);
  }

  /** @param {string} take */
  forget(take) {
    const old = this.#known.get(take);
    if (old) URL.revokeObjectURL(old.url);
    this.#known.delete(take);
  }

  clear() {
    for (const take of [...this.#known.keys()]) this.forget(take);
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
  return sizes
    .toReversed()
    .filter(([, size], age) => (total += size) > room && age > 0)
    .map(([name]) => name);
}
