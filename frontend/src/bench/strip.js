/** The words of a take: drawn once, and lit from the stream while the take is still being made. */

import { indexAt } from "../clock.js";
import { make } from "../dom.js";

/** @typedef {import("./sounds.js").Word} Word */

/** An empty strip of words. */
export const makeStrip = () => make("div", { className: "text vvw-words", role: "group", ariaLabel: "Words of the take" });

/**
 * Put words behind those already there.
 *
 * @param {HTMLElement} strip
 * @param {Word[]} words
 * @param {number} first index of the first of them
 */
export function addWords(strip, words, first = 0) {
  words.forEach((word, at) => {
    const kind = word.mark ? "chip sound" : `w${word.respelt ? " ipa" : ""}`;
    const title = word.ipa ? `/${word.ipa}/` : "";
    const element = make("span", { className: `vvw-word ${kind}`, title }, word.text);
    element.dataset.w = String(first + at);
    strip.append(element, word.after ?? " ");
  });
}

/** The words of a take that is still being made. */
export class Live {
  strip = makeStrip();
  root = make("div", { className: "vv vvw-stage", role: "group", ariaLabel: "Take" }, this.strip);
  /** @type {Word[]} */
  words = [];
  /** @type {number[]} */
  #starts = [];
  #lit = -1;

  /** @param {(word: Word | undefined) => void} lit */
  constructor(lit) {
    this.lit = lit;
  }

  /** @param {Word[]} words */
  add(words) {
    addWords(this.strip, words, this.words.length);
    this.words.push(...words);
    this.#starts.push(...words.map(({ start }) => start));
  }

  /** @param {number} time seconds; below 0 no word is lit */
  follow(time) {
    const index = time < 0 ? -1 : indexAt(this.#starts, time, this.#lit);
    if (index === this.#lit) return;
    const { children } = this.strip;
    children[this.#lit]?.removeAttribute("aria-current");
    children[index]?.setAttribute("aria-current", "true");
    this.#lit = index;
    this.lit(this.words[index]);
    this.#show(/** @type {HTMLElement | undefined} */ (children[index]));
  }

  destroy() {
    this.root.remove();
  }

  /** @param {HTMLElement | undefined} word */
  #show(word) {
    if (!word) return;
    const below = word.offsetTop + word.offsetHeight - this.strip.scrollTop - this.strip.clientHeight;
    if (below > 0) this.strip.scrollTop += below + this.strip.clientHeight / 2;
  }
}
