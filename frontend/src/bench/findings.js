/** The findings as a list: each leads to its place, and can be mended where there is a fix. */

import { make } from "../dom.js";

/** @typedef {{start: number, end: number, severity: string, message: string, rule: string, fixes: string[]}} Item */

export class Findings {
  #list = make("ul", {});
  button = make("button", { type: "button", className: "vvw-findings", ariaExpanded: "false", title: "List them (Ctrl+Shift+M in the editor)" });
  root = make("div", { className: "vvw-list", hidden: true, role: "group", ariaLabel: "Findings" }, this.#list);
  /** @type {Item[]} */
  #items = [];

  /**
   * @param {{go: (start: number, end: number) => void, fix: (diagnostic: number, choice: number) => void,
   *   leave: () => void}} heard
   * @param {AbortSignal} signal
   */
  constructor(heard, signal) {
    this.heard = heard;
    this.button.addEventListener("click", () => this.toggle(), { signal });
    this.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && (this.toggle(false), heard.leave()), { signal });
  }

  /** @param {Item[]} items */
  show(items) {
    this.#items = items;
    const inside = this.root.contains(document.activeElement);
    const { length } = items;
    this.button.textContent = length ? `${length} finding${length > 1 ? "s" : ""}` : "No findings";
    this.button.disabled = !length;
    this.#list.replaceChildren(...items.map(drawItem));
    if (!length) this.toggle(false);
    // The button that was pressed is gone with its finding.
    if (inside && !this.focus()) this.heard.leave();
  }

  /** @param {boolean} [open] */
  toggle(open = !!this.root.hidden) {
    this.root.hidden = !open;
    this.button.ariaExpanded = String(open);
  }

  /** Show the list and go into it; whether there is one. */
  focus() {
    if (!this.#items.length) return false;
    this.toggle(true);
    /** @type {HTMLElement | null} */ (this.#list.querySelector("button"))?.focus();
    return true;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const at = Number(button?.closest("li")?.dataset.at ?? NaN);
    const item = this.#items[at];
    if (!button || !item) return;
    if (button.name === "fix") this.heard.fix(at, Number(button.value));
    else this.heard.go(item.start, item.end);
  }
}

/**
 * @param {Item} item
 * @param {number} at
 */
function drawItem({ severity, message, rule, fixes }, at) {
  const type = "button";
  const mend = fixes.map((name, value) => make("button", { type, name: "fix", value: String(value) }, name));
  const item = make("li", {},
    make("button", { type, name: "go", className: "vvw-go", title: `Go there · ${severity} · viva rule ${rule}` }, message),
    make("small", {}, rule), ...mend);
  item.dataset.at = String(at);
  item.dataset.severity = severity;
  return item;
}
