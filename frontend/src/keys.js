/** What a key means on a word. Pure, so that it is tested without a browser. */

/**
 * @typedef {"previous" | "next" | "up" | "down" | "first" | "last" | "play" | "toggle" | "loop" |
 *   "clear" | "slower" | "faster" | "switch"} Action
 */

/** @type {Record<string, Action>} */
const ACTIONS = {
  ArrowLeft: "previous",
  ArrowRight: "next",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
  Enter: "play",
  " ": "toggle",
  l: "loop",
  Escape: "clear",
  "-": "slower",
  "+": "faster",
  "=": "faster",
  x: "switch",
};

/**
 * The action a key asks for on a word, or undefined.
 *
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event
 * @returns {Action | undefined}
 */
export function actionOf(event) {
  if (isForeign(event) || event.altKey) return undefined;
  return ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

/**
 * Whether a key belongs to the page around the player: only those with Ctrl or Command do. All
 * others stop at the player, or a letter typed on a word would run a notebook's shortcut.
 *
 * @param {{ctrlKey?: boolean, metaKey?: boolean}} event
 */
export const isForeign = (event) => !!(event.ctrlKey || event.metaKey);
