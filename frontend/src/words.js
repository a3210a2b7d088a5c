/** The words on the page: which is lit, which takes the keyboard, which are looped. */

import { isStill } from "./dom.js";

export class Words {
  /**
   * @param {HTMLElement} root holds one element with `data-w` for every word
   * @param {number} count
   */
  constructor(root, count) {
    this.root = root;
    /** @type {(HTMLElement | undefined)[]} */
    this.elements = new Array(count);
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (
      root.querySelectorAll("[data-w]")
    )) {
      this.elements[Number(element.dataset.w)] = element;
      element.setAttribute("role", "button");
      element.tabIndex = -1;
    }
    this.lit = -1;
    this.tab = 0;
    this.follows = true;
    this.#offer(0);
    root.addEventListener("focusin", (event) => {
      const index = this.indexOf(event.target);
      if (index !== undefined) this.#offer(index);
    });
  }

  /**
   * Which word an element is, or is part of.
   *
   * @param {EventTarget | null} target
   */
  indexOf(target) {
    const word = /** @type {HTMLElement} */ (target).closest("[data-w]");
    return word ? Number(/** @type {HTMLElement} */ (word).dataset.w) : undefined;
  }

  /**
   * Light one word, or none with -1. Nothing is written unless the word changes.
   *
   * @param {number} index
   */
  light(index) {
    if (index === this.lit) return false;
    this.elements[this.lit]?.removeAttribute("aria-current");
    this.lit = index;
    const element = this.elements[index];
    if (!element) return true;
    element.setAttribute("aria-current", "true");
    if (!this.root.contains(document.activeElement)) this.#offer(index);
    if (this.follows) this.show(element);
    return true;
  }

  /**
   * Make one word the tab stop, and focus it.
   *
   * @param {number} index
   */
  focus(index) {
    const at = Math.min(Math.max(index, 0), this.elements.length - 1);
    this.#offer(at);
    this.elements[at]?.focus();
  }

  /**
   * The word nearest in the row of text above or below.
   *
   * @param {number} index
   * @param {number} way -1 up, 1 down
   */
  beside(index, way) {
    const from = this.elements[index]?.getBoundingClientRect();
    if (!from) return index;
    let best = index;
    let row = 0;
    let nearest = Infinity;
    for (let at = index + way; at >= 0; at += way) {
      const box = this.elements[at]?.getBoundingClientRect();
      if (!box) break;
      const away = Math.abs(box.top - from.top);
      if (away < from.height / 2) continue;
      if (row && Math.abs(box.top - row) > from.height / 2) break;
      row ||= box.top;
      if (Math.abs(box.left - from.left) < nearest) {
        nearest = Math.abs(box.left - from.left);
        best = at;
      }
    }
    return best;
  }

  /**
   * Mark the words from `first` to `last` as looped; none with -1.
   *
   * @param {number} first
   * @param {number} last
   */
  mark(first, last) {
    for (const element of this.root.querySelectorAll("[data-looped]"))
      element.removeAttribute("data-looped");
    for (let at = first; at >= 0 && at <= last; at++)
      this.elements[at]?.setAttribute("data-looped", "");
  }

  /** @param {HTMLElement} element */
  show(element) {
    const box = this.root.getBoundingClientRect();
    const word = element.getBoundingClientRect();
    if (word.top > box.top + 8 && word.bottom < box.bottom - box.height / 5) return;
    this.root.scrollTo({
      top: this.root.scrollTop + word.top - box.top - box.height / 3,
      behavior: isStill() ? "instant" : "smooth",
    });
  }

  /** @param {number} index */
  #offer(index) {
    const old = this.elements[this.tab];
    if (old) old.tabIndex = -1;
    this.tab = index;
    const element = this.elements[index];
    if (element) element.tabIndex = 0;
  }
}
