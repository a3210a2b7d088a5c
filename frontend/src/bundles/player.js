import { mount } from "../mount.js";

mount("__VIVAVOCE__");
