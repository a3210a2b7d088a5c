/** Takes under letters instead of names, so that they are rated by ear alone. */

/**
 * `A` to `Z`, then `AA`, `AB`, …
 *
 * @param {number} index
 * @returns {string}
 */
export const letterOf = (index) => (index < 26 ? "" : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

export class Blind {
  on = false;
  /** @type {Map<string, string>} */
  #letters = new Map();

  /**
   * Hide the names, or show them again; the letters stay until names are hidden anew.
   *
   * @param {string[]} ids
   * @param {() => number} [random] 0 to below 1
   */
  toggle(ids, random = Math.random) {
    this.on = !this.on;
    if (!this.on) return;
    const order = ids.map((id) => /** @type {[number, string]} */ ([random(), id])).sort(([a], [b]) => a - b);
    this.#letters = new Map(order.map(([, id], at) => [id, letterOf(at)]));
  }

  /**
   * The letter of a take; "" if there never was one. A take made while names are hidden gets the next.
   *
   * @param {string} id
   */
  letter(id) {
    if (this.on && !this.#letters.has(id)) this.#letters.set(id, letterOf(this.#letters.size));
    return this.#letters.get(id) ?? "";
  }

  /**
   * In order of letters while names are hidden, for the order of making tells too much.
   *
   * @template {{id: string}} Row
   * @param {Row[]} rows
   */
  sort(rows) {
    if (!this.on) return rows;
    const places = new Map(rows.map(({ id }) => [id, this.letter(id)]));
    const order = [...this.#letters.keys()];
    return rows.filter(({ id }) => places.has(id)).sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  }
}
