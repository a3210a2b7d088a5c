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
  findings = make("button", { type, className: "vvw-findings", title: "List them (Ctrl+Shift+M in the editor)" });
  status = make("p", { className: "vvw-status", role: "status" });
  root = make("div", { className: "vvw-bar" }, this.all, this.line, this.stop, this.#offered, this.resume, this.status, this.findings);

  /**
   * @param {string} message
   * @param {boolean} [wrong] whether something went wrong
   */
  say(message, wrong = false) {
    this.status.textContent = message;
    this.status.toggleAttribute("data-wrong", wrong);
  }

  constructor() {
    this.#offered.addEventListener("click", () => this.#act());
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

  /** @param {number} count */
  count(count) {
    this.findings.textContent = count ? `${count} finding${count > 1 ? "s" : ""}` : "No findings";
    this.findings.disabled = !count;
  }
}
