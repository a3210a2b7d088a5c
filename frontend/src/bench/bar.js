/** The row of buttons under the editor, and what it says. */

import { make } from "../dom.js";

const type = "button";

export class Bar {
  all = make("button", { type, className: "vvw-main", title: "Ctrl+Enter in the editor" }, "Speak all");
  line = make("button", { type, title: "The line at the cursor, or what is selected, as it is spoken in its place (Ctrl+Shift+Enter in the editor)" }, "Speak line");
  stop = make("button", { type, disabled: true }, "Stop");
  #offered = make("button", { type, hidden: true });
  #act = () => {};
  resume = make("button", { type, hidden: true }, "Press to hear");
  status = make("p", { className: "vvw-status", role: "status" });

  /** @param {HTMLElement} findings the button that counts them */
  constructor(findings) {
    this.root = make("div", { className: "vvw-bar" }, this.all, this.line, this.stop, this.#offered, this.resume, this.status, findings);
    this.#offered.addEventListener("click", () => this.#act());
  }

  /**
   * @param {string} message
   * @param {boolean} [wrong] whether something went wrong
   */
  say(message, wrong = false) {
    this.status.textContent = message;
    this.status.toggleAttribute("data-wrong", wrong);
  }

  /**
   * Offer to do something about what was just said; "" takes the offer back.
   *
   * @param {string} name
   * @param {() => void} [act]
   */
  offer(name, act = () => {}) {
    this.#act = act;
    this.#offered.textContent = name;
    this.#offered.hidden = !name;
  }
}
