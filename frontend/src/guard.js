/** Keeps keys from the page around: there, a letter may be a shortcut that deletes what is written. */

import { isForeign } from "./keys.js";

/**
 * Let no key out of `root` but those with Ctrl or Command, and out of a field only Ctrl+S.
 *
 * JupyterLab listens where events end up, Notebook 7 before they begin; to the latter, only an
 * attribute on the very element that has the focus says no. It says so for every key, hence those
 * that may pass are handed on.
 *
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function guardKeys(root, signal) {
  /** @type {(event: any) => void} */
  const suppress = ({ target }) => {
    target.dataset.lmSuppressShortcuts = "true";
  };
  /** @type {(event: any) => void} */
  const guard = (event) => {
    event.stopPropagation();
    const passes = event.target.matches(":read-write") ? event.key === "s" : event.key !== "Enter";
    if (!passes || !isForeign(event)) return;
    if (!root.parentElement?.dispatchEvent(new KeyboardEvent("keydown", event))) event.preventDefault();
  };
  root.addEventListener("focusin", suppress, { signal });
  root.addEventListener("keydown", guard, { signal });
}
