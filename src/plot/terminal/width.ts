/** How many characters the terminal has in a line; 80 where there is none. */
export function terminalWidth(): number {
  const { process } = globalThis as { readonly process?: { readonly stdout?: { readonly columns?: unknown } } };
  const columns = process?.stdout?.columns;
  return typeof columns === "number" && columns > 0 ? Math.max(40, columns) : 80;
}
