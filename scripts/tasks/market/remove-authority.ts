import { changeCommand } from "./change-authorities.js";

/** Removes an authority from the committee. */
export default changeCommand("remove");
