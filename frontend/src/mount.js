/** Finds the players on a page and brings them to life. */

import { Player } from "./player.js";

/**
 * The JSON an element carries in its own `<script type="application/json">`.
 *
 * @param {Element} element
 */
const dataOf = (element) =>
  JSON.parse(element.querySelector(":scope > script[type='application/json']")?.textContent ?? "{}");

/**
 * Upgrade every copy of one output, however many views show it; each only once.
 *
 * @param {string} id
 * @param {(player: Player) => unknown} [extend] called with every player
 * @param {(root: HTMLElement, players: Player[], data: any) => unknown} [join] called with takes shown together
 */
export function mount(id, extend, join) {
  for (const root of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(`[data-vivavoce="${id}"]:not([data-mounted])`)
  )) {
    root.dataset.mounted = "";
    const players = [...(root.matches(".vv") ? [root] : root.querySelectorAll(".vv"))].map((section) => {
      const player = new Player(/** @type {HTMLElement} */ (section), dataOf(section));
      if (player.data.lanes) extend?.(player);
      return player;
    });
    if (players.length > 1) join?.(root, players, dataOf(root));
  }
}
