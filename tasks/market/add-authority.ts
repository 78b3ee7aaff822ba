import { changeCommand } from "./operator.js";

/** Adds an authority to the committee. */
export default changeCommand("add");
