import { Lanes } from "../lanes.js";
import { mount } from "../mount.js";

mount("__VIVAVOCE__", (player) => new Lanes(player));
