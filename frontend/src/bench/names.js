/**
 * Names that no other workbench of the page has. Every output runs a copy of this module, so a
 * counter would count each copy from one.
 */

/** @param {string} kind */
export const makeName = (kind) => `vvw-${kind}-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;

/**
 * What a screen reader calls a workbench among several.
 *
 * @param {(label: string) => boolean} isTaken
 */
export function findLabel(isTaken) {
  for (let number = 1; ; number++) {
    const label = number > 1 ? `Workbench ${number}` : "Workbench";
    if (!isTaken(label)) return label;
  }
}
