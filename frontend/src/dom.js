/**
 * A new element. Text children become text nodes, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** @type {MediaQueryList | undefined} */
let still;

/** Whether the reader asked for less movement. Asked on every frame, so the question is kept. */
export const isStill = () => (still ??= matchMedia("(prefers-reduced-motion: reduce)")).matches;
