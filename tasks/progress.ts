import { isQuiet } from "./loudness.js";

/** Takes what a command is doing now, in a few words; an empty text when it has done it. */
type Progress = (text: string) => void;

/** How often a command that nobody watches says what it does, ms. */
const SILENCE_MS = 10_000;

/**
 * Shows what a long command is doing: on a terminal as one line, written over; elsewhere as a line every ten seconds,
 * the first after ten.
 */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (isQuiet()) return () => undefined;
  return stream.isTTY ? overwritten(stream) : nowAndThen(stream);
}

function overwritten(stream: NodeJS.WriteStream): Progress {
  return (text) => {
    stream.clearLine(0);
    stream.cursorTo(0);
    stream.write(fitted(text, stream.columns));
  };
}

/**
 * As much of a text as fits on a line, without its last column, where some terminals break the line already.
 *
 * @param columns - the terminal's width; some report 0, and some nothing
 */
function fitted(text: string, columns: number | undefined): string {
  const width = columns === undefined || columns <= 0 ? USUAL_COLUMNS : columns;
  return text.slice(0, Math.max(1, width - 1));
}

const USUAL_COLUMNS = 80;

function nowAndThen(stream: NodeJS.WriteStream): Progress {
  let doing = "";
  let shownAt = Date.now();
  let timer: NodeJS.Timeout | undefined;
  const show = () => {
    if (doing === "" || Date.now() - shownAt < SILENCE_MS) return;
    shownAt = Date.now();
    stream.write(`... ${doing}\n`);
  };
  return (text) => {
    doing = text;
    clearInterval(timer);
    // For work that waits; work that keeps the processor busy shows itself whenever it calls.
    if (text !== "") timer = setInterval(show, SILENCE_MS / 10).unref();
    show();
  };
}

/** Shows a text while some work lasts. */
export async function during<T>(text: string, work: () => Promise<T>): Promise<T> {
  const progress = progressLine();
  progress(text);
  try {
    return await work();
  } finally {
    progress("");
  }
}
