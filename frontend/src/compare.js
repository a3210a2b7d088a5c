/**
 * Several takes of one script, aligned by word: takes differ in length, so a shared clock cannot.
 */

import { indexAt } from "./clock.js";
import { make } from "./dom.js";

/**
 * The row a word of one take stands in, and from a row the nearest word of another take.
 *
 * @param {number[][]} rows for each row the word of every take, or -1
 */
export function alignRows(rows) {
  /** @type {Map<number, number>[]} */
  const rowOf = (rows[0] ?? []).map(() => new Map());
  rows.forEach((row, at) => row.forEach((word, take) => word >= 0 && rowOf[take].set(word, at)));
  /** @type {(take: number, word: number) => number} */
  const find = (take, word) => rowOf[take]?.get(word) ?? -1;
  /** @type {(row: number, take: number) => number} */
  const word = (row, take) => {
    for (let at = row; at >= 0; at--) if (rows[at]?.[take] >= 0) return rows[at][take];
    for (let at = row; at < rows.length; at++) if (rows[at]?.[take] >= 0) return rows[at][take];
    return -1;
  };
  return { find, word };
}

/**
 * Where in another take the moment `time` of this one is: the same word, as far into it.
 *
 * @param {number} time seconds
 * @param {[number, number]} from start and end of the word here
 * @param {[number, number]} to start and end of the word there
 */
export function carryTime(time, from, to) {
  const part = (time - from[0]) / Math.max(from[1] - from[0], 1e-3);
  return to[0] + Math.min(Math.max(part, 0), 1) * (to[1] - to[0]);
}

export class Compare {
  /**
   * @param {HTMLElement} root
   * @param {import("./player.js").Player[]} players
   * @param {{rows: number[][], names: string[]}} data
   */
  constructor(root, players, data) {
    this.root = root;
    this.players = players;
    this.rows = data.rows;
    this.align = alignRows(data.rows);
    this.active = 0;
    this.row = -1;
    this.pressed = -1;
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    /** @type {(HTMLElement | undefined)[]} */
    this.cells = [];
    this.#build(data.names);
    this.#buildLane();
    players.forEach((player, at) => {
      player.audio.addEventListener("play", () => this.#choose(at));
      player.addEventListener("switch", () => this.switchTo((at + 1) % players.length));
      player.addEventListener("time", () => at === this.active && this.#mark());
    });
    this.#choose(0);
  }

  /**
   * Hear another take from the same word on.
   *
   * @param {number} to
   */
  switchTo(to) {
    const from = this.players[this.active];
    const there = this.players[to];
    const playing = !from.audio.paused;
    // Silence first: the word is the one due when the sound stops, not the one last painted.
    from.audio.pause();
    const now = from.audio.currentTime;
    const at = from.audio.ended ? -1 : indexAt(from.starts, now);
    const word = at < 0 ? -1 : this.align.word(this.align.find(this.active, at), to);
    const time = word < 0 ? 0 : carryTime(now, spanOf(from, at), spanOf(there, word));
    const inside = from.words.root.contains(document.activeElement);
    there.audio.playbackRate = from.audio.playbackRate;
    there.controls.speed.selectedIndex = from.controls.speed.selectedIndex;
    this.#choose(to);
    there.seek(time);
    if (playing) there.play();
    if (inside) there.words.focus(Math.max(word, 0));
  }

  /** @param {string[]} names */
  #build(names) {
    this.buttons = names.map((name, at) => {
      const button = make("button", { type: "button", ariaPressed: "false" }, name);
      button.addEventListener("click", () => (at === this.active ? this.players[at].toggle() : this.switchTo(at)));
      return button;
    });
    const next = make("button", { type: "button", className: "next", title: "The other take, at the same word (X)" }, "Switch at this word");
    next.addEventListener("click", () => this.switchTo((this.active + 1) % this.players.length));
    const bar = make("div", { className: "switch", role: "group", ariaLabel: "Take to hear" }, ...this.buttons, next);
    this.root.querySelector(".differences")?.before(bar);
  }

  #buildLane() {
    const lane = this.root.querySelector(".differences");
    lane?.addEventListener("click", (event) => this.#clicked(event));
    lane?.addEventListener("keydown", (event) => this.#pressed(/** @type {KeyboardEvent} */ (event)));
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-row]"))) {
      this.cells[Number(cell.dataset.row)] = cell;
      cell.setAttribute("role", "button");
      cell.tabIndex = 0;
    }
  }

  /** @param {number} at */
  #choose(at) {
    this.active = at;
    this.players.forEach((player, index) => player.root.toggleAttribute("data-active", index === at));
    this.buttons.forEach((button, index) => (button.ariaPressed = String(index === at)));
    this.row = -2;
    this.#mark();
  }

  #mark() {
    const row = this.align.find(this.active, this.players[this.active].words.lit);
    if (row === this.row) return;
    this.cells[this.row]?.removeAttribute("aria-current");
    this.row = row;
    this.cells[row]?.setAttribute("aria-current", "true");
    this.players.forEach((player, at) => {
      player.twin?.removeAttribute("data-twin");
      player.twin = at === this.active || row < 0 ? undefined : player.words.elements[this.rows[row][at]];
      player.twin?.setAttribute("data-twin", "");
      if (!player.twin) return;
      player.words.show(player.twin);
      // Its lanes stand at the same word, so that the two can be compared by eye.
      player.dispatchEvent(new CustomEvent("time", { detail: player.starts[this.rows[row][at]] }));
    });
  }

  /** @param {Event} event */
  #clicked(event) {
    const cell = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-row]"));
    if (!cell) return;
    const row = Number(cell.dataset.row);
    // A second press on the same word is a wish to hear the other take say it.
    const take = row === this.pressed ? (this.active + 1) % this.players.length : this.active;
    this.pressed = row;
    this.#choose(take);
    this.players[take].playWord(this.align.word(row, take));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.ctrlKey || event.metaKey) return;
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    this.#clicked(event);
  }
}

/**
 * @param {import("./player.js").Player} player
 * @param {number} word
 * @returns {[number, number]}
 */
const spanOf = (player, word) => [player.starts[word], player.endOf(word)];
