import { changeCommand } from "./operator.js";

/** Removes an authority from the committee. */
export default changeCommand("remove");
