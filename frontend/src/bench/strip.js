/** The words of a take under the editor: lit as they are heard, pressed to be heard or respelt. */

import { indexAt } from "../clock.js";
import { make } from "../dom.js";

/** @typedef {import("./sounds.js").Word} Word */

export class Strip {
  root = make("div", { className: "vvw-words", role: "group", ariaLabel: "Words of the take" });
  /** @type {Word[]} */
  words = [];
  /** @type {number[]} */
  starts = [];
  lit = -1;

  /**
   * @param {{chosen: (word: number) => void, swap: () => void, lit: (word: Word | undefined) => void}} heard
   * @param {AbortSignal} signal
   */
  constructor(heard, signal) {
    this.heard = heard;
    this.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.root.addEventListener("keydown", (event) => this.#pressed(event), { signal });
  }

  /** @param {Word[]} words */
  show(words) {
    this.words = words;
    this.lit = -1;
    this.starts = words.map(({ start }) => start);
    const { children } = this.root;
    words.forEach((word, at) => {
      const known = /** @type {HTMLElement | undefined} */ (children[at]);
      const title = word.ipa ? `/${word.ipa}/` : "";
      if (known?.textContent === word.text) return void (known.title = title);
      const button = make("button", { type: "button", className: "vvw-word", title, tabIndex: at ? -1 : 0 }, word.text);
      button.dataset.word = String(at);
      if (known) known.replaceWith(button);
      else this.root.append(button);
    });
    while (children.length > words.length) this.root.lastElementChild?.remove();
  }

  /** @param {number} time seconds; below 0 no word is lit */
  light(time) {
    const index = time < 0 ? -1 : indexAt(this.starts, time, this.lit);
    if (index === this.lit) return;
    const { children } = this.root;
    children[this.lit]?.removeAttribute("aria-current");
    children[index]?.setAttribute("aria-current", "true");
    this.lit = index;
    this.heard.lit(this.words[index]);
  }

  /**
   * Make one word the tab stop.
   *
   * @param {number} word
   */
  offer(word) {
    for (const [at, button] of [...this.root.children].entries())
      /** @type {HTMLElement} */ (button).tabIndex = at === word ? 0 : -1;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const word = indexOf(event);
    if (word < 0) return;
    this.offer(word);
    this.heard.chosen(word);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const at = indexOf(event);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (at < 0 || event.altKey) return;
    if (step) /** @type {HTMLElement | undefined} */ (this.root.children[at + step])?.focus();
    else if (event.key === "x") this.heard.swap();
    else return;
    event.preventDefault();
  }
}

/** @param {Event} event */
const indexOf = (event) => Number(/** @type {HTMLElement} */ (event.target).dataset.word ?? -1);
