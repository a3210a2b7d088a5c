/** The box that is written in: squiggles, quick fixes, completion, and the spoken word lit. */

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { deleteLine, history, historyKeymap, moveLineDown, moveLineUp, standardKeymap } from "@codemirror/commands";
import { nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, placeholder, tooltips } from "@codemirror/view";
import { findChange } from "./bench/changes.js";

/** @type {import("@codemirror/state").StateEffectType<{from: number, to: number} | null>} */
const speak = StateEffect.define();
const LIT = Decoration.mark({ class: "vvw-lit", attributes: { "aria-current": "true" } });

const lit = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let now = marks.map(transaction.changes);
    for (const effect of transaction.effects)
      if (effect.is(speak)) now = effect.value ? Decoration.set(LIT.range(effect.value.from, effect.value.to)) : Decoration.none;
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Tags inside brackets, voices in the head of the script.
 *
 * @param {() => {tags: string[], voices: {id: string, name: string}[]}} known
 */
const completeFrom = (known) => (/** @type {import("@codemirror/autocomplete").CompletionContext} */ context) => {
  const { tags, voices } = known();
  const tag = context.matchBefore(/\[[^\][\n]*/);
  if (tag)
    return {
      from: tag.from + 1,
      options: tags.map((label) => ({ label, type: "keyword", apply: closing(label) })),
      validFor: /^[^\][\n]*$/,
    };
  const voice = context.matchBefore(/^\s*(?:voice|[A-Z][\w ]*):\s*[\w+-]*/);
  if (!voice || !inHead(context)) return null;
  const from = voice.from + voice.text.search(/[\w+-]*$/);
  return { from, options: voices.map(({ id, name }) => ({ label: id, detail: name, type: "constant" })), validFor: /^[\w+-]*$/ };
};

/** @param {string} label */
const closing = (label) => (
  /** @type {EditorView} */ view,
  /** @type {unknown} */ _,
  /** @type {number} */ from,
  /** @type {number} */ to,
) => {
  const closed = view.state.sliceDoc(to, to + 1) === "]";
  view.dispatch({
    changes: { from, to, insert: closed ? label : `${label}]` },
    selection: { anchor: from + label.length + 1 },
  });
};

/** @param {import("@codemirror/autocomplete").CompletionContext} context */
function inHead(context) {
  const before = context.state.sliceDoc(0, context.pos);
  return before.startsWith("---") && before.split(/^---\s*$/m).length === 2;
}

/**
 * @param {HTMLElement} parent
 * @param {{text: string, changed: (text: string) => void, say: (what: "script" | "line") => void, list: () => void,
 *   known: () => {tags: string[], voices: {id: string, name: string}[]}}} options
 */
export function addEditor(parent, { text, changed, say, list, known }) {
  let quiet = false;
  const lock = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Script", spellcheck: "true", "data-lm-suppress-shortcuts": "true" }),
        placeholder("Write a line. [ offers tags."),
        tooltips({ position: "fixed", parent: document.body }),
        autocompletion({ override: [completeFrom(known)], icons: false }),
        lit,
        lock.of([]),
        keymap.of([
          { key: "Mod-Enter", run: () => (say("script"), true), preventDefault: true },
          { key: "Mod-Shift-Enter", run: () => (say("line"), true), preventDefault: true },
          { key: "Mod-Shift-m", run: () => (list(), true), preventDefault: true },
          { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
          ...completionKeymap, ...historyKeymap, ...standardKeymap,
          { key: "Alt-ArrowUp", run: moveLineUp },
          { key: "Alt-ArrowDown", run: moveLineDown },
          { key: "Mod-Shift-k", run: deleteLine, preventDefault: true },
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    view,
    /** @returns {string} */
    get text() {
      return view.state.doc.toString();
    },
    /** @param {string} next */
    replace(next) {
      const old = view.state.doc.toString();
      if (next === old) return;
      quiet = true;
      view.dispatch({ changes: findChange(old, next) });
      quiet = false;
    },
    /**
     * @param {{start: number, end: number, severity: any, message: string, rule: string, fixes: string[]}[]} items
     * @param {(diagnostic: number, choice: number) => void} fix
     */
    mark(items, fix) {
      const end = view.state.doc.length;
      view.dispatch(
        setDiagnostics(
          view.state,
          items.map((item, at) => ({
            from: Math.min(item.start, end),
            to: Math.min(item.end, end),
            severity: item.severity,
            source: item.rule,
            message: item.message,
            actions: item.fixes.map((name, choice) => ({ name, apply: () => fix(at, choice) })),
          })),
        ),
      );
    },
    /**
     * Select a stretch and go there.
     *
     * @param {number} start
     * @param {number} end
     */
    go(start, end) {
      const { length } = view.state.doc;
      view.focus();
      view.dispatch({ selection: { anchor: Math.min(start, length), head: Math.min(end, length) }, scrollIntoView: true });
    },
    /** @param {[number, number] | null | undefined} span */
    light(span) {
      const end = view.state.doc.length;
      const fits = span && span[0] < span[1] && span[1] <= end;
      view.dispatch({ effects: speak.of(fits ? { from: span[0], to: span[1] } : null) });
    },
    /** @returns {[number, number]} */
    get selection() {
      const { from, to } = view.state.selection.main;
      return [from, to];
    },
    destroy: () => view.destroy(),
  };
}
