/** The row of buttons under the editor, and what it says. */

import { make } from "../dom.js";

export class Bar {
  all = make("button", { type: "button", className: "vvw-main", title: "Ctrl+Enter in the editor" }, "Speak all");
  line = make("button", { type: "button", title: "The turn at the cursor, or all that the selection touches" }, "Speak line");
  stop = make("button", { type: "button", disabled: true }, "Stop");
  resume = make("button", { type: "button", hidden: true }, "Press to hear");
  findings = make("span", { className: "vvw-status" });
  status = make("span", { className: "vvw-status", role: "status" });
  root = make("div", { className: "vvw-bar" }, this.all, this.line, this.stop, this.resume, this.findings, this.status);

  /** @param {string} message */
  say(message) {
    this.status.textContent = message;
  }

  /** @param {number} count */
  count(count) {
    this.findings.textContent = count ? `${count} finding${count > 1 ? "s" : ""}` : "No findings";
  }
}
