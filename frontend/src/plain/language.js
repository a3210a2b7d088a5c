/**
 * Stands in for `@codemirror/language` and `@lezer/common` when the workbench is bundled.
 *
 * A script is plain text to the editor: it has no parser, so it needs none of the 40 KB that go
 * over trees. What CodeMirror's other parts ask of a tree is answered as for a text without one.
 */

import { Facet } from "@codemirror/state";

const NODE = Object.freeze({ name: "", from: 0, to: 0, parent: null, type: { isTop: true }, childBefore: () => null, childAfter: () => null });
const TREE = Object.freeze({ resolveInner: () => NODE });

export const syntaxTree = () => TREE;

/** @type {Facet<string, string>} */
export const indentUnit = Facet.define({ combine: (values) => values[0] ?? "  " });

/** @param {import("@codemirror/state").EditorState} state */
export const getIndentUnit = (state) => state.facet(indentUnit).length;

/** @param {unknown} _ @param {number} columns */
export const indentString = (_, columns) => " ".repeat(columns);

/** A new line is indented as the one before. */
export const getIndentation = () => null;

export const matchBrackets = () => null;

export class IndentContext {}

export const NodeProp = Object.freeze({ closedBy: null, openedBy: null });
