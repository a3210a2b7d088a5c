/** The workbench as an anywidget: one model, any number of views. */

import { Bench } from "./bench/bench.js";
import { VERSION, check } from "./protocol.js";

/** One runtime for every widget; its views come and go. */
export default () => {
  // Messages may come before a view: one that listens in `render` alone loses the first.
  /** @type {[any, DataView[]][]} */
  const early = [];
  /** @type {Set<Bench>} */
  const benches = new Set();
  return {
    /** @param {{model: any}} context */
    initialize({ model }) {
      model.on("msg:custom", (/** @type {any} */ content, /** @type {DataView[]} */ buffers) => {
        try {
          check(content);
          if (!benches.size) early.push([content, buffers]);
          for (const bench of benches) bench.heard(content, buffers);
        } catch (error) {
          for (const bench of benches) bench.say(/** @type {Error} */ (error).message);
        }
      });
    },
    /** @param {{model: any, el: HTMLElement}} context */
    render({ model, el }) {
      if (model.get("protocol") !== VERSION) {
        el.textContent = "This workbench was made by another version of vivavoce. Run the cell again.";
        return undefined;
      }
      const bench = new Bench(model, el);
      benches.add(bench);
      for (const [content, buffers] of early.splice(0)) bench.heard(content, buffers);
      return () => {
        benches.delete(bench);
        bench.destroy();
      };
    },
  };
};
