/** Shows how far a long run is: one line, written over, and only where somebody watches the terminal. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): (text: string) => void {
  if (!stream.isTTY) return () => undefined;
  return (text) => {
    stream.clearLine(0);
    stream.cursorTo(0);
    stream.write(text.slice(0, stream.columns - 1));
  };
}
