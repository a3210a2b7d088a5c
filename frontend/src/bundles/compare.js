import { Compare } from "../compare.js";
import { Lanes } from "../lanes.js";
import { mount } from "../mount.js";

mount(
  "__VIVAVOCE__",
  (player) => new Lanes(player),
  (root, players, data) => new Compare(root, players, data),
);
