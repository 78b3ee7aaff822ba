import { changeCommand } from "./change-authorities.js";

/** Adds an authority to the committee. */
export default changeCommand("add");
